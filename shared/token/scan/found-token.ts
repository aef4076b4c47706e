import type { Span, TokenFormat } from '../reading.ts'
import type { TokenKindGuess } from '../token-types.ts'

/** What was undone to find a token that is not literally in the text, from the outside in. */
export type EncodingLayer = 'base64' | 'percent' | 'json_string' | 'cookie_pieces'

/** Where a token stands, found without reading it. Offsets are UTF-16 code units in the scanned text. */
export type TokenSighting = Span & {
  readonly format: Exclude<TokenFormat, 'empty'>
  /** The token's text where it is not literally `text.slice(start, end)`; the span is then that of its encoded form. */
  readonly text: string | null
  readonly layers: readonly EncodingLayer[]
  /** An opaque value is a token only because of what stands before it: the name that said so, for example `refresh_token`. */
  readonly named: string | null
}

export type SkipCode = 'SEGMENT_COUNT' | 'STRAY_CHARACTER' | 'CUT_OFF' | 'NOT_SEARCHED'

/** Something that looks like a token but is none, or a part of the text that was not looked at, with the reason. */
export type SkippedSpan = Span & {
  readonly code: SkipCode
  /** One sentence for people. */
  readonly reason: string
}

export type SkippedSummary = {
  /** All of them, also those beyond what `spans` keeps. */
  readonly count: number
  /** The first ones, in order. */
  readonly spans: readonly SkippedSpan[]
}

/** What a token says of itself, for a list: nothing was proved, nobody may rely on it. */
export type TokenFacts = {
  readonly kind: TokenKindGuess
  readonly title: string
  readonly alg: string | null
  readonly issuer: string | null
  readonly subject: string | null
  /** Unix seconds. */
  readonly expiresAt: number | null
  readonly byteLength: number
}

/** One row of the list of tokens. */
export type FoundToken = TokenSighting & {
  /** The text's own word for it, for example `id_token` or `Authorization`; nothing that was proved. */
  readonly name: string | null
  /** For a sentence: `in a URL fragment`, `in a cookie, part 1`. */
  readonly place: string
  /** Counts from 1. */
  readonly line: number
  readonly facts: TokenFacts
}
