import { readBase64url } from '../../../shared/token/base64url.ts'
import { readSegment } from '../../../shared/token/read-segment.ts'
import type { TokenReading } from '../../../shared/token/reading.ts'
import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import type { Claims } from '../../../shared/verdict/claim-checks.ts'
import type { VerifyRequest } from '../../../shared/verdict/verification.ts'
import type { Finding, VerifyJob } from '../verify-job.ts'

/** What a JWS signs, wherever it was: in the token, or beside it (RFC 7515 Appendix F, RFC 7797). */
export type SignedPayload = {
  /** The middle of the compact form; empty where the payload is not encoded. */
  readonly middle: string
  readonly unencoded: Pick<VerifyJob, 'unencodedPayload'>
  readonly claims: Claims
  /** The payload is not in the token, and nobody gave it. */
  readonly missing: boolean
  /** Decides before any key is looked at. */
  readonly refusal: Finding | null
}

/** Puts the payload where the signature check wants it. A payload that was given must be the one that is judged. */
export function findSignedPayload(reading: TokenReading, { payload: given }: VerifyRequest): SignedPayload {
  const segment = reading.segments.find(({ name }) => name === 'payload')
  const base = {
    middle: segment?.text ?? '',
    unencoded: {},
    claims: toClaims(segment),
    missing: false,
    refusal: null,
  }
  const written = reading.unencodedPayload ? base.middle : ''
  if (!hasUtf8(written) || (given?.encoding === 'utf8' && !hasUtf8(given.text))) {
    return { ...base, refusal: noBytes }
  }
  const encoded = given === undefined ? null : encodeGiven(given)
  if (given !== undefined && encoded === null) {
    return {
      ...base,
      refusal: { status: 'not_checked', code: 'PAYLOAD_MISSING', found: 'a payload that is not base64url' },
    }
  }
  if (reading.detached) {
    if (encoded === null) return { ...base, middle: '', missing: true }
    return { ...place(encoded, reading), claims: claimsOf(encoded), missing: false, refusal: null }
  }
  const own = reading.unencodedPayload ? encodeText(base.middle) : base.middle
  if (encoded !== null && encoded !== own) return { ...base, refusal: otherPayload }
  return { ...base, ...place(own, reading) }
}

/** The same for content that nobody signed; `content` in base64url. Null where it fits, or nothing was given. */
export function refuseContent(content: string, { payload: given }: VerifyRequest): Finding | null {
  if (given === undefined) return null
  const fits = (given.encoding !== 'utf8' || hasUtf8(given.text)) && encodeGiven(given) === content
  return fits ? null : otherPayload
}

const otherPayload: Finding = {
  status: 'fail',
  code: 'SIGNATURE_INVALID',
  expected: 'the payload you gave',
  found: 'another payload inside the token',
}

/** Each half of a surrogate pair would become the same replacement character: other text, the same bytes. */
const noBytes: Finding = {
  status: 'fail',
  code: 'MALFORMED',
  expected: 'a payload of Unicode characters',
  found: 'half of a surrogate pair, which has no bytes to be signed',
  spec: 'RFC 8259 §8.2',
}

function place(
  encoded: string,
  { unencodedPayload }: TokenReading,
): Pick<SignedPayload, 'middle' | 'unencoded'> {
  return unencodedPayload
    ? { middle: '', unencoded: { unencodedPayload: encoded } }
    : { middle: encoded, unencoded: {} }
}

function encodeGiven({ text, encoding }: NonNullable<VerifyRequest['payload']>): string | null {
  if (encoding === 'utf8') return encodeText(text)
  const compact = text.trim()
  return readBase64url(compact).problem ? null : compact
}

function hasUtf8(text: string): boolean {
  return Buffer.from(text, 'utf8').toString('utf8') === text
}

function encodeText(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url')
}

function claimsOf(encoded: string): Claims {
  return toClaims(readSegment('payload', encoded, 0, (offset) => offset).segment)
}

/** Why a signature over a payload that is not there could not be judged. */
export const payloadMissing: Finding = {
  status: 'not_checked',
  code: 'PAYLOAD_MISSING',
  note: 'The payload travels elsewhere (RFC 7515 Appendix F); give it to have the signature checked.',
  spec: 'RFC 7515 §5.2',
}
