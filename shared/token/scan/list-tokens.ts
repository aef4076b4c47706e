import type { FoundToken, SkippedSpan, SkippedSummary, TokenFacts } from './found-token.ts'
import { scanTokens } from './scan-tokens.ts'
import { nameBefore, placeOf, wordOf } from './surroundings.ts'
import { createFactReader } from './token-facts.ts'

export type ListBatch = {
  readonly at: number
  readonly tokens: readonly FoundToken[]
  /** All that was skipped so far. */
  readonly skipped: SkippedSummary
}

/** Of what was skipped, so many are kept to be shown; the rest is counted. */
const keptSkipped = 1000

/**
 * Finds every token of a text and describes each for a list: what it says of itself and where it stood. In batches, as
 * `scanTokens`. Never throws; linear. Nothing is proved.
 */
export function* listTokens(
  text: string,
  options: { readonly batch?: number } = {},
): Generator<ListBatch, void> {
  const facts = createFactReader()
  const spans: SkippedSpan[] = []
  let count = 0
  let line = 1
  // Searched once for each line: a text without line breaks is not walked through again for each token.
  let nextBreak = text.indexOf('\n')
  for (const { at, tokens, skipped } of scanTokens(text, options)) {
    count += skipped.length
    spans.push(...skipped.slice(0, keptSkipped - spans.length))
    const listed = tokens.map((sighting): FoundToken => {
      for (; nextBreak !== -1 && nextBreak < sighting.start; nextBreak = text.indexOf('\n', nextBreak + 1)) {
        line++
      }
      const token = sighting.text ?? text.slice(sighting.start, sighting.end)
      const name = sighting.named ?? nameBefore(text, sighting.start)
      const place = placeOf(text, sighting)
      return {
        ...sighting,
        name,
        place: withLayers(place, sighting.layers),
        line,
        facts: titled(facts.read(sighting.format, token, opaqueName(name)), name),
      }
    })
    yield { at, tokens: listed, skipped: { count, spans: [...spans] } }
  }
}

/** The same in one go, for texts that are small enough to wait for. */
export function listAllTokens(text: string): {
  readonly tokens: readonly FoundToken[]
  readonly skipped: SkippedSummary
} {
  const tokens: FoundToken[] = []
  let skipped: SkippedSummary = { count: 0, spans: [] }
  for (const batch of listTokens(text)) {
    tokens.push(...batch.tokens)
    skipped = batch.skipped
  }
  return { tokens, skipped }
}

/** A name decides only where the text calls it a refresh token; all else a token says better itself. */
function opaqueName(name: string | null): string | null {
  return name !== null && /^refresh_?token$/i.test(name) ? name : null
}

/** Of an opaque value its name says more than its form. */
function titled(facts: TokenFacts, name: string | null): TokenFacts {
  if (facts.kind !== 'opaque' || facts.title !== 'Opaque text') return facts
  const named = wordOf(name)
  return { ...facts, title: named === null ? 'Opaque token' : `${named}, opaque` }
}

const layerWords = {
  base64: 'base64',
  percent: 'percent encoding',
  json_string: 'a JSON string',
  cookie_pieces: 'the pieces of a cookie, joined',
} as const

function withLayers(place: string, layers: FoundToken['layers']): string {
  if (layers.length === 0) return place
  const inner = [...layers].reverse().map((layer) => `in ${layerWords[layer]}`)
  const isSaid = layers[0] === 'cookie_pieces' && place.startsWith('in a cookie')
  return isSaid ? inner.join(' ') : `${inner.join(' ')} ${place}`
}
