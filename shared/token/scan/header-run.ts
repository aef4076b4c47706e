import { beginsLikeObject } from '../read-segment.ts'
import type { ScanInner } from './anchors.ts'
import { isBoundAfter, isBoundBefore } from './bounds.ts'
import { readEncodedRun, readEscapedRegion } from './encoded-text.ts'
import type { TokenSighting } from './found-token.ts'
import { readJoinedCookie } from './joined-cookie.ts'
import { readJsonForm } from './json-form.ts'
import { readPaseto } from './paseto.ts'
import { type ScanContext, skip } from './scan-context.ts'

const literal: readonly never[] = []

/** Less than a header is a word in a sentence about tokens. */
const shortestRun = 16

/**
 * Reads a run of token characters that begins like a JSON object in base64url: a compact token, a part of one in JSON
 * form, JSON in base64, or something that only looks like one of these.
 */
export function readHeaderRun(
  context: ScanContext,
  start: number,
  run: string,
  scanInner: ScanInner,
): number {
  const { text } = context
  const end = start + run.length
  const joined = readJoinedCookie(context, start, scanInner)
  if (joined !== null) return joined
  const first = run.indexOf('.')
  if (!isBoundBefore(text, start)) {
    return text.charCodeAt(start - 1) === 0x2e ? readPublicPaseto(context, start, end) : end
  }
  if (first === -1) {
    const next = readEscapedDots(context, start, end, scanInner)
    return next ?? readDotless(context, start, end, run, scanInner)
  }
  const second = run.indexOf('.', first + 1)
  const third = second === -1 ? -1 : run.indexOf('.', second + 1)
  // The usual case on its own: everything else may take its time.
  if (second !== -1 && third === -1 && isBoundAfter(text, end) && isPlain(text, start, end, run)) {
    push(context, second === run.length - 1 ? 'unsecured' : 'jws', start, end)
    return end
  }
  return readUnusual(context, start, run, scanInner)
}

function isPlain(text: string, start: number, end: number, run: string): boolean {
  const next = text.charCodeAt(end)
  // Percent and backslash may go on with an escaped dot.
  if (next === 0x25 || next === 0x5c) return false
  return !run.includes('~') && text.charCodeAt(start + 1) === 0x79 && text.charCodeAt(start + 2) > 0x48
}

const escapedRest = /^(?:%(?:25)?(?:2E|7E)|\\+u00(?:2e|7e))/i

function readUnusual(context: ScanContext, start: number, run: string, scanInner: ScanInner): number {
  const { text } = context
  let end = start + run.length
  const rest = text.slice(end, end + 8)
  const escaped = readEscapedDots(context, start, end, scanInner)
  if (escaped !== null) return escaped
  const goOn = end
  if (/^…|^\.\.\./.test(rest) || run.endsWith('...')) {
    if (run.length <= shortestRun) return goOn
    skip(context, start, end, 'CUT_OFF', 'It ends in an ellipsis: whoever wrote it left the rest out.')
    return goOn
  }
  if (!beginsLikeObject(run.slice(0, run.indexOf('.')))) return goOn
  // Padding does not belong there, but it belongs to what was written.
  const padding = /^={1,2}/.exec(rest)?.[0].length ?? 0
  const trimmed = padding === 0 ? run.replace(/\.+$/, (dots) => keptDots(run, dots)) : run
  end = start + trimmed.length + padding
  const tilde = trimmed.indexOf('~')
  const head = tilde === -1 ? trimmed : trimmed.slice(0, tilde)
  const count = countDots(head) + 1
  if (count !== 3 && !(count === 5 && tilde === -1)) {
    skip(context, start, end, 'SEGMENT_COUNT', countWords(count))
    return goOn
  }
  const after = goOn + padding
  if (!isBoundAfter(text, after) && !isPathEnd(text, start, after)) {
    const found = JSON.stringify(String.fromCodePoint(text.codePointAt(after) ?? 0))
    skip(context, start, after, 'STRAY_CHARACTER', `It is followed by ${found}, which no token has.`)
    return goOn
  }
  if (tilde !== -1) push(context, 'sd_jwt', start, end)
  else if (count === 5) push(context, 'jwe', start, end)
  else push(context, trimmed.endsWith('.') ? 'unsecured' : 'jws', start, end)
  return Math.max(goOn, end)
}

function readEscapedDots(
  context: ScanContext,
  start: number,
  end: number,
  scanInner: ScanInner,
): number | null {
  const rest = context.text.slice(end, end + 8)
  if (!escapedRest.test(rest)) return null
  return readEscapedRegion(context, start, rest.startsWith('%') ? 'percent' : 'json_string', scanInner)
}

/** A full stop after a token ends a sentence; an empty third part is that of an unsecured token. */
function keptDots(run: string, dots: string): string {
  const others = countDots(run) - dots.length
  const head = run.includes('~') ? '' : '.'.repeat(Math.max(0, Math.min(dots.length, 2 - others)))
  return head
}

function countDots(text: string): number {
  let count = 0
  for (let at = text.indexOf('.'); at !== -1; at = text.indexOf('.', at + 1)) count++
  return count
}

function countWords(count: number): string {
  const found = count === 1 ? 'is 1' : `are ${count}`
  const missing = count < 3 ? ' The end seems to be missing.' : ''
  return `A signed token has 3 segments and an encrypted one 5; here ${found}.${missing}`
}

/** A token as one part of a path ends where the next part begins. */
function isPathEnd(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(end) !== 0x2f) return false
  const ahead = text.slice(Math.max(0, start - 300), start)
  return /(?:\/|:\/\/[^\s"']*)$/.test(ahead)
}

const partOfJson =
  /(["'\\]|%(?:25)?22|\\u0022)(?:payload|protected)(?:\\*"|%(?:25)?22)\s*(?::|%(?:25)?3A)\s*(?:\\*"|%(?:25)?22)$/i

function readDotless(
  context: ScanContext,
  start: number,
  end: number,
  run: string,
  scanInner: ScanInner,
): number {
  const { text } = context
  const ahead = text.slice(Math.max(0, start - 60), start)
  const part = partOfJson.exec(ahead)
  if (part) {
    const next = ahead.endsWith('2')
      ? readEscapedRegion(context, start, 'percent', scanInner)
      : ahead.endsWith('\\"')
        ? readEscapedRegion(context, start, 'json_string', scanInner)
        : readJsonForm(context, start, end)
    if (next !== null) return next
  }
  const encoded = readEncodedRun(context, start, end, scanInner)
  if (encoded !== null) return encoded
  if (run.length > shortestRun && run.length < 4096 && namesAlgorithm(run)) {
    skip(context, start, end, 'SEGMENT_COUNT', `${countWords(1)} It is a header alone.`)
  }
  return end
}

function namesAlgorithm(run: string): boolean {
  // base64url of `"alg"` at each of its three places in a group of four characters.
  return /ImFsZyI|JhbGci|iYWxnI/.test(run.slice(0, 400))
}

function readPublicPaseto(context: ScanContext, start: number, end: number): number {
  const ahead = context.text.slice(Math.max(0, start - 10), start)
  const begin = /v[1-4]\.public\.$/.exec(ahead)
  return begin ? Math.max(end, readPaseto(context, start - begin[0].length, start)) : end
}

function push(context: ScanContext, format: TokenSighting['format'], start: number, end: number): void {
  context.tokens.push({ format, start, end, text: null, layers: literal, named: null })
}
