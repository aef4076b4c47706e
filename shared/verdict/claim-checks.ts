import { describeDuration, describeInstant, looksLikeMilliseconds } from '../time/instant.ts'
import type { Check } from './check.ts'

/** Claims or header parameters by name; null where the payload is not a JSON object. */
export type Claims = ReadonlyMap<string, unknown> | null

export type TimeFrame = {
  /** Unix seconds. */
  readonly at: number
  /** Clock tolerance in seconds. */
  readonly skew: number
}

const noClaims = 'The payload is not a JSON object, so there are no claims to check.'

/** exp, nbf and iat against one instant (RFC 7519 §4.1.4 to §4.1.6). The bounds are exact: at `exp` the token has expired. */
export function checkTime(claims: Claims, { at, skew }: TimeFrame): Check {
  const id = 'time'
  const expected = `as of ${instantText(at)}${skew > 0 ? `, tolerance ${describeDuration(skew)}` : ''}`
  if (claims === null) return { id, status: 'not_checked', note: noClaims, spec: 'RFC 7519 §4.1.4' }
  for (const [name, spec] of timeClaims) {
    const value = claims.get(name)
    if (claims.has(name) && !(typeof value === 'number' && Number.isFinite(value))) {
      // Quoted: what looks like a number may be text.
      const found = `${name} is ${typeof value === 'string' ? shown(JSON.stringify(value)) : shown(value)}`
      return {
        id,
        status: 'fail',
        code: 'CLAIM_TYPE',
        expected: `${name} as a number of seconds`,
        found,
        spec,
      }
    }
  }
  const exp = numberOf(claims, 'exp')
  const nbf = numberOf(claims, 'nbf')
  const iat = numberOf(claims, 'iat')
  if (exp !== null && at >= exp + skew) {
    return {
      id,
      status: 'fail',
      code: 'EXPIRED',
      expected: `exp after ${instantText(at - skew)}`,
      found: `exp ${instantText(exp)}, ${at - exp < 1 ? 'at this very instant' : `${describeDuration(at - exp)} earlier`}`,
      spec: 'RFC 7519 §4.1.4',
    }
  }
  if (nbf !== null && nbf > at + skew) {
    return {
      id,
      status: 'fail',
      code: 'NOT_YET_VALID',
      expected: `nbf not after ${instantText(at + skew)}`,
      found: aheadText('nbf', nbf, at),
      spec: 'RFC 7519 §4.1.5',
    }
  }
  if (iat !== null && iat > at + skew) {
    return {
      id,
      status: 'fail',
      code: 'ISSUED_IN_FUTURE',
      expected: `iat not after ${instantText(at + skew)}`,
      found: aheadText('iat', iat, at),
      spec: 'RFC 7519 §4.1.6',
    }
  }
  if (exp === null && nbf === null) {
    const note = 'The token has neither exp nor nbf, so it sets no limit in time.'
    return { id, status: 'not_checked', note, spec: 'RFC 7519 §4.1.4' }
  }
  const found =
    exp === null
      ? `valid since ${instantText(nbf ?? 0)}`
      : looksLikeMilliseconds(exp)
        ? `expires at exp ${exp}, which looks like milliseconds`
        : `expires ${describeInstant(exp, at)?.relative ?? 'out of range'}, exp ${instantText(exp)}`
  const held = [
    exp !== null && at >= exp ? 'exp has passed' : '',
    nbf !== null && nbf > at ? 'nbf is still to come' : '',
    iat !== null && iat > at ? 'iat is still to come' : '',
  ].filter((fact) => fact)
  const notes = [
    held.length > 0 ? `This holds only thanks to the tolerance: ${held.join(', ')}.` : '',
    exp === null ? 'There is no exp, so nothing in it ends its use.' : '',
    exp !== null && exp - at > 50 * 31_557_600
      ? 'exp is more than 50 years ahead; is it in milliseconds?'
      : '',
  ].filter((note) => note)
  return { id, status: 'pass', expected, found, ...withNote(notes.join(' ')), spec: 'RFC 7519 §4.1.4' }
}

const timeClaims = [
  ['exp', 'RFC 7519 §4.1.4'],
  ['nbf', 'RFC 7519 §4.1.5'],
  ['iat', 'RFC 7519 §4.1.6'],
] as const

/** iss, compared character by character (RFC 7519 §4.1.1, OIDC Core §3.1.3.7). */
export function checkIssuer(claims: Claims, expected: string | undefined): Check {
  return checkText({ id: 'issuer', claim: 'iss', code: 'ISSUER', spec: 'RFC 7519 §4.1.1' }, claims, expected)
}

/** nonce, compared character by character (OIDC Core §3.1.3.7). */
export function checkNonce(claims: Claims, expected: string | undefined): Check {
  return checkText(
    { id: 'nonce', claim: 'nonce', code: 'NONCE', spec: 'OIDC Core §3.1.3.7' },
    claims,
    expected,
  )
}

type TextRule = Pick<Check, 'id' | 'spec'> & { readonly claim: string; readonly code: 'ISSUER' | 'NONCE' }

function checkText({ id, claim, code, spec }: TextRule, claims: Claims, expected: string | undefined): Check {
  const value = claims?.get(claim)
  if (expected === undefined) return notExpected({ id, spec }, claims, value)
  if (!claims?.has(claim)) return missing({ id, spec }, claims, expected)
  const found = shown(value)
  if (typeof value !== 'string') {
    return {
      id,
      status: 'fail',
      code: 'CLAIM_TYPE',
      expected,
      found,
      note: `${claim} must be a string.`,
      spec,
    }
  }
  return value === expected
    ? { id, status: 'pass', expected, found, spec }
    : { id, status: 'fail', code, expected, found, spec }
}

/** aud holds the expected value, or one of the expected values, exactly (RFC 7519 §4.1.3). */
export function checkAudience(claims: Claims, expectation: string | readonly string[] | undefined): Check {
  const base = { id: 'audience', spec: 'RFC 7519 §4.1.3' } as const
  const value = claims?.get('aud')
  if (expectation === undefined) return notExpected(base, claims, value)
  const accepted = typeof expectation === 'string' ? [expectation] : expectation
  const expected = accepted.join(' or ')
  if (!claims?.has('aud')) return missing(base, claims, expected)
  const audiences: readonly unknown[] = Array.isArray(value) ? value : [value]
  const found = audiences.map(shown).join(', ') || 'an empty list'
  if (!audiences.every((audience) => typeof audience === 'string')) {
    const note = 'aud must be a string or a list of strings.'
    return { ...base, status: 'fail', code: 'CLAIM_TYPE', expected, found, note }
  }
  return audiences.some((audience) => accepted.includes(audience))
    ? { ...base, status: 'pass', expected, found }
    : { ...base, status: 'fail', code: 'AUDIENCE', expected, found }
}

/**
 * The signature's alg against the list of accepted ones, character by character (RFC 8725 §3.1). `alg` is null where
 * nothing is signed.
 */
export function checkAlgorithm(alg: unknown, accepted: readonly string[]): Check {
  const base = { id: 'alg', spec: 'RFC 8725 §3.1' } as const
  const expected = accepted.join(' or ') || 'no algorithm at all'
  if (alg === null) return { ...base, status: 'not_checked', expected, note: 'There is no signature inside.' }
  const found = alg === undefined ? 'no alg' : shown(alg)
  return typeof alg === 'string' && accepted.includes(alg)
    ? { ...base, status: 'pass', expected, found }
    : { ...base, status: 'fail', code: 'ALG_NOT_ALLOWED', expected, found }
}

/** The header's typ as a media type: any case, with or without `application/` (RFC 7515 §4.1.9, RFC 8725 §3.11). */
export function checkType(header: Claims, expected: string | undefined): Check {
  const base = { id: 'type', spec: 'RFC 8725 §3.11' } as const
  const value = header?.get('typ')
  if (expected === undefined) return notExpected(base, header, value)
  if (value === undefined) {
    return { ...base, status: 'fail', code: 'TYPE', expected, note: 'The header has no typ.' }
  }
  const found = shown(value)
  return typeof value === 'string' && mediaType(value) === mediaType(expected)
    ? { ...base, status: 'pass', expected, found }
    : { ...base, status: 'fail', code: 'TYPE', expected, found }
}

/** Only ASCII letters fold: U+212A KELVIN SIGN is not a k. */
function mediaType(type: string): string {
  const lower = type.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  return /^application\/[^/;]+$/.test(lower) ? lower.slice('application/'.length) : lower
}

function notExpected(base: Pick<Check, 'id' | 'spec'>, claims: Claims, value: unknown): Check {
  const found =
    value === undefined ? {} : { found: Array.isArray(value) ? value.map(shown).join(', ') : shown(value) }
  const note = claims === null ? noClaims : 'Nothing was expected, so nothing was compared.'
  return { ...base, status: 'not_checked', ...found, note }
}

/** What was expected and cannot be found fails: silence must not pass a check that was asked for. */
function missing(base: Pick<Check, 'id' | 'spec'>, claims: Claims, expected: string): Check {
  return {
    ...base,
    status: 'fail',
    code: 'CLAIM_MISSING',
    expected,
    ...(claims === null ? { note: noClaims } : {}),
  }
}

function numberOf(claims: ReadonlyMap<string, unknown>, name: string): number | null {
  const value = claims.get(name)
  return typeof value === 'number' ? value : null
}

/** A value for one line, cut where it is long. */
function shown(value: unknown): string {
  // JSON would say null of it.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number beyond range'
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

/** A number of milliseconds is shown as it stands: the instant it would be as seconds, nobody meant. */
function aheadText(name: string, value: number, at: number): string {
  return looksLikeMilliseconds(value)
    ? `${name} ${value}, which looks like milliseconds`
    : `${name} ${instantText(value)}, ${describeDuration(value - at)} later`
}

function instantText(seconds: number): string {
  return describeInstant(seconds, seconds)?.utc ?? `${seconds} s`
}

function withNote(note: string): { readonly note?: string } {
  return note === '' ? {} : { note }
}
