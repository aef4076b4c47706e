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

export type SegmentName =
  | 'header'
  | 'payload'
  | 'signature'
  | 'encrypted_key'
  | 'iv'
  | 'ciphertext'
  | 'tag'
  /** Additional authenticated data, only in the JSON form of a JWE (RFC 7516 §7.2.1). */
  | 'aad'

export type Segment = Span & {
  readonly name: SegmentName
  /**
   * As received. In a JSON form the contents of the string: where it holds escapes, they are undone here, while the
   * span covers them as written.
   */
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

/**
 * `jws`, `unsecured` and `jwe` are the compact forms; `jws_json` and `jwe_json` the JSON serializations, flattened and
 * general; `sd_jwt` is RFC 9901, with or without key binding, compact or (where `signatures` is there too) in JSON form.
 * `paseto` and `saml` are named and not read further.
 */
export type TokenFormat =
  | 'empty'
  | 'jws'
  | 'unsecured'
  | 'jwe'
  | 'jws_json'
  | 'jwe_json'
  | 'sd_jwt'
  | 'paseto'
  | 'saml'
  | 'opaque'

/** One signature of a JWS in JSON form (RFC 7515 §7.2). */
export type SignatureReading = {
  /** The integrity protected header; null where there is none. */
  readonly protectedHeader: Segment | null
  /** The unprotected `header` member; null where there is none. */
  readonly unprotectedHeader: readonly Member[] | null
  readonly signature: Segment
}

/** One recipient of a JWE in JSON form (RFC 7516 §7.2). */
export type RecipientReading = {
  /** Its own unprotected `header`; null where there is none. */
  readonly header: readonly Member[] | null
  readonly encryptedKey: Segment | null
}

/** One disclosure of an SD-JWT (RFC 9901 §4.2). Nothing is proved of it: its digest is compared elsewhere. */
export type DisclosureReading = Span & {
  /** As received: base64url of a JSON list. */
  readonly text: string
  /** The decoded JSON text, exact; null where it is not readable. */
  readonly decoded: string | null
  readonly salt: string | null
  /** Null for an element of a list. */
  readonly name: string | null
  /** The value's JSON text as written; null where it is not readable. */
  readonly raw: string | null
}

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
  /** Every signature of a JWS in JSON form, in its order; `segments` then shows the first one. */
  readonly signatures?: readonly SignatureReading[]
  /** Every recipient of a JWE in JSON form, in its order; `segments` then shows the first one. */
  readonly recipients?: readonly RecipientReading[]
  /** The header members of a JWE in JSON form that all recipients share and nothing protects. */
  readonly unprotectedHeader?: readonly Member[]
  /** The disclosures of an SD-JWT, in their order. */
  readonly disclosures?: readonly DisclosureReading[]
  /** The key binding JWT at the end of an SD-JWT; null where the SD-JWT ends without one. */
  readonly keyBinding?: TokenReading | null
  /** The payload travels elsewhere (RFC 7515 Appendix F): the payload segment is empty by intent. */
  readonly detached?: boolean
  /** The payload is not base64url but the text itself (RFC 7797, `b64: false`). */
  readonly unencodedPayload?: boolean
  /** How many further tokens stand in the same text, where one of several was read; absent: none. */
  readonly more?: number
}
