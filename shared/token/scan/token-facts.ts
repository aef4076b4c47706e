import { describeToken } from '../describe-token.ts'
import { guessByClaims } from '../guess-by-claims.ts'
import { findOpaqueShape } from '../opaque-shapes.ts'
import { readToken } from '../read-token.ts'
import type { TokenReading } from '../reading.ts'
import { kindOfType } from '../token-types.ts'
import type { TokenFacts, TokenSighting } from './found-token.ts'

export type FactReader = {
  /** What a token says of itself, in words for a list. Never throws; linear. Nothing is proved. */
  read(format: TokenSighting['format'], token: string, named: string | null): TokenFacts
}

/** The tokens of one text seldom have more than a few headers; hostile texts do. */
const maxHeaders = 1000

/**
 * Reads the facts of many tokens quickly: the same header is read once, and a payload is parsed without looking at its
 * positions. What is unusual is read as `readToken` reads it, so both say the same.
 */
export function createFactReader(): FactReader {
  const headers = new Map<string, Header | null>()
  const headerOf = (text: string) => {
    const known = headers.get(text)
    if (known !== undefined) return known
    const read = toHeader(parseSegment(text))
    if (headers.size < maxHeaders) headers.set(text, read)
    return read
  }
  return {
    read(format, token, named) {
      if (format !== 'jws' || named !== null) return readSlowly(format, token, named)
      const first = token.indexOf('.')
      const second = token.indexOf('.', first + 1)
      const header = headerOf(token.slice(0, first))
      const claims = header?.isPlain ? parseSegment(token.slice(first + 1, second)) : null
      if (header === null || claims === null) return readSlowly(format, token, named)
      const values = new Map(Object.entries(claims))
      const guess = header.guess ?? guessByClaims(readable, values)
      return {
        kind: guess.kind,
        title: guess.title,
        alg: header.alg,
        issuer: text(claims.iss),
        subject: text(claims.sub),
        expiresAt: instant(claims.exp),
        byteLength: token.length,
      }
    },
  }
}

type Header = {
  readonly alg: string | null
  readonly guess: ReturnType<typeof kindOfType>
  /** Nothing in it asks for more than a look at the claims. */
  readonly isPlain: boolean
}

/** Where the claims were read, a guess from them needs of the reading only that they are an object. */
const readable: TokenReading = {
  ...readToken(''),
  segments: [
    {
      name: 'payload',
      text: '',
      start: 0,
      end: 0,
      byteLength: 0,
      decoded: '',
      members: [],
      isObject: true,
    },
  ],
}

function toHeader(value: Readonly<Record<string, unknown>> | null): Header | null {
  if (value === null) return null
  return {
    alg: text(value.alg),
    guess: kindOfType(text(value.typ)),
    isPlain: value.cty === undefined && value.b64 === undefined && value.iss === undefined,
  }
}

/** The JSON object of a segment; null where it is anything else, or not plain ASCII in canonical base64url. */
function parseSegment(segment: string): Readonly<Record<string, unknown>> | null {
  if (!segment.startsWith('ey')) return null
  try {
    const bytes = atob(segment.includes('-') || segment.includes('_') ? toBase64(segment) : segment)
    // `atob` gives one character for each byte; anything beyond ASCII needs a decoder.
    const json: unknown = JSON.parse(beyondAscii.test(bytes) ? decodeUtf8(bytes) : bytes)
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const beyondAscii = /[^\0-\x7f]/
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeUtf8(bytes: string): string {
  return decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
}

function toBase64(segment: string): string {
  return segment.replaceAll('-', '+').replaceAll('_', '/')
}

function readSlowly(format: TokenSighting['format'], token: string, named: string | null): TokenFacts {
  const { kind, title, alg, issuer, subject, expiresAt, byteLength } = describeToken(
    readToken(token),
    0,
    named,
  )
  if (format === 'saml' && kind !== 'saml') {
    return { kind: 'saml', title: 'SAML message', alg, issuer, subject, expiresAt, byteLength }
  }
  const shape = format === 'opaque' ? findOpaqueShape(token) : null
  const like = shape?.owner
    ? `Like ${/^[AEIOU]/i.test(shape.owner) ? 'an' : 'a'} ${shape.owner.replace(/,.*$/, '')} ${shape.what}`
    : null
  return { kind, title: like ?? title, alg, issuer, subject, expiresAt, byteLength }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function instant(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
