import { failed, notChecked, passed } from '../../oauth/flow-check.ts'
import { plainText, plainValue } from '../../oauth/plain-text.ts'
import type { Check, VerdictCode } from '../check.ts'
import type { Claims } from '../claim-checks.ts'

export type ClaimKind = 'text' | 'time' | 'audience' | 'object'

const kindWords: Readonly<Record<ClaimKind, string>> = {
  text: 'a string that is not empty',
  time: 'a number of seconds',
  audience: 'a string or a list of strings',
  object: 'a JSON object',
}

function isKind(kind: ClaimKind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && value !== ''
    case 'time':
      return typeof value === 'number' && Number.isFinite(value)
    case 'audience': {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value]
      return list.length > 0 && list.every((item) => typeof item === 'string' && item !== '')
    }
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
  }
}

/** A value whose type is in doubt: text in quotation marks, so that it is not taken for a number. */
export function typedValue(value: unknown): string {
  return typeof value === 'string' ? `"${plainValue(value)}"` : plainValue(value)
}

/** One rung for all claims that must be there: a token that leaves one out does not pass as what it is taken for. */
export function requireClaims(
  claims: Claims,
  needed: readonly (readonly [name: string, kind: ClaimKind])[],
  spec: string,
): Check {
  const id = 'required_claims'
  const expected = needed.map(([name]) => name).join(', ')
  const absent = needed.filter(([name]) => !claims?.has(name)).map(([name]) => name)
  if (absent.length > 0) {
    const found = `no ${absent.join(', no ')}`
    return failed(id, spec, 'CLAIM_MISSING', { expected, found })
  }
  const wrong = needed.find(([name, kind]) => !isKind(kind, claims?.get(name)))
  if (wrong) {
    const [name, kind] = wrong
    const facts = {
      expected: `${name} as ${kindWords[kind]}`,
      found: `${name} is ${typedValue(claims?.get(name))}`,
    }
    return failed(id, spec, 'CLAIM_TYPE', facts)
  }
  return passed(id, spec, { expected, found: expected })
}

/** The media type of the header, in any case and with or without `application/` (RFC 7515 §4.1.9). */
export function requireType(header: Claims, accepted: readonly string[], spec: string): Check {
  const expected = accepted.join(' or ')
  const typ = header?.get('typ')
  if (typ === undefined) {
    return failed('type', spec, 'TYPE', { expected, note: 'The header has no typ.' })
  }
  const facts = { expected, found: plainValue(typ) }
  return typeof typ === 'string' && accepted.includes(mediaType(typ))
    ? passed('type', spec, facts)
    : failed('type', spec, 'TYPE', facts)
}

/** For kinds whose type is recommended, not required: no typ and `JWT` say nothing, another kind's type fails. */
export function allowType(header: Claims, accepted: string, spec: string): Check {
  const typ = header?.get('typ')
  if (typ === undefined || (typeof typ === 'string' && mediaType(typ) === 'jwt')) {
    const note = `${typ === undefined ? 'No typ' : 'typ JWT'} does not say what kind of token this is; ${accepted} would.`
    return { ...notChecked('type', spec, note), ...(typ === undefined ? {} : { found: plainValue(typ) }) }
  }
  return requireType(header, [accepted], spec)
}

/** Only ASCII letters fold: U+212A KELVIN SIGN is not a k. */
function mediaType(type: string): string {
  const lower = type.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  return /^application\/[^/;]+$/.test(lower) ? lower.slice('application/'.length) : lower
}

type TextRule = { readonly id: string; readonly spec: string; readonly code?: VerdictCode }

/** A claim compared character by character with what is expected; without an expectation it is not checked. */
export function compareText(
  { id, spec, code = 'CLAIM_VALUE' }: TextRule,
  value: unknown,
  expected: string | undefined,
): Check {
  if (expected === undefined) {
    const found = value === undefined ? {} : { found: plainValue(value) }
    return { ...notChecked(id, spec, 'Nothing was expected, so nothing was compared.'), ...found }
  }
  const facts = { expected: plainText(expected, 200), found: plainValue(value) }
  if (value === undefined) return failed(id, spec, 'CLAIM_MISSING', facts)
  if (typeof value !== 'string') return failed(id, spec, 'CLAIM_TYPE', facts)
  return value === expected ? passed(id, spec, facts) : failed(id, spec, code, facts)
}

/** Whether `aud` names this party. */
export function compareAudience(claims: Claims, party: string | undefined, spec: string): readonly Check[] {
  if (party === undefined) return []
  const aud = claims?.get('aud')
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  const found = list.length === 0 ? 'an empty list' : list.map((one) => plainValue(one)).join(', ')
  const facts = { expected: plainText(party, 200), found: plainText(found, 300) }
  if (aud === undefined) return [failed('audience', spec, 'CLAIM_MISSING', facts)]
  if (!isKind('audience', aud)) return [failed('audience', spec, 'CLAIM_TYPE', facts)]
  return [
    list.includes(party) ? passed('audience', spec, facts) : failed('audience', spec, 'AUDIENCE', facts),
  ]
}

/** A claim that this kind of token must not have. */
export function forbidClaims(claims: Claims, names: readonly string[], spec: string): Check {
  const present = names.filter((name) => claims?.has(name))
  const expected = `no ${names.join(', no ')}`
  return present.length === 0
    ? passed('forbidden_claims', spec, { expected, found: 'none of them' })
    : failed('forbidden_claims', spec, 'CLAIM_VALUE', { expected, found: present.join(', ') })
}
