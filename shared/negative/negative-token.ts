import type { TimeFault } from './time-fault.ts'

/**
 * What a correct server does with the token. `refuse`: the specification leaves no choice. `should_refuse`: it advises
 * so, or most servers must because of what they promise. `no_crash`: either is right, an error of the server is not.
 */
export type Expectation = 'accept' | 'refuse' | 'should_refuse' | 'no_crash'

/** How the changed token gets its signature. */
export type Signer =
  /** The person's key, so that the one fault stands alone. */
  | { readonly kind: 'own' }
  /** A key made for this, under the same algorithm. With `publish` its public half goes into the header as `jwk`. */
  | { readonly kind: 'fresh'; readonly publish: boolean }
  /** HMAC with the text of the issuer's public key: algorithm confusion. */
  | { readonly kind: 'public_as_secret' }
  | { readonly kind: 'empty_secret' }
  /** The signature that came with the good token. */
  | { readonly kind: 'old' }
  /** That signature with one bit changed. */
  | { readonly kind: 'flipped' }
  /** r and s zero, as long as an ECDSA signature. */
  | { readonly kind: 'zero' }
  | { readonly kind: 'empty' }
  /** Not even the dot before it. */
  | { readonly kind: 'cut' }

/** A faulty token before it is signed: header and payload as they are to be encoded. */
export type NegativeDraft = {
  readonly header: string
  readonly payload: string
  readonly signer: Signer
  /** Put after the whole token. */
  readonly suffix?: string
}

/** A faulty token, ready to be sent. */
export type NegativeToken = {
  /** Stable, for example `expired` or `alg-none-mixed-case`. */
  readonly id: string
  readonly label: string
  /** What differs from the good token, one sentence. */
  readonly change: string
  readonly expectation: Expectation
  /** Why a server has to act so: a label that `specUrl` knows. */
  readonly spec: string
  readonly token: string
}

/** A case that could not be made, and what it would have needed. */
export type NegativeSkipped = { readonly id: string; readonly label: string; readonly reason: string }

export type NegativeSet = {
  readonly tokens: readonly NegativeToken[]
  readonly skipped: readonly NegativeSkipped[]
  /** The good token was expired or not yet valid when they were made: then most have a second fault. */
  readonly timeFault: TimeFault | null
}

/** What the answer to a refused token looks like (RFC 6750 §3.1). */
export const refusedAnswer = '401 with error="invalid_token"'

/** An expectation in words. */
export function expectationWords(expectation: Expectation): string {
  switch (expectation) {
    case 'accept':
      return 'Accepted: 2xx'
    case 'refuse':
      return `Refused: ${refusedAnswer}`
    case 'should_refuse':
      return 'Should be refused: 401'
    case 'no_crash':
      return 'Accepted or refused, no 5xx'
  }
}
