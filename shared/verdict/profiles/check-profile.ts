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
}

/** The rungs that the token's kind adds to those of every JWT; none for `generic`. */
export function checkProfile(_input: ProfileInput): readonly Check[] {
  return []
}
