import { readJson } from '../../../shared/token/json-text.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import type { Claims } from '../../../shared/verdict/claim-checks.ts'
import type { VerifyResult } from '../../../shared/verdict/verification.ts'
import { asUnproved } from './ladder.ts'

/** Any other name in a header may be a parameter of somebody's own. */
const repeatable = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'] as const

/**
 * Claims that the header of an encrypted token repeats must be those inside (RFC 7519 §5.3): who routes by the header
 * would act on another value than who reads what was signed. Adds a rung to the answer, and none where nothing is repeated.
 */
export function withRepeatedClaims(
  result: VerifyResult,
  header: Readonly<Record<string, unknown>>,
): VerifyResult {
  const names = repeatable.filter((name) => Object.hasOwn(header, name))
  const known = result.checks.find(({ id }) => id === 'repeated_claims')
  // One envelope further in they differ already: that failure stays.
  if (names.length === 0 || known?.status === 'fail') return result
  const proved = result.checks.some(({ id, status, unproved }) => {
    return id === 'signature' && status === 'pass' && !unproved
  })
  const check = compare(names, header, claimsInside(result))
  const checks = [...result.checks.filter((one) => one !== known), proved ? check : asUnproved(check)]
  const failed = check.status === 'fail' && result.verdict !== 'invalid'
  return { ...result, checks, ...(failed ? { verdict: 'invalid', code: 'CLAIM_VALUE' } : {}) }
}

function compare(names: readonly string[], header: Readonly<Record<string, unknown>>, claims: Claims): Check {
  const base = { id: 'repeated_claims', spec: 'RFC 7519 §5.3' } as const
  const both = names.filter((name) => claims?.has(name))
  const other = both.find((name) => shown(header[name]) !== shown(claims?.get(name)))
  if (other !== undefined) {
    const expected = `${other} ${cut(header[other])}, as in the header of the encryption`
    const found = `${other} ${cut(claims?.get(other))} inside`
    return { ...base, status: 'fail', code: 'CLAIM_VALUE', expected, found }
  }
  if (both.length < names.length) {
    const lone = names.filter((name) => !both.includes(name)).join(', ')
    const note = `${lone} stands in the header of the encryption and not inside, so no signature covers it.`
    return { ...base, status: 'not_checked', note }
  }
  const list = names.join(', ')
  return {
    ...base,
    status: 'pass',
    expected: `${list} as in the header of the encryption`,
    found: 'the same',
  }
}

/** Of the content itself, or of the signed token that it is; of an SD-JWT, the claims that its disclosures make. */
function claimsInside({ processedClaims, decrypted }: VerifyResult): Claims {
  if (processedClaims !== undefined) return membersOf(processedClaims)
  const text = decrypted?.text ?? null
  if (text === null) return null
  const own = toClaims(readToken(text).segments.find(({ name }) => name === 'payload'))
  return own ?? membersOf(text)
}

function membersOf(json: string): Claims {
  const { isObject, members } = readJson(json)
  return isObject && members ? new Map(members.map(({ name, value }) => [name, value])) : null
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? ''
}

function cut(value: unknown): string {
  const text = typeof value === 'string' ? value : shown(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
