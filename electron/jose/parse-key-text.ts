import { readJson } from '../../shared/token/json-text.ts'
import type { VerdictCode } from '../../shared/verdict/check.ts'
import type { Jwk } from './jwk.ts'
import { isPem, parsePem } from './parse-pem.ts'

export type KeyText =
  | { readonly kind: 'single'; readonly jwk: Jwk; readonly notes: readonly string[] }
  | { readonly kind: 'set'; readonly keys: readonly Jwk[]; readonly notes: readonly string[] }
  | { readonly kind: 'unreadable'; readonly code: VerdictCode; readonly reason: string }

/** More keys than any issuer publishes; a search through them must stay short. */
const maxKeys = 500

/** Detects what a text is, a JWK (RFC 7517 §4), a JWKS (§5) or PEM, and reads it. Never throws. */
export function parseKeyText(text: string): KeyText {
  if (isPem(text) && !text.trimStart().startsWith('{')) {
    const pem = parsePem(text)
    return 'problem' in pem ? unreadable('KEY_INVALID', pem.problem) : { kind: 'single', ...pem }
  }
  const trimmed = text.replace(/^\ufeff/, '').trim()
  if (trimmed === '') return unreadable('KEY_INVALID', 'the key is empty')
  if (!trimmed.startsWith('{')) return unreadable('KEY_INVALID', 'this is neither a JWK, nor a JWKS, nor PEM')
  const reading = readJson(trimmed)
  const problem = reading.problems.find(({ code }) => code !== 'JSON_BIG_NUMBER')
  // A member that stands twice is read differently by different libraries (RFC 7517 §4): no such key is used.
  if (problem || !reading.isObject)
    return unreadable('KEY_INVALID', problem?.message ?? 'this is not a JSON object')
  const value = JSON.parse(trimmed) as Jwk
  if (value.keys === undefined) {
    if (value.kty !== undefined) return { kind: 'single', jwk: value, notes: [] }
    return unreadable('KEY_INVALID', 'the JSON is neither a JWK (it has no kty) nor a JWKS (it has no keys)')
  }
  return parseSet(value.keys)
}

function parseSet(value: unknown): KeyText {
  if (!Array.isArray(value)) return unreadable('JWKS_INVALID', 'keys is not a list')
  if (value.length > maxKeys)
    return unreadable('JWKS_INVALID', `the set holds ${value.length} keys; at most ${maxKeys} are read`)
  const keys = value.filter(isJwk)
  const ignored = value.length - keys.length
  return {
    kind: 'set',
    keys,
    notes:
      ignored > 0 ? [`${ignored} of ${value.length} entries of the set are not keys and were ignored.`] : [],
  }
}

function isJwk(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null && typeof (value as Jwk).kty === 'string'
}

function unreadable(code: VerdictCode, reason: string): KeyText {
  return { kind: 'unreadable', code, reason }
}
