import { createHash } from 'node:crypto'

/**
 * The left half of a hash, base64url: at_hash, c_hash (OIDC Core §3.1.3.6, §3.3.2.11) and s_hash (FAPI 1.0).
 * The hash is the one of the ID token's `alg`; null where none is defined. It is defined over ASCII characters only, and
 * null for a text with others: cut to seven or eight bits they would match another text.
 */
export function tokenHash(alg: unknown, value: string): string | null {
  const name = hashName(alg)
  if (name === null || !isAscii(value)) return null
  const digest = createHash(name).update(value, 'ascii').digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

/** Whether a hash claim can be made of it at all (OIDC Core §3.1.3.6, RFC 9449 §4.2). */
export function isAscii(value: string): boolean {
  return /^\p{ASCII}*$/u.test(value)
}

export function hashName(alg: unknown): 'sha256' | 'sha384' | 'sha512' | null {
  if (typeof alg !== 'string') return null
  if (/^(RS|PS|ES|HS)256$/.test(alg)) return 'sha256'
  if (/^(RS|PS|ES|HS)384$/.test(alg)) return 'sha384'
  // Ed25519 hashes with SHA-512 itself, and so its hash claims are made.
  return /^((RS|PS|ES|HS)512|EdDSA|Ed25519)$/.test(alg) ? 'sha512' : null
}
