import { readBase64url } from './base64url.ts'
import { readJson } from './json-text.ts'
import type { Problem, Segment, SegmentName } from './reading.ts'

/** How to get from an offset in the token to the offset in the pasted text. */
export type ToInput = (offset: number) => number

export type SegmentReading = { readonly segment: Segment; readonly problems: readonly Problem[] }

const titles: Record<SegmentName, string> = {
  header: 'header',
  payload: 'payload',
  signature: 'signature',
  encrypted_key: 'encrypted key',
  iv: 'initialization vector',
  ciphertext: 'ciphertext',
  tag: 'authentication tag',
  aad: 'additional data',
}

/** Reads one segment of a compact token that begins at `offset` in it. Never throws; linear. */
export function readSegment(
  name: SegmentName,
  text: string,
  offset: number,
  toInput: ToInput,
): SegmentReading {
  const encoded = readBase64url(text)
  const problems: Problem[] = []
  const span = (start: number, end: number) => ({
    start: toInput(offset + start),
    end: end > start ? toInput(offset + end - 1) + 1 : toInput(offset + start),
  })
  if (encoded.problem) {
    const { code, start, end, message } = encoded.problem
    problems.push({
      code,
      severity: 'error',
      ...span(start, end),
      message: `In the ${titles[name]}: ${message}`,
    })
  }
  const base = {
    name,
    text,
    ...span(0, text.length),
    byteLength:
      encoded.problem && encoded.problem.code !== 'BASE64URL_NOT_CANONICAL' ? null : encoded.bytes.length,
  }
  if (name !== 'header' && name !== 'payload') {
    return { segment: { ...base, decoded: null, members: null, isObject: false }, problems }
  }
  const decoded = decodeText(encoded.bytes)
  const inText = textProblems(name, decoded)
  const json = readJson(decoded.text)
  const expectsObject = name === 'header' || looksLikeObject(decoded.text)
  const position = createBytePosition(decoded.text)
  // Two characters of base64url at most carry the bits of one byte's first and last bit.
  const jsonSpan = (start: number, end: number) =>
    span(
      Math.min(Math.floor((position(start) * 4) / 3), text.length),
      Math.min(Math.ceil((position(end) * 4) / 3), text.length),
    )
  for (const problem of inText) problems.push({ ...problem, ...jsonSpan(problem.start, problem.end) })
  // Where bytes or characters already broke off, the JSON only breaks because of that.
  const brokenBefore = encoded.problem?.code === 'BASE64URL_CHARACTER' || !decoded.complete
  if (expectsObject && !(brokenBefore && json.problems.length === 1 && !json.isWellFormed)) {
    for (const problem of json.problems) {
      problems.push({
        code: problem.code,
        severity: problem.severity,
        ...jsonSpan(problem.start, problem.end),
        message: `In the ${titles[name]}: ${problem.message}`,
      })
    }
  }
  if (json.isWellFormed && !json.isObject && name === 'header') {
    problems.push({
      code: 'HEADER_NOT_OBJECT',
      severity: 'error',
      ...span(0, text.length),
      message: 'The header is JSON, but not a JSON object.',
    })
  }
  if (name === 'payload' && !expectsObject) {
    problems.push({
      code: 'PAYLOAD_NOT_OBJECT',
      severity: 'warning',
      ...span(0, text.length),
      message: decoded.complete
        ? 'The payload is not a JSON object, so this is a signed text rather than a JWT.'
        : 'The payload is not text, so this is a signed file rather than a JWT.',
    })
  }
  const whole = decoded.complete && encoded.bytes.length === decoded.byteLength
  return {
    segment: {
      ...base,
      decoded: whole ? decoded.text : null,
      members: expectsObject ? json.members : null,
      isObject: whole && json.isObject && encoded.problem === null,
    },
    problems,
  }
}

type DecodedText = { readonly text: string; readonly byteLength: number; readonly complete: boolean }

/** UTF-8 as far as it is valid (RFC 3629); the byte order mark, if any, stays in the text. */
function decodeText(bytes: Uint8Array): DecodedText {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    return { text: decoder.decode(bytes), byteLength: bytes.length, complete: true }
  } catch {
    const valid = bytes.subarray(0, validUtf8Length(bytes))
    return { text: decoder.decode(valid), byteLength: valid.length, complete: false }
  }
}

/** Length of the longest prefix that is whole, well-formed UTF-8 (Unicode 15 table 3-7). */
function validUtf8Length(bytes: Uint8Array): number {
  let index = 0
  while (index < bytes.length) {
    const lead = bytes[index] ?? 0
    const second = bytes[index + 1] ?? 0
    if (lead < 0x80) {
      index++
      continue
    }
    const length =
      lead >= 0xc2 && lead <= 0xdf
        ? 2
        : lead >= 0xe0 && lead <= 0xef
          ? 3
          : lead <= 0xf4 && lead >= 0xf0
            ? 4
            : 0
    if (length === 0 || index + length > bytes.length) return index
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    if (second < low || second > high) return index
    for (let rest = index + 2; rest < index + length; rest++) {
      if (((bytes[rest] ?? 0) & 0xc0) !== 0x80) return index
    }
    index += length
  }
  return index
}

function textProblems(name: SegmentName, decoded: DecodedText): readonly Problem[] {
  const problems: Problem[] = []
  const isText = name === 'header' || looksLikeObject(decoded.text)
  if (!decoded.complete && isText) {
    problems.push({
      code: 'UTF8_INVALID',
      severity: 'error',
      start: decoded.text.length,
      end: decoded.text.length + 1,
      message: `The ${titles[name]} is not UTF-8: byte ${decoded.byteLength + 1} does not fit.`,
    })
  }
  if (decoded.text.startsWith('\ufeff')) {
    problems.push({
      code: 'BYTE_ORDER_MARK',
      severity: 'error',
      start: 0,
      end: 1,
      message: `The ${titles[name]} begins with a byte order mark, which JSON must not have.`,
    })
  }
  return problems
}

function looksLikeObject(text: string): boolean {
  return /^[\ufeff\t\n\r ]*\{/.test(text)
}

/** Byte offset in UTF-8 of a character offset; each call is linear, and only problems call it. */
function createBytePosition(text: string): (offset: number) => number {
  const encoder = new TextEncoder()
  return (offset) => encoder.encode(text.slice(0, offset)).length + Math.max(0, offset - text.length)
}

/**
 * True where the first characters of a segment decode to something that begins like a JSON object. The brace alone
 * would not do: `example` decodes to one.
 */
export function beginsLikeObject(segment: string): boolean {
  const { bytes } = readBase64url(segment.slice(0, 64))
  const isSpace = (byte: number | undefined) => byte === 9 || byte === 10 || byte === 13 || byte === 32
  let index = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (isSpace(bytes[index])) index++
  if (bytes[index] !== 0x7b) return false
  index++
  while (isSpace(bytes[index])) index++
  const next = bytes[index]
  return next === undefined || next === 0x22 || next === 0x7d
}
