/**
 * A verdict is a ladder of checks, not a colour. Each check says what was expected, what was found and
 * which specification says so. `not_checked` is an answer of its own: it never counts as a pass.
 */
export type CheckStatus = 'pass' | 'fail' | 'not_checked'

export type Check = {
  /** Stable name, for example `signature`, `audience`, `state`, `at_hash`. */
  readonly id: string
  readonly status: CheckStatus
  /** Why it failed or could not be made; absent on a pass. */
  readonly code?: VerdictCode
  readonly expected?: string
  readonly found?: string
  /** One short fact that belongs to this check, for example which key verified. Never a secret. */
  readonly note?: string
  /**
   * What the token says fits, but no signature proves that it is the issuer who says it. Only beside `pass`, and
   * such a pass is never shown in green.
   */
  readonly unproved?: true
  /** The specification and section, for example `RFC 7519 §4.1.3`. */
  readonly spec: string
}

/**
 * Why a token or an answer was not accepted.
 * What PyJWT, Authlib, jose and others do with the same is in `error-names.ts`.
 */
export type VerdictCode =
  | 'OK'
  | 'NOT_VERIFIED'
  | 'MALFORMED'
  | 'TOO_LARGE'
  | 'ENCRYPTED'
  | 'UNSECURED'
  | 'ALG_UNSUPPORTED'
  | 'ALG_NOT_ALLOWED'
  | 'KEY_INVALID'
  /** The key is encrypted, and there is no passphrase, or not the right one. */
  | 'PASSPHRASE'
  | 'KEY_TYPE_MISMATCH'
  | 'KEY_NOT_FOUND'
  | 'KEY_AMBIGUOUS'
  | 'KEY_UNTRUSTED'
  | 'SIGNATURE_INVALID'
  /** The key does not open it, or it was altered; which of the two, nobody can tell. */
  | 'DECRYPT_FAILED'
  /** No signature inside: whoever has the public key can have made it. */
  | 'NOT_AUTHENTICATED'
  | 'DISCLOSURE'
  | 'KEY_BINDING'
  | 'PAYLOAD_MISSING'
  | 'CRIT'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'ISSUED_IN_FUTURE'
  /** Issued longer ago than a fresh sign-in can explain. */
  | 'STALE'
  /** Valid for longer than its purpose explains. */
  | 'LIFETIME'
  | 'ISSUER'
  | 'AUDIENCE'
  | 'SUBJECT'
  | 'NONCE'
  | 'TYPE'
  | 'CLAIM_MISSING'
  | 'CLAIM_TYPE'
  /** A claim has another value than this kind of token must have, or stands where it must not. */
  | 'CLAIM_VALUE'
  | 'METADATA_ISSUER'
  | 'METADATA_INVALID'
  | 'JWKS_INVALID'
  | 'URL_REFUSED'
  | 'NETWORK'
  | 'TIMEOUT'
  | 'CANCELLED'
  | 'HTTP_STATUS'
  | 'REDIRECTED'
  | 'NOT_JSON'
  | 'STATE'
  | 'CALLBACK'
  | 'PROVIDER_ERROR'
  | 'TOKEN_TYPE'
  | 'EXPIRES_IN'
  | 'HASH'
  | 'SCOPE'
  | 'AUTH_TIME'
  | 'PKCE'
  | 'BROWSER'
  | 'PORT_IN_USE'
  | 'VAULT'
  | 'INTERNAL'

/** Valid: every check that was asked for passed. Invalid: one failed. Unverified: nothing failed, but no signature was proved. */
export type Verdict = 'valid' | 'invalid' | 'unverified'
