import type { Span } from './reading.ts'

/** The token inside a pasted text, and the way back from its offsets to those of the paste. */
export type Unwrapped = {
  readonly token: string
  readonly span: Span
  /** What stood around it, in words; null where nothing did. */
  readonly wrapper: string | null
  /** White space inside the token was left out: a line wrap of a terminal or a mail. */
  readonly joined: Span | null
  /** A quote at one end without its partner at the other. */
  readonly loneQuote: Span | null
  toInput(offset: number): number
}

/** White space, and the invisible characters that come along when text is copied from a page. */
const edge = /[\s\u200b-\u200f\u2060\ufeff\u0000]/
const prefixes = [
  { pattern: /^(?:proxy-)?authorization[ \t]{0,20}[:=][ \t]{0,20}/i, name: 'Authorization header' },
  { pattern: /^bearer(?:[ \t]|$)/i, name: 'Bearer' },
  { pattern: /^dpop(?:[ \t]|$)/i, name: 'DPoP' },
]
const quotes: Record<string, string> = { '"': 'double quotes', "'": 'single quotes', '`': 'back quotes' }

/**
 * Finds the token in what a person pasted. Never throws; linear. Without `join` white space inside is left where it is.
 */
export function unwrapPaste(input: string, { join = true }: { readonly join?: boolean } = {}): Unwrapped {
  let start = 0
  let end = input.length
  const around: string[] = []
  let loneQuote: Span | null = null
  const trim = () => {
    while (start < end && edge.test(input.charAt(start))) start++
    while (end > start && edge.test(input.charAt(end - 1))) end--
  }
  trim()
  if (start > 0 || end < input.length) around.push('white space')
  for (let layer = 0; layer < 8 && start < end; layer++) {
    const first = input.charAt(start)
    const last = input.charAt(end - 1)
    const head = input.slice(start, Math.min(start + 80, end))
    const prefix = prefixes.find(({ pattern }) => pattern.test(head))
    if (prefix) {
      start += prefix.pattern.exec(head)?.[0].length ?? 0
      around.push(prefix.name)
    } else if (quotes[first] && first === last && end - start > 1) {
      around.push(quotes[first] ?? '')
      start++
      end--
    } else if (quotes[first]) {
      loneQuote ??= { start, end: start + 1 }
      start++
    } else if (quotes[last]) {
      loneQuote ??= { start: end - 1, end }
      end--
    } else break
    trim()
  }
  const text = input.slice(start, end)
  const inner = join ? withoutWraps(text) : asItStands(text)
  const named = around.filter((name, index) => name !== 'white space' && around.indexOf(name) === index)
  return {
    token: inner.token,
    span: { start, end },
    wrapper: named.length > 0 ? named.join(', ') : around.length > 0 ? 'white space' : null,
    joined:
      inner.firstGap === null
        ? null
        : { start: start + inner.firstGap.start, end: start + inner.firstGap.end },
    loneQuote,
    toInput: (offset) => start + inner.toText(offset),
  }
}

type Joined = { readonly token: string; readonly firstGap: Span | null; toText(offset: number): number }

/** Joins a token that was broken over lines; text that does not look like one token is left alone. */
function withoutWraps(text: string): Joined {
  const asIs = asItStands(text)
  if (!/\s/.test(text) || !/^[A-Za-z0-9_\-+/=.~\s]+$/.test(text) || !/^e[A-Za-z0-9_-]/.test(text)) return asIs
  if (!text.includes('.')) return asIs
  const pieces: { readonly at: number; readonly from: number }[] = []
  const parts: string[] = []
  let length = 0
  for (const match of text.matchAll(/\S+/g)) {
    pieces.push({ at: length, from: match.index })
    parts.push(match[0])
    length += match[0].length
  }
  const firstEnd = parts[0]?.length ?? 0
  return {
    token: parts.join(''),
    firstGap: { start: firstEnd, end: pieces[1]?.from ?? firstEnd },
    toText(offset) {
      let low = 0
      let high = pieces.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((pieces[middle]?.at ?? 0) <= offset) low = middle
        else high = middle - 1
      }
      const piece = pieces[low]
      return piece ? piece.from + (offset - piece.at) : offset
    },
  }
}

function asItStands(text: string): Joined {
  return { token: text, firstGap: null, toText: (offset) => offset }
}
