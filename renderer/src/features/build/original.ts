import { encodeBase64url } from '../../../../shared/token/base64url.ts'
import { findToken } from '../../../../shared/token/find-token.ts'
import type { Segment, TokenReading } from '../../../../shared/token/reading.ts'

/** A token that came to be changed, with every byte it came with. */
export type Original = {
  /** As it came, without what surrounded it. */
  readonly token: string
  readonly header: string
  readonly payload: string
  /** `base64url`: the payload is no text, and `payload` holds its bytes so. */
  readonly payloadEncoding: 'utf8' | 'base64url'
  /** In base64url; empty where there was none. */
  readonly signature: string
  /** What stands after the signature of an SD-JWT: its disclosures, with their tildes. A key binding is left out. */
  readonly suffix: string
  /** The payload stands in another place (RFC 7515 Appendix F). */
  readonly detached: boolean
  /** The form it came in. Only in the compact one the old signature can be kept beside changed parts. */
  readonly form: 'compact' | 'flattened' | 'general'
  /** Signed without base64url (RFC 7797). */
  readonly unencoded: boolean
  /** More than one only in the general JSON form; all but the first are lost when the token is made anew. */
  readonly signatures: number
}

export type OriginalReading =
  | { readonly kind: 'read'; readonly original: Original; readonly notes: readonly string[] }
  /** A sentence: why this cannot be changed here. */
  | { readonly kind: 'unreadable'; readonly reason: string }

/** Takes a token apart so that it can be put together again byte by byte. Never throws. */
export function readOriginal(text: string): OriginalReading {
  const reading = findToken(text)
  switch (reading.format) {
    case 'empty':
      return unreadable('There is no token in this text.')
    case 'jwe':
    case 'jwe_json':
      return unreadable('This token is encrypted. Decrypt it in Inspect first, then change what was inside.')
    case 'opaque':
    case 'paseto':
    case 'saml':
      return unreadable('This is not a JWS, so there is no header and no signature to make anew.')
    default:
      return readJws(reading)
  }
}

function readJws(reading: TokenReading): OriginalReading {
  const part = (name: string) => reading.segments.find((segment) => segment.name === name)
  const header = part('header')
  const payload = part('payload')
  if (!header || header.decoded === null) {
    return unreadable('The header of this token cannot be read as text.')
  }
  const notes: string[] = []
  if (reading.keyBinding) {
    notes.push(
      'The key binding at its end was left out: it covers the old token and would not fit a new one.',
    )
  }
  if ((reading.signatures?.length ?? 0) > 1) {
    notes.push(`Of its ${reading.signatures?.length} signatures, the first one is shown and made anew.`)
  }
  if (reading.signatures?.some(({ unprotectedHeader }) => unprotectedHeader !== null)) {
    notes.push('Its unprotected header was left out: a signature does not cover it.')
  }
  return {
    kind: 'read',
    notes,
    original: {
      token: reading.token,
      header: header.decoded,
      ...payloadOf(payload, reading.unencodedPayload ?? false),
      signature: part('signature')?.text ?? '',
      suffix: suffixOf(reading),
      detached: reading.detached ?? false,
      form: formOf(reading),
      unencoded: reading.unencodedPayload ?? false,
      signatures: reading.signatures?.length ?? 1,
    },
  }
}

function payloadOf(
  payload: Segment | undefined,
  unencoded: boolean,
): Pick<Original, 'payload' | 'payloadEncoding'> {
  if (!payload || payload.text === '') return { payload: '', payloadEncoding: 'utf8' }
  if (payload.decoded !== null) return { payload: payload.decoded, payloadEncoding: 'utf8' }
  return unencoded
    ? { payload: payload.text, payloadEncoding: 'utf8' }
    : { payload: payload.text, payloadEncoding: 'base64url' }
}

function formOf(reading: TokenReading): Original['form'] {
  if (reading.format !== 'jws_json') return 'compact'
  return /"signatures"\s*:/.test(reading.token) ? 'general' : 'flattened'
}

/** Whether the changed parts can stand beside the old signature (`withOldSignature`). */
export function canKeepSignature({ form, unencoded }: Original): boolean {
  return form === 'compact' && !unencoded
}

/** A sentence for a disabled button: why the old signature cannot be kept in this form; null where it can. */
export function whyOldSignatureCannotStay(
  original: Original,
  serialization: Original['form'],
): string | null {
  if (original.unencoded) {
    return 'The old signature cannot be kept: this token was signed without base64url (RFC 7797), and is made anew only with a signature.'
  }
  if (original.form !== 'compact') {
    return 'The old signature cannot be kept: the token came in JSON form, and only in the compact form parts are put beside it.'
  }
  return serialization === 'compact'
    ? null
    : 'The old signature is kept in the compact form only; choose it under Form.'
}

/** Said before a token is made anew: what of it does not come along. Null where nothing is lost. */
export function lostSignatures(original: Original | null): string | null {
  const others = (original?.signatures ?? 1) - 1
  if (others < 1) return null
  return others === 1
    ? 'This token has 2 signatures. The new one has yours alone: the second is dropped.'
    : `This token has ${others + 1} signatures. The new one has yours alone: the other ${others} are dropped.`
}

function suffixOf(reading: TokenReading): string {
  if (reading.format !== 'sd_jwt') return ''
  return ['', ...(reading.disclosures ?? []).map(({ text }) => text), ''].join('~')
}

/** The changed parts beside the signature as it was: it covers other bytes, so it fits nowhere. */
export function withOldSignature(original: Original, header: string, payload: string): string {
  const encode = (text: string) => encodeBase64url(new TextEncoder().encode(text))
  const body = original.payloadEncoding === 'base64url' ? payload : encode(payload)
  const carried = original.detached ? '' : body
  return `${encode(header)}.${carried}.${original.signature}${original.suffix}`
}

function unreadable(reason: string): OriginalReading {
  return { kind: 'unreadable', reason }
}
