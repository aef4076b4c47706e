import { readBase64url } from '../base64url.ts'
import type { ScanInner } from './anchors.ts'
import { isBoundBefore } from './bounds.ts'
import type { EncodingLayer } from './found-token.ts'
import { maxDepth, type ScanContext, spend } from './scan-context.ts'
import { nameBefore } from './surroundings.ts'

/** Too short to hold a token. */
const shortest = 24

/** Base64 that holds base64 of `eyJ` at `start`: the run around it is decoded and searched. */
export function readEncodedToken(
  context: ScanContext,
  start: number,
  goOn: number,
  scanInner: ScanInner,
): number {
  const { text } = context
  let begin = start
  while (begin > context.done && isBase64(text.charCodeAt(begin - 1))) begin--
  if (begin > 0 && begin === context.done && isBase64(text.charCodeAt(begin - 1))) return goOn
  return readEncodedRun(context, begin, goOn, scanInner) ?? Math.max(goOn, endOfRun(text, goOn))
}

/**
 * Decodes the base64 or base64url that begins at `start` and notes the tokens in it: a value of a Kubernetes secret, a
 * response body of a HAR file. Null where it is no text or holds none.
 */
export function readEncodedRun(
  context: ScanContext,
  start: number,
  atLeast: number,
  scanInner: ScanInner,
): number | null {
  const { text } = context
  const { plain, end } = readRun(text, start, atLeast)
  if (plain.length < shortest || context.depth >= maxDepth || !isBoundBefore(text, start)) return null
  const head = decode(plain.slice(0, 64), true)
  if (head === null || !spend(context, plain.length)) return null
  const inner = decode(plain, false)
  if (inner === null) return null
  return noteInner(context, inner, start, end, 'base64', scanInner) ? end : null
}

/** The run, and without line breaks: `base64` and mail break lines after 76 or 64 characters. */
function readRun(text: string, start: number, atLeast: number): { plain: string; end: number } {
  let end = endOfRun(text, atLeast)
  let plain = text.slice(start, end)
  const width = end - start
  if (width !== 76 && width !== 64) return { plain, end }
  const lines = [plain]
  for (;;) {
    const gap = /^\r?\n[ \t]{0,20}/.exec(text.slice(end, end + 24))?.[0].length ?? 0
    const next = gap === 0 ? end : endOfRun(text, end + gap)
    const length = next - end - gap
    if (gap === 0 || length <= 0 || length > width) break
    lines.push(text.slice(end + gap, next))
    end = next
    if (length < width) break
  }
  plain = lines.join('')
  return { plain, end }
}

const base64Run = /[A-Za-z0-9+/_-]*={0,2}/y

function endOfRun(text: string, from: number): number {
  base64Run.lastIndex = from
  base64Run.test(text)
  return base64Run.lastIndex
}

function isBase64(code: number): boolean {
  if (code >= 0x61) return code <= 0x7a
  if (code >= 0x41) return code <= 0x5a || code === 0x5f
  return (code >= 0x2f && code <= 0x39) || code === 0x2b || code === 0x2d
}

/** The decoded text; null where the bytes are no text. `partly`: the end may be cut inside a character. */
function decode(encoded: string, partly: boolean): string | null {
  const { bytes } = readBase64url(encoded.replace(/=+$/, ''))
  try {
    const decoded = new TextDecoder('utf-8', { fatal: !partly }).decode(bytes)
    const sample = decoded.slice(0, 40)
    return sample.length > 0 &&
      !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/.test(sample.slice(0, -4))
      ? decoded
      : null
  } catch {
    return null
  }
}

/** Longer runs of escaped text are no parameter and no string. */
const longestRegion = 1_000_000

/**
 * Undoes percent encoding or the escapes of a JSON string in the text around `at`, and notes the tokens in it. Null
 * where it holds none.
 */
export function readEscapedRegion(
  context: ScanContext,
  at: number,
  layer: 'percent' | 'json_string',
  scanInner: ScanInner,
): number | null {
  const { text } = context
  if (context.depth >= maxDepth || at < context.barren[layer]) return null
  const isInside = layer === 'percent' ? isInUrlPart : isInJsonString
  let start = at
  while (start > context.done && at - start < longestRegion && isInside(text, start - 1)) start--
  let end = at
  while (end < text.length && end - at < longestRegion && isInside(text, end)) end++
  if (!spend(context, end - start)) {
    context.barren[layer] = end
    return null
  }
  const inner =
    layer === 'percent' ? undoPercent(text.slice(start, end)) : undoEscapes(text.slice(start, end))
  if (inner !== null && noteInner(context, inner, start, end, layer, scanInner)) return end
  context.barren[layer] = end
  return null
}

function isInUrlPart(text: string, at: number): boolean {
  return /[A-Za-z0-9%._~!*()+,:@/-]/.test(text.charAt(at))
}

function isInJsonString(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 32 && (code !== 0x22 || text.charCodeAt(at - 1) === 0x5c)
}

function undoPercent(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes)
    } catch {
      return escapes
    }
  })
}

function undoEscapes(text: string): string | null {
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    return null
  }
}

export function noteInner(
  context: ScanContext,
  inner: string,
  start: number,
  end: number,
  layer: EncodingLayer,
  scanInner: ScanInner,
): boolean {
  const found = scanInner(inner, context)
  for (const { format, start: from, end: to, text, layers, named } of found) {
    context.tokens.push({
      format,
      start,
      end,
      text: text ?? inner.slice(from, to),
      layers: [layer, ...layers],
      named: named ?? nameBefore(inner, from),
    })
  }
  return found.length > 0
}
