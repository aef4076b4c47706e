import type { RawMembers } from './member-text.ts'
import type { Expectation, NegativeDraft } from './negative-token.ts'

/** The good token that the faults are put into. */
export type GoodToken = {
  readonly header: RawMembers
  readonly claims: RawMembers
  /** The payload exactly as it was, decoded. */
  readonly payloadText: string
  readonly headerText: string
  readonly alg: string
  /** Unix seconds. */
  readonly nowSeconds: number
  /** Unguessable, for names that must not exist. */
  readonly nonce: string
}

export type NegativeCase = {
  readonly id: string
  readonly label: string
  readonly change: string
  readonly expectation: Expectation
  readonly spec: string
  /** What RFC 9068 makes of it for tokens that say they follow it (typ at+jwt), where that is stricter. */
  readonly asAccessToken?: { readonly expectation: Expectation; readonly spec: string }
  /** Null where the fault cannot be put into this token. */
  readonly make: (good: GoodToken) => NegativeDraft | null
}

/** What a correct server does with this fault in this token, and by which specification. */
export function demandOf(
  { expectation, spec, asAccessToken }: NegativeCase,
  good: GoodToken,
): { readonly expectation: Expectation; readonly spec: string } {
  const typ = good.header.findLast(([name]) => name === 'typ')?.[1] ?? ''
  return asAccessToken && /^"(?:application\/)?at\+jwt"$/i.test(typ) ? asAccessToken : { expectation, spec }
}
