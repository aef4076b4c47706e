import type { Diagnosis } from '../../../shared/verdict/verification.ts'
import type { Jwk } from '../jwk.ts'
import type { KeyReading, PublicKey } from '../read-keys.ts'
import type { SignedBytes } from '../verify-bytes.ts'
import type { VerifyJob } from '../verify-job.ts'

/** What is known of a signature that did not fit, for those who look for the cause. */
export type FailedSignature = {
  readonly job: VerifyJob
  readonly signed: SignedBytes
  /** The segments as received, and what they decode to; null where that is no text. */
  readonly header: { readonly segment: string; readonly text: string | null }
  readonly payload: { readonly segment: string; readonly text: string | null }
  /** Null where the material is a secret. */
  readonly reading: KeyReading | null
  /** All keys of the material that are of the algorithm's kind and without flaw, whatever their names and marks. */
  readonly keys: readonly PublicKey[]
  /** The issuer or address the keys were asked for at; null where none was. */
  readonly asked: string | null
  /** One more try; false where it does not fit, and always once the tries are used up. */
  readonly fits: (change: Partial<SignedBytes>, jwk: Jwk) => boolean
}

/** Looks for one cause. Null where it is not this one. Deterministic; throws nothing. */
export type FindCause = (failed: FailedSignature) => Diagnosis | null

/** The same text under the keys that could have signed it. */
export function fitsAny(failed: FailedSignature, change: Partial<SignedBytes>): boolean {
  return failed.keys.some(({ jwk }) => failed.fits(change, jwk))
}

/** A name that came out of a token or a key set, for a sentence. */
export function named(value: unknown): string {
  return typeof value === 'string' ? `“${value.slice(0, 80)}”` : 'without a kid'
}
