import type { ScanInner } from './anchors.ts'
import { isBoundAfter } from './bounds.ts'
import { noteInner } from './encoded-text.ts'
import { maxDepth, type ScanContext, spend } from './scan-context.ts'

/**
 * Browsers keep about 4,096 bytes of a cookie, so larger values are cut: `name.0`, `name.1` (next-auth, Auth0, Supabase)
 * or `nameC1`, `nameC2` (ASP.NET Core). Between a name and its value stands what a header, JSON or a HAR file has there.
 */
const firstPiece =
  /(?:^|[\s;,:"'\\{])([\w!#$&*+.^`|~-]{1,100}?)(?:([._-])0|(C)1)(=|\\{0,2}["']\s{0,4}[:=]\s{0,4}\\{0,2}["']|\\{0,2}"\s{0,4},\s{0,40}\\{0,2}"value\\{0,2}"\s{0,4}:\s{0,4}\\{0,2}")(?:base64-)?$/
const value = /[\w.~+/=-]{1,8192}/y
const boundsName = /[\s;,:"'\\{]/

const mostPieces = 32
/** Between two pieces, in either order: other cookies, or the attributes of one. */
const window = 8192

/** Lengths of whole signatures: HS256, HS384, HS512 and ES256, ES384, Ed448, ES512, RSA. */
const wholeSignature = new Set([43, 64, 86, 128, 152, 176, 342, 512, 683])

/**
 * Joins the pieces of a cookie of which the first begins at `start`, and notes the tokens in what they make. The span of
 * such a token is that of the first piece. Null where nothing is to be joined, or what comes out holds no token.
 */
export function readJoinedCookie(context: ScanContext, start: number, scanInner: ScanInner): number | null {
  const { text } = context
  if (!mayBeFirst(text, start) || context.depth >= maxDepth) return null
  const found = firstPiece.exec(text.slice(Math.max(0, start - 200), start))
  const first = found && valueAt(text, start)
  if (!found || !first || isWhole(first)) return null
  const [, name = '', separator, capital, between = ''] = found
  const from = separator === undefined ? 1 : 0
  const pieces = [first]
  for (let last = start + first.length; pieces.length < mostPieces; ) {
    if (!spend(context, 2 * window)) return null
    const at = findPiece(text, `${name}${separator ?? capital}${from + pieces.length}${between}`, start, last)
    const next = at === null ? null : valueAt(text, at)
    if (at === null || next === null) break
    // A list of tokens, each of them whole.
    if (/^ey[A-DI-L][\w-]*\./.test(next)) return null
    pieces.push(next)
    last = Math.max(last, at + next.length)
  }
  const joined = pieces.join('')
  if (pieces.length === 1 || !spend(context, joined.length)) return null
  const end = start + first.length
  return noteInner(context, joined, start, end, 'cookie_pieces', scanInner) ? end : null
}

/** Cheap, for it is asked of every token: the name in front of it ends in a number that a first piece has. */
function mayBeFirst(text: string, start: number): boolean {
  let at = start - 1
  if (text.charCodeAt(at) === 0x2d && text.startsWith('base64-', start - 7)) at -= 7
  const code = text.charCodeAt(at)
  if (code !== 0x3d) {
    if (code !== 0x22 && code !== 0x27) return false
    for (let seen = 0; seen < 12 && isBetween(text.charCodeAt(at)); seen++) at--
    if (text.charCodeAt(at) === 0x65) return text.startsWith('value', at - 4)
    at++
  }
  const digit = text.charCodeAt(at - 1)
  return digit === 0x30 || (digit === 0x31 && text.charCodeAt(at - 2) === 0x43)
}

function isBetween(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x3a || code === 0x3d || code === 0x20 || code === 0x5c
}

function valueAt(text: string, at: number): string | null {
  value.lastIndex = at
  const run = value.exec(text)?.[0] ?? null
  return run !== null && isBoundAfter(text, at + run.length) ? run : null
}

/** Where the value behind this name begins: the nearest one behind the pieces, else in front of them. */
function findPiece(text: string, name: string, start: number, last: number): number | null {
  const behind = text.slice(last, last + window)
  const ahead = text.slice(Math.max(0, start - window), start)
  for (const [part, offset] of [
    [behind, last],
    [ahead, Math.max(0, start - window)],
  ] as const) {
    const at = part.indexOf(name)
    if (at >= 0 && (offset + at === 0 || boundsName.test(text.charAt(offset + at - 1))))
      return offset + at + name.length
  }
  return null
}

/** A JWS whose signature has a length that signatures have needs no other piece. */
function isWhole(piece: string): boolean {
  const segments = piece.split('.', 4)
  return segments.length === 3 && wholeSignature.has(segments[2]?.length ?? 0)
}
