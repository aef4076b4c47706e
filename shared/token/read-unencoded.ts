import { readJson } from './json-text.ts'
import type { SegmentReading, ToInput } from './read-segment.ts'
import type { Member, Problem } from './reading.ts'

/** `b64` false (RFC 7797 §3): the payload is signed as it stands. A JWE has no such parameter. */
export function saysUnencoded(header: readonly Member[] | null | undefined): boolean {
  if (!header || header.some(({ name }) => name === 'enc')) return false
  return header.findLast(({ name }) => name === 'b64')?.value === false
}

/** Reads a payload that is not base64url but the text itself (RFC 7797 §5.2). Never throws; linear. */
export function readUnencoded(text: string, toInput: ToInput): SegmentReading {
  const json = /^[\t\n\r ]*\{/.test(text) ? readJson(text) : null
  const span = (start: number, end: number) => ({
    start: toInput(start),
    end: end > start ? toInput(end - 1) + 1 : toInput(start),
  })
  const problems: Problem[] = (json?.problems ?? []).map((problem) => ({
    ...problem,
    ...span(problem.start, problem.end),
    message: `In the payload: ${problem.message}`,
  }))
  const segment = {
    name: 'payload' as const,
    text,
    ...span(0, text.length),
    byteLength: new TextEncoder().encode(text).length,
    decoded: text,
    members: json?.members ?? null,
    isObject: json?.isObject ?? false,
  }
  return { segment, problems }
}
