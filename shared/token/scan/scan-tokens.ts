import { anchors, readAnchor } from './anchors.ts'
import type { SkippedSpan, TokenSighting } from './found-token.ts'
import { createRareSearch } from './rare-shapes.ts'
import { createContext, type ScanContext } from './scan-context.ts'

/** A text may be this long, in UTF-16 code units. */
export const maxScanLength = 100_000_000

/** Above this length shapes of rare vendors are looked for only where the text names them. */
const maxRareLength = 32_000_000

/** What was found between the last batch and `at`. */
export type ScanBatch = {
  /** Everything before this offset was looked at. */
  readonly at: number
  /** By their start. */
  readonly tokens: readonly TokenSighting[]
  readonly skipped: readonly SkippedSpan[]
}

/**
 * Finds every token in a text, in batches, so that whoever drives it can tell how far it is and stop. Says where they
 * stand and of which format they seem to be; reads and proves nothing. Never throws; linear in the length of the text:
 * one pass of one regular expression, and for what needs more a budget in proportion to the text.
 * Sources: RFC 7515 §7, RFC 7516 §7, RFC 9901 §4, RFC 6750 §2.1. Promises to find compact tokens bounded as tokens
 * usually are; an opaque value is found by a vendor's published prefix or by its name, so some are missed.
 */
export function* scanTokens(
  text: string,
  options: { readonly batch?: number } = {},
): Generator<ScanBatch, void> {
  const batch = options.batch ?? 2000
  const context = createContext(text, 0, { left: 2_000_000 + text.length * 4 })
  const rare = text.length <= maxRareLength ? createRareSearch(context) : null
  const pattern = new RegExp(anchors, 'g')
  for (;;) {
    const more = advance(context, pattern, batch)
    rare?.advance(more ? context.done : text.length)
    if (!more && rare === null) {
      context.skipped.push({
        start: text.length,
        end: text.length,
        code: 'NOT_SEARCHED',
        reason:
          'In a text this large, opaque tokens of rarer vendors are found only where a name such as access_token stands before them.',
      })
    }
    yield {
      at: more ? context.done : text.length,
      tokens: context.tokens.splice(0).sort((a, b) => a.start - b.start),
      skipped: context.skipped.splice(0).sort((a, b) => a.start - b.start),
    }
    if (!more) return
  }
}

/** Everything in a text that came out of another one by undoing an encoding. */
export function scanInner(text: string, outer: ScanContext): readonly TokenSighting[] {
  const context = createContext(text, outer.depth + 1, outer.budget)
  const pattern = new RegExp(anchors, 'g')
  // Bounded by the budget: each inner text is paid for before it is made.
  while (advance(context, pattern, 1_000_000));
  createRareSearch(context).advance(text.length)
  return context.tokens.sort((a, b) => a.start - b.start)
}

/** Goes on until `enough` tokens were found; false at the end of the text. */
function advance(context: ScanContext, pattern: RegExp, enough: number): boolean {
  const { text, tokens } = context
  pattern.lastIndex = context.done
  while (tokens.length < enough) {
    const match = pattern.exec(text)
    if (match === null) {
      context.done = text.length
      return false
    }
    const next = readAnchor(context, match[0], match.index, scanInner)
    if (next > pattern.lastIndex) pattern.lastIndex = next
    context.done = pattern.lastIndex
  }
  return true
}
