import { readBase64url } from '../token/base64url.ts'
import { readJson } from '../token/json-text.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** An ID token as it came, decoded strictly and not believed. */
export type IdTokenReading =
  | { readonly kind: 'absent' }
  /** JWE compact serialization: five segments. */
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'malformed'; readonly reason: string }
  | { readonly kind: 'jws'; readonly header: JsonObject; readonly claims: JsonObject }

/**
 * Reads a compact JWS (RFC 7515 §7.1). Stricter than most verifiers: canonical base64url only, UTF-8 only and
 * no member twice, because where readers differ, one of them can be fooled (RFC 7519 §4, RFC 8725 §2.4).
 */
export function readIdToken(token: unknown): IdTokenReading {
  if (token === undefined || token === null) return { kind: 'absent' }
  if (typeof token !== 'string') return { kind: 'malformed', reason: 'the ID token is not a string' }
  const segments = token.split('.')
  if (segments.length === 5) return { kind: 'encrypted' }
  const [header, claims, signature] = segments
  if (segments.length !== 3 || header === undefined || claims === undefined || signature === undefined) {
    return {
      kind: 'malformed',
      reason: `3 segments expected, ${segments.length === 1 ? 'no dot' : segments.length} found`,
    }
  }
  const problem = readBase64url(signature).problem
  if (problem) return { kind: 'malformed', reason: `the signature: ${problem.message}` }
  const head = readObject('header', header)
  if (typeof head === 'string') return { kind: 'malformed', reason: head }
  const body = readObject('payload', claims)
  if (typeof body === 'string') return { kind: 'malformed', reason: body }
  return { kind: 'jws', header: head, claims: body }
}

/** The object, or why it cannot be read. */
function readObject(name: string, segment: string): JsonObject | string {
  const { bytes, problem } = readBase64url(segment)
  if (problem) return `the ${name}: ${problem.message}`
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return `the ${name} is not UTF-8`
  }
  const reading = readJson(text)
  const error = reading.problems.find((each) => each.severity === 'error')
  if (error) return `the ${name}: ${error.message}`
  if (!reading.isObject) return `the ${name} is not a JSON object`
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : `the ${name} is not a JSON object`
}
