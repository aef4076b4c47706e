/**
 * What can be read of a pasted text without any key and without trust.
 * All offsets count UTF-16 code units in the text as it was pasted, so an editor can mark them.
 */
export type Span = { readonly start: number; readonly end: number }

export type Problem = Span & {
  /** Stable, for example `BASE64URL_CHARACTER`, `BASE64URL_NOT_CANONICAL`, `JSON_SYNTAX`, `JSON_DUPLICATE_MEMBER`, `SEGMENT_COUNT`. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** One sentence: what was expected, what was found, where. */
  readonly message: string
}

/** One member of a JSON object, with its value exactly as written. */
export type Member = {
  readonly name: string
  /** The value's JSON text as it stands in the token: big integers, escapes and spaces intact. */
  readonly raw: string
  /** The parsed value, for display and comparison; an integer beyond 2^53 is inexact here, `raw` is not. */
  readonly value: unknown
  /** An earlier member of the same object has this name. */
  readonly duplicate: boolean
}

export type SegmentName = 'header' | 'payload' | 'signature' | 'encrypted_key' | 'iv' | 'ciphertext' | 'tag'

export type Segment = Span & {
  readonly name: SegmentName
  /** As received. */
  readonly text: string
  /** Decoded length in bytes; null where it is not base64url. */
  readonly byteLength: number | null
  /** The decoded bytes as text, exact; null where they are not UTF-8 or not text by nature (a signature). */
  readonly decoded: string | null
  /** The members, where the segment is a JSON object; as many as could be read where it breaks. */
  readonly members: readonly Member[] | null
  /** True only where the whole segment is one well-formed JSON object. */
  readonly isObject: boolean
}

export type TokenFormat = 'empty' | 'jws' | 'unsecured' | 'jwe' | 'opaque'

export type TokenReading = {
  readonly input: string
  readonly format: TokenFormat
  /** The token without what surrounded it (`Authorization:`, `Bearer`, quotes, white space). */
  readonly token: string
  /** Where the token stands in the input. */
  readonly span: Span
  /** What stood around the token, in words, for example `Authorization header`; null where nothing did. */
  readonly wrapper: string | null
  readonly segments: readonly Segment[]
  readonly problems: readonly Problem[]
  /** How many further tokens stand in the same text, where one of several was read; absent: none. */
  readonly more?: number
}
