/** Members of a JWK that hold its private half (RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2, RFC 9964 §3). */
export const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv'] as const

/** What nobody else may see of any JWK: these, and the value of a secret (RFC 7518 §6.4.1). */
export const secretMembers = [...privateMembers, 'k'] as const
