import { findCutOffSignature } from '../token/cut-off-signature.ts'
import { headersOf, type JoinedHeader } from '../token/joined-header.ts'
import type { Segment, TokenReading } from '../token/reading.ts'
import { isTokenText } from '../token/token-text.ts'
import { isWholeObject } from '../token/whole-object.ts'
import type { Check } from './check.ts'
import type { Claims } from './claim-checks.ts'

/** What a check found; the rung that it stands on gives it its name and, where it names none, its specification. */
export type ParsedFinding = Omit<Check, 'id' | 'spec'> & { readonly spec?: string }

/** Larger tokens travel nowhere; checking them would only keep the machine busy. In characters. */
export const maxTokenLength = 1_000_000

/**
 * Whether the text is a token that every reader reads the same way (RFC 7515 §4 and §5.2, RFC 7519 §7.2). What an
 * editor forgives, such as white space inside, fails here: an application would see something else than is shown.
 * With `exact` nothing may stand around the token either. Proves nothing about who made it.
 */
export function checkParsed(reading: TokenReading, exact = false): ParsedFinding {
  const tooLarge = findTooLarge(reading)
  if (tooLarge) return tooLarge
  if (readable(reading)) {
    if (exact && reading.token !== reading.input) return malformed('a token with other characters around it')
    if (reading.problems.some(({ code }) => code === 'WHITE_SPACE')) {
      return malformed('White space inside the token.')
    }
  }
  return checkForm(reading)
}

/** A token that is not verified or opened for its size alone, which is known before anybody asks; null for others. */
export function findTooLarge({ token }: TokenReading): ParsedFinding | null {
  if (token.length <= maxTokenLength) return null
  return {
    status: 'not_checked',
    code: 'TOO_LARGE',
    expected: `at most ${maxTokenLength.toLocaleString('en')} characters`,
    found: `${token.length.toLocaleString('en')} characters`,
  }
}

/** The same as `checkParsed` for the token alone, without what stands around it or was left out of it: for a text still being edited. */
export function checkForm(reading: TokenReading): ParsedFinding {
  const { format } = reading
  if (format === 'empty') return malformed('nothing')
  if (format === 'opaque') return malformed('text that is not built like a JWT')
  if (format === 'paseto') return malformed('a PASETO, which is named here and not verified')
  if (format === 'saml') return malformed('a SAML message, which is named here and not verified')
  const errors = reading.problems.filter(({ severity }) => severity === 'error')
  const [first] = errors
  const cutOff = findCutOffSignature(reading)
  if (first && cutOff) return malformed(cutOff.sentence)
  if (first) {
    const more = errors.length - 1
    return malformed(
      `${first.message}${more > 0 ? ` There ${more === 1 ? 'is 1 more problem' : `are ${more} more problems`}.` : ''}`,
    )
  }
  const headers = headersOf(reading)
  const misfit = checkHeaders(reading, headers)
  if (misfit) return malformed(misfit)
  const payload = reading.segments.find(({ name }) => name === 'payload')
  const hasClaims = payload?.isObject === true
  const nested = isTokenText(payload?.decoded ?? '')
  if (
    payload &&
    !hasClaims &&
    !nested &&
    !reading.detached &&
    headers.some((header) => namesJwt(header.get('typ')))
  ) {
    return malformed('a header that says JWT, and a payload that is not a JSON object')
  }
  const form = describeForm(reading, hasClaims)
  const found = `${form.found}, ${reading.token.length} bytes`
  const silent = payload !== undefined && !hasClaims
  const silence = nested
    ? 'The payload is a token itself, to be verified by itself (RFC 7519 §5.2).'
    : 'This is a signed text (JWS) and no JWT: it makes no claims (RFC 7519 §7.2).'
  const note = [silent ? silence : '', cutOff?.sentence ?? ''].filter((text) => text).join(' ')
  const where = reading.detached ? ': it is empty, or travels elsewhere' : ''
  return {
    status: 'pass',
    expected: form.expected,
    found: silent ? `${found}; the payload is no JSON object${where}` : found,
    ...(note === '' ? {} : { note }),
    ...(form.spec ? { spec: form.spec } : {}),
  }
}

/**
 * True for a compact JWS that is not well formed and yet leaves no doubt which bytes were signed with what: three whole
 * segments, one header without a name that stands twice, and claims that can all be read. Its signature can be judged;
 * the token stays malformed, and never becomes valid by that. What stops proof: a segment too many or missing, an empty
 * signature, a foreign character, a piece of a byte, text that is not UTF-8 or not JSON, white space inside, and two
 * members of one name in the header, where the algorithm and the key would be a matter of taste, and a signature that
 * was cut off, which no key fits.
 */
export function isJudgeable(reading: TokenReading): boolean {
  const [header, payload, signature, ...more] = reading.segments
  if (reading.format !== 'jws' || !header || !payload || !signature || more.length > 0) return false
  if (reading.detached || reading.unencodedPayload || reading.token.length > maxTokenLength) return false
  if (findCutOffSignature(reading)) return false
  const isSound = ({ code, severity, start }: TokenReading['problems'][number]) =>
    code !== 'WHITE_SPACE' &&
    (severity !== 'error' ||
      onlySpelling.has(code) ||
      (code === 'JSON_DUPLICATE_MEMBER' && start >= payload.start))
  if (!reading.problems.every(isSound)) return false
  if (!reading.segments.every(({ text }) => /^[\w+/-]+={0,2}$/.test(text))) return false
  const alg = toLastValues(header)?.get('alg')
  const kid = toLastValues(header)?.get('kid')
  return typeof alg === 'string' && (kid === undefined || typeof kid === 'string') && isWholeObject(payload)
}

/** Another spelling of the same bytes; which characters it may have is looked at besides. */
const onlySpelling = new Set(['BASE64URL_NOT_CANONICAL', 'BASE64URL_PADDING', 'BASE64URL_CHARACTER'])

const compact = 'a JWT in compact form'

function malformed(found: string): ParsedFinding {
  return { status: 'fail', code: 'MALFORMED', expected: compact, found }
}

function readable({ format }: TokenReading): boolean {
  return !['empty', 'opaque', 'paseto', 'saml'].includes(format)
}

/** What is wrong with the headers, in words; null where every signature or recipient has one that can be acted on. */
function checkHeaders(reading: TokenReading, headers: readonly JoinedHeader[]): string | null {
  const written = reading.segments.find(({ name }) => name === 'header')
  const inJson = reading.signatures !== undefined || reading.recipients !== undefined
  const segments = inJson
    ? [written, ...(reading.signatures ?? []).map((one) => one.protectedHeader)].filter((one) => one != null)
    : [written]
  if (segments.some((segment) => !segment?.isObject)) return 'a header that is not a JSON object'
  if (headers.length === 0) return 'no header'
  for (const [index, header] of headers.entries()) {
    const where =
      headers.length === 1 ? '' : ` (${reading.signatures ? 'signature' : 'recipient'} ${index + 1})`
    const alg = header.get('alg')
    if (typeof alg !== 'string')
      return `${alg === undefined ? 'a header without alg' : 'an alg that is not a string'}${where}`
    const kid = header.get('kid')
    if (kid !== undefined && typeof kid !== 'string') return `a kid that is not a string${where}`
    const typ = header.get('typ')
    if (typ !== undefined && typeof typ !== 'string') return `a typ that is not a string${where}`
  }
  return null
}

type Form = { readonly expected: string; readonly found: string; readonly spec?: string }

function describeForm(reading: TokenReading, hasClaims: boolean): Form {
  const { format, signatures, recipients, disclosures, keyBinding } = reading
  if (format === 'sd_jwt') {
    const inJson = signatures ? ' in JSON form' : ''
    const bound = keyBinding ? 'a key binding' : 'no key binding'
    const found = `${counted(disclosures?.length ?? 0, 'disclosure')}, ${bound}`
    return { expected: `an SD-JWT${inJson}`, found, spec: signatures ? 'RFC 9901 §8' : 'RFC 9901 §4' }
  }
  const payload = reading.unencodedPayload ? ' with an unencoded payload' : ''
  if (signatures) {
    const found = counted(signatures.length, 'signature')
    return { expected: `a JWS in JSON form${payload}`, found, spec: 'RFC 7515 §7.2' }
  }
  if (recipients) {
    const found = `${counted(recipients.length, 'recipient')}, encrypted`
    return { expected: 'a JWE in JSON form', found, spec: 'RFC 7516 §7.2' }
  }
  if (format === 'jwe') return { expected: compact, found: '5 segments, encrypted' }
  if (payload) {
    return { expected: `a JWS in compact form${payload}`, found: '3 segments', spec: 'RFC 7797 §5.2' }
  }
  return hasClaims
    ? { expected: compact, found: '3 segments' }
    : { expected: 'a JWS in compact form', found: '3 segments', spec: 'RFC 7515 §7.1' }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** RFC 7519 §5.1 and RFC 8725 §3.11: `JWT`, or a media type that ends in `+jwt`. */
function namesJwt(typ: unknown): boolean {
  return typeof typ === 'string' && /^(?:application\/)?(?:[^/]+\+)?jwt$/i.test(typ)
}

/** The members of a segment by name; null where it is not one JSON object. */
export function toClaims(segment: Segment | undefined): Claims {
  return segment?.isObject && segment.members
    ? new Map(segment.members.map(({ name, value }) => [name, value]))
    : null
}

/** Beside a check of claims of which one may stand twice. */
export const lastValueNote =
  'Where a name stands twice, the last value was compared; another reader takes the first.'

/**
 * The members of a segment that was read whole, though perhaps not spelled as it must be; of names that stand twice the
 * last value. Null where it was not. Only for showing what lenient readers see: a verdict needs `toClaims`.
 */
export function toLastValues(segment: Segment | undefined): Claims {
  return segment?.members && isWholeObject(segment)
    ? new Map(segment.members.map(({ name, value }) => [name, value]))
    : null
}
