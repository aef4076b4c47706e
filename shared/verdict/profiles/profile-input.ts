import type { Check } from '../check.ts'
import type { Claims } from '../claim-checks.ts'
import type { VerifyRequest } from '../verification.ts'

/** What a profile's rules are held against. */
export type ProfileInput = {
  /** Of which `as`, `context` and `expect` count here. */
  readonly request: VerifyRequest
  readonly header: Claims
  readonly claims: Claims
  /** Unix seconds. */
  readonly asOf: number
  /** A signature was proved; otherwise nothing here is more than what the token says. */
  readonly proved: boolean
  readonly facts?: ProfileFacts
}

/** What must be computed where the cryptography is. Null: cannot be computed; absent: there was nothing to compute from. */
export type ProfileFacts = {
  /** The left half of the hash of the access token, the code and the state (OIDC Core §3.1.3.6). */
  readonly at_hash?: string | null
  readonly c_hash?: string | null
  readonly s_hash?: string | null
  /** SHA-256 of the access token, base64url (RFC 9449 §4.2). */
  readonly ath?: string
  /** `cnf.jkt` of the access token beside a DPoP proof; null where that token cannot be read. */
  readonly boundJkt?: string | null
  /** What that token has instead of the key that it must be bound to, in words. */
  readonly unbound?: string
  /** RFC 7638 SHA-256 thumbprint of the key that the signature holds with. */
  readonly keyThumbprint?: string
  /** Names of the outermost claims that came out of disclosures. */
  readonly disclosed?: readonly string[]
}

/** The rules of one profile, beyond those of every JWT. A check with the id of a rung speaks for that rung too. */
export type ProfileRules = (input: Named) => readonly Check[]

/** The input with what the rules read most at hand. */
export type Named = ProfileInput & {
  readonly context: NonNullable<VerifyRequest['context']>
  readonly facts: ProfileFacts
  readonly skew: number
  readonly claim: (name: string) => unknown
}
