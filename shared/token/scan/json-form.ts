import type { TokenSighting } from './found-token.ts'
import { type ScanContext, spend } from './scan-context.ts'

/** A token in JSON form may be this long; so far back is its beginning looked for. */
const longest = 1_000_000
/** Objects that may stand around a part of a token: an entry of `signatures`, its list, the token, and one more. */
const candidates = 5

/**
 * Notes a JWS or JWE in JSON form of which a part, `payload` or `protected`, stands at `start` (RFC 7515 §7.2,
 * RFC 7516 §7.2). Null where no object around it is one.
 */
export function readJsonForm(context: ScanContext, start: number, end: number): number | null {
  const from = Math.max(context.done, context.braceless)
  const found = findJsonForm(context, start, end, from)
  if (found === 'braceless') context.braceless = start
  if (found === null || found === 'braceless') return null
  // What was found inside is a part of it.
  while ((context.tokens.at(-1)?.start ?? -1) >= found.start) context.tokens.pop()
  context.tokens.push(found)
  return found.end
}

/** The token in JSON form around a part of it, its beginning not before `from`. */
export function findJsonForm(
  context: ScanContext,
  start: number,
  end: number,
  from: number,
): TokenSighting | 'braceless' | null {
  const { text } = context
  const floor = Math.max(from, start - longest)
  const ahead = text.slice(floor, start)
  let open = start
  for (let attempt = 0; attempt < candidates; attempt++) {
    const at = open === floor ? -1 : ahead.lastIndexOf('{', open - 1 - floor)
    if (at === -1) return attempt === 0 ? 'braceless' : null
    open = floor + at
    const close = endOfObject(context, open)
    if (close === null) return null
    if (close < end) continue
    if (!spend(context, close - open)) return null
    const format = formatOf(text.slice(open, close))
    if (format === null) continue
    return { format, start: open, end: close, text: null, layers: [], named: null }
  }
  return null
}

/** The offset behind the brace that closes the one at `open`; null where there is none within reach. */
function endOfObject(context: ScanContext, open: number): number | null {
  const { text } = context
  const bracket = /["{}]/g
  bracket.lastIndex = open
  let depth = 0
  for (let found = bracket.exec(text); found !== null; found = bracket.exec(text)) {
    if (found.index - open > longest || !spend(context, 1)) return null
    if (found[0] === '"') {
      const close = endOfString(text, found.index)
      if (close === -1 || !spend(context, close - found.index)) return null
      bracket.lastIndex = close
    } else if (found[0] === '{') depth++
    else if (--depth === 0) return found.index + 1
  }
  return null
}

function endOfString(text: string, open: number): number {
  for (
    let at = text.indexOf('"', open + 1);
    at !== -1 && at - open < longest;
    at = text.indexOf('"', at + 1)
  ) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return at + 1
  }
  return -1
}

function formatOf(json: string): 'jws_json' | 'jwe_json' | null {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const has = (name: string, type: 'string' | 'object') =>
    Object.hasOwn(value, name) && typeof (value as Record<string, unknown>)[name] === type
  if (
    has('ciphertext', 'string') &&
    (has('tag', 'string') || has('iv', 'string') || has('recipients', 'object'))
  )
    return 'jwe_json'
  if (has('signatures', 'object')) return 'jws_json'
  return has('signature', 'string') && (has('protected', 'string') || has('header', 'object'))
    ? 'jws_json'
    : null
}
