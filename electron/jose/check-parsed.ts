import type { Segment, TokenReading } from '../../shared/token/reading.ts'
import type { Claims } from '../../shared/verdict/claim-checks.ts'
import type { Finding } from './verify-job.ts'

/** Larger tokens travel nowhere; checking them would only keep the machine busy. In characters. */
export const maxTokenLength = 1_000_000

/**
 * Whether the text is a token that every reader reads the same way (RFC 7515 §4 and §5.2, RFC 7519 §7.2). What an
 * editor forgives, such as white space inside, fails here: an application would see something else than is shown.
 */
export function checkParsed(reading: TokenReading, exact = false): Finding {
  const expected = 'a JWT in compact form'
  const fail = (found: string): Finding => ({ status: 'fail', code: 'MALFORMED', expected, found })
  if (reading.token.length > maxTokenLength) {
    const found = `${reading.token.length} characters`
    return {
      status: 'not_checked',
      code: 'TOO_LARGE',
      expected: `at most ${maxTokenLength} characters`,
      found,
    }
  }
  if (reading.format === 'empty') return fail('nothing')
  if (reading.format === 'opaque') return fail('text that is not built like a JWT')
  const wrapped = reading.problems.find(({ code }) => code === 'WHITE_SPACE')
  if (exact && reading.token !== reading.input) return fail('a token with other characters around it')
  if (wrapped) return fail('White space inside the token.')
  const errors = reading.problems.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (first)
    return fail(
      `${first.message}${errors.length > 1 ? ` There are ${errors.length - 1} more problems.` : ''}`,
    )
  const header = reading.segments.find(({ name }) => name === 'header')
  if (!header?.isObject) return fail('a header that is not a JSON object')
  const parameters = toClaims(header)
  const alg = parameters?.get('alg')
  if (typeof alg !== 'string')
    return fail(alg === undefined ? 'a header without alg' : 'an alg that is not a string')
  const kid = parameters?.get('kid')
  if (kid !== undefined && typeof kid !== 'string') return fail('a kid that is not a string')
  const payload = reading.segments.find(({ name }) => name === 'payload')
  if (payload && !payload.isObject && namesJwt(parameters?.get('typ'))) {
    return fail('a header that says JWT, and a payload that is not a JSON object')
  }
  const size = `${reading.token.length} bytes`
  if (payload && !payload.isObject) {
    return {
      status: 'pass',
      expected: 'a JWS in compact form',
      found: `3 segments, ${size}; the payload is no JSON object`,
      note: 'This is a signed text (JWS) and no JWT: it makes no claims (RFC 7519 §7.2).',
      spec: 'RFC 7515 §7.1',
    }
  }
  const kind = reading.format === 'jwe' ? '5 segments, encrypted' : '3 segments'
  return { status: 'pass', expected, found: `${kind}, ${size}` }
}

function namesJwt(typ: unknown): boolean {
  return typeof typ === 'string' && /^(?:application\/)?(?:[^/]+\+)?jwt$/i.test(typ)
}

/** The members of a segment by name; null where it is not one JSON object. */
export function toClaims(segment: Segment | undefined): Claims {
  return segment?.isObject && segment.members
    ? new Map(segment.members.map(({ name, value }) => [name, value]))
    : null
}
