import type { Check } from '../../shared/verdict/check.ts'
import type { KeyUsed, SecretEncoding } from '../../shared/verdict/verification.ts'

/** Key text as it came, not yet imported. */
export type KeyMaterial =
  | {
      readonly kind: 'key'
      /** A JWK, a JWKS or PEM; always a JWKS where it was fetched. */
      readonly text: string
      readonly passphrase?: string
      readonly provenance: 'issuer_metadata' | 'jwks_url' | 'pasted' | 'vault' | 'token'
    }
  | { readonly kind: 'secret'; readonly text: string; readonly encoding: SecretEncoding }

/** All that the signature check needs, as plain data: it may cross to a worker. */
export type VerifyJob = {
  /** A well-formed JWS in compact form, nothing around it. */
  readonly token: string
  /**
   * The payload itself, in base64url, where it is signed without that encoding (RFC 7797, `b64: false`); the middle of
   * `token` is then empty.
   */
  readonly unencodedPayload?: string
  /** The unprotected header parameters of a JWS in JSON form (RFC 7515 §7.2.1), where there are any. */
  readonly unprotected?: Readonly<Record<string, unknown>>
  /** From the header, which is known to be well formed. */
  readonly alg: string
  readonly kid: string | null
  /** Unix seconds the token is judged for; absent where the dates of a certificate are nobody's question. */
  readonly at?: number
  /** What of `trialBudget` other signatures of the same token left; absent where there are none. */
  readonly budget?: number
  readonly material: KeyMaterial
}

/** What a check found, without its name. */
export type Finding = Omit<Check, 'id' | 'spec'> & { readonly spec?: string }

export type VerifyOutcome = {
  readonly signature: Finding
  /** The key the signature was checked with; null where none was chosen. */
  readonly key: KeyUsed | null
  /** Facts about the keys that a person should know. */
  readonly keyNotes: readonly string[]
  /** What of the job's budget was used up; only where the job had one. */
  readonly cost?: number
}
