import { checkTitle } from '../verdict/explain-check.ts'
import { profileTitles } from '../verdict/profiles/context-fields.ts'
import type { ValidationProfile, VerifyRequest, VerifyResult } from '../verdict/verification.ts'

/** A check that belongs to the verdict and that the code does not make, or not in full. */
export type UnmadeCheck = {
  /** The id of the check; null where none was made yet. */
  readonly check: string | null
  /** For a comment, for example `Authorized party (azp)`. */
  readonly what: string
}

/** What the code looks at. `required_claims` only as far as they are there. */
const inCode: readonly string[] = [
  'signature',
  'key',
  'time',
  'issuer',
  'audience',
  'type',
  'nonce',
  'required_claims',
]

/** The one type that a kind of token must have; the others allow several, or none, and the code leaves them out. */
export const typeOfProfile: Partial<Record<ValidationProfile, string>> = {
  access_token: 'at+jwt',
  dpop_proof: 'dpop+jwt',
}

type Asked = Pick<VerifyRequest, 'expect' | 'as' | 'context'>

/** Whom the kind of token itself must name as audience, where it is known. */
export function partyOf({ as, context = {} }: Asked): string | undefined {
  if (as === 'client_assertion') return context.token_endpoint
  return as === 'id_token' || as === 'logout_token' || as === 'jarm' ? context.client_id : undefined
}

/** Every check of a verdict, or to come, that no snippet makes. */
export function unmadeChecks(
  request: Asked,
  aud: readonly string[],
  result: Pick<VerifyResult, 'checks'> | null,
): readonly UnmadeCheck[] {
  const { as = 'generic', expect } = request
  const party = partyOf(request)
  const made = (result?.checks ?? []).filter(({ status }) => status !== 'not_checked').map(({ id }) => id)
  const partly: readonly (UnmadeCheck | false)[] = [
    {
      check: 'parsed',
      what: 'Parsed (no name twice in the JSON, and nothing else two readers read differently)',
    },
    party !== undefined &&
      !aud.includes(party) && { check: 'audience', what: `Audience (that aud names ${party} as well)` },
    isTypeOpen(as, expect.typ) && { check: 'type', what: `Type (which typ goes with: ${profileTitles[as]})` },
    as !== 'generic' && {
      check: 'required_claims',
      what: 'Required claims (the kind of their values; only that they are there)',
    },
    result === null && as !== 'generic' && { check: null, what: `the other rules for: ${profileTitles[as]}` },
  ]
  return [
    ...partly.filter((one) => one !== false),
    ...made
      .filter((id) => id !== 'parsed' && !inCode.includes(id))
      .map((id) => ({ check: id, what: named(id) })),
  ]
}

function isTypeOpen(as: ValidationProfile, expected: string | undefined): boolean {
  if (as === 'generic') return false
  const own = typeOfProfile[as]
  return own === undefined || (expected !== undefined && expected !== own)
}

const named = (id: string) => `${checkTitle(id)} (${id})`
