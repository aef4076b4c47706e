import { firstReadable, isTokenItself, readOneIn, readOneOf } from '../../../../../shared/token/find-token.ts'
import { readToken } from '../../../../../shared/token/read-token.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { FoundToken, SkippedSummary } from '../../../../../shared/token/scan/found-token.ts'
import { type ListBatch, listAllTokens } from '../../../../../shared/token/scan/list-tokens.ts'
import { maxScanLength } from '../../../../../shared/token/scan/scan-tokens.ts'

/** How far the search in a large text is; small ones are searched at once. */
export type Scan =
  | { readonly kind: 'complete' }
  /** `since`: Unix milliseconds. `at` of `total` characters were searched. */
  | { readonly kind: 'running'; readonly at: number; readonly total: number; readonly since: number }
  | { readonly kind: 'cancelled'; readonly at: number; readonly total: number }
  | { readonly kind: 'failed'; readonly message: string }

/** The text, what was found in it, and the token that is read. */
export type TokenInput = {
  readonly input: string
  /** Every token of the text, in order; empty where the text is one token that is broken. */
  readonly tokens: readonly FoundToken[]
  /** Index in `tokens` of the one that `reading` reads. */
  readonly selected: number
  readonly reading: TokenReading
  readonly skipped: SkippedSummary
  readonly scan: Scan
  /** Too long to be edited; shown by its first lines. */
  readonly large: boolean
}

/**
 * Longer texts are searched in a worker and shown by their first lines. Up to here a search takes some milliseconds,
 * so that typing never waits for a worker.
 */
export const largeFrom = 1_000_000

const nothingSkipped: SkippedSummary = { count: 0, spans: [] }

/** A sentence where the text is too long to be searched; null where it is not. */
export function tooLong(length: number): string | null {
  if (length <= maxScanLength) return null
  return `This has ${megabytes(length)}; Inspect searches up to ${megabytes(maxScanLength)}. Cut it into pieces, or use claimscope scan on each.`
}

export function megabytes(length: number): string {
  return `${Math.ceil(length / 100_000) / 10} MB`
}

/** Searches a text at once. For texts below `largeFrom`. */
export function readInput(input: string): TokenInput {
  const whole = readToken(input)
  const { tokens: found, skipped } = listAllTokens(input)
  const itself = isTokenItself(whole)
  const tokens = itself && found.length !== 1 ? [] : found
  const selected = firstReadable(tokens)
  return {
    input,
    tokens,
    selected,
    reading: readOneOf(whole, tokens, selected),
    skipped: itself ? nothingSkipped : skipped,
    scan: { kind: 'complete' },
    large: false,
  }
}

/** A large text before anything was found in it. */
export function startLarge(input: string, now: number): TokenInput {
  return {
    input,
    tokens: [],
    selected: 0,
    reading: unread(input),
    skipped: nothingSkipped,
    scan: { kind: 'running', at: 0, total: input.length, since: now },
    large: true,
  }
}

/** The tokens of a further batch at the end of the list; the first one that can be read is read. */
export function withBatch(state: TokenInput, batch: ListBatch): TokenInput {
  const tokens = batch.tokens.length === 0 ? state.tokens : [...state.tokens, ...batch.tokens]
  const first = state.tokens.length === 0 && tokens.length > 0
  const selected = first ? firstReadable(tokens) : state.selected
  return {
    ...state,
    tokens,
    selected,
    skipped: batch.skipped,
    reading: first ? (readOneIn(state.input, tokens, selected) ?? state.reading) : state.reading,
    scan: state.scan.kind === 'running' ? { ...state.scan, at: batch.at } : state.scan,
  }
}

/** Another token of the list is read; null where there is none at this index. */
export function withSelected(
  { input, tokens }: Pick<TokenInput, 'input' | 'tokens'>,
  index: number,
): Pick<TokenInput, 'selected' | 'reading'> | null {
  const reading = readOneIn(input, tokens, index)
  return reading && { selected: index, reading }
}

/** A large text is no token itself, and reading it as one would take its time. */
function unread(input: string): TokenReading {
  return {
    input,
    format: 'opaque',
    token: '',
    span: { start: 0, end: 0 },
    wrapper: null,
    segments: [],
    problems: [],
  }
}
