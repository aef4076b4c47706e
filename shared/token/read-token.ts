import { unwrapPaste } from './pasted-text.ts'
import { beginsLikeObject, readSegment } from './read-segment.ts'
import type { Problem, Segment, SegmentName, TokenFormat, TokenReading } from './reading.ts'

const jwsNames: readonly SegmentName[] = ['header', 'payload', 'signature']
const jweNames: readonly SegmentName[] = ['header', 'encrypted_key', 'iv', 'ciphertext', 'tag']

/**
 * Reads a pasted text as a token: what it is, its segments as received and decoded, and everything wrong
 * with it, by position. Needs no key, does no cryptography, and proves nothing: whoever wrote the text
 * wrote all of what is shown. Never throws; linear in the length of the text.
 * Source: RFC 7515 §3.1 and §7.1, RFC 7516 §3.1 and §9, RFC 7519 §6.
 */
export function readToken(input: string): TokenReading {
  const paste = unwrapPaste(input)
  const { token, span, wrapper } = paste
  const base = { input, token, span, wrapper }
  if (token === '') return { ...base, format: 'empty', segments: [], problems: [] }
  const cuts = findDots(token)
  const texts = cuts.starts.map((start, index) => token.slice(start, cuts.ends[index]))
  if (!looksLikeToken(texts, cuts.count)) {
    return { ...base, format: 'opaque', segments: [], problems: opaqueProblems(token, paste.toInput) }
  }
  const names = cuts.count === 5 ? jweNames : jwsNames
  const readings = texts
    .slice(0, names.length)
    .map((text, index) =>
      readSegment(names[index] ?? 'payload', text, cuts.starts[index] ?? 0, paste.toInput),
    )
  const segments = readings.map(({ segment }) => segment)
  const problems: Problem[] = readings.flatMap(({ problems }) => problems)
  if (paste.joined) {
    problems.push({
      code: 'WHITE_SPACE',
      severity: 'warning',
      ...paste.joined,
      message:
        'White space inside the token was left out; an application would refuse the token as it stands here.',
    })
  }
  if (paste.loneQuote) {
    problems.push({
      code: 'LONE_QUOTE',
      severity: 'warning',
      ...paste.loneQuote,
      message: 'A quote stands at one end only; part of the token may be missing.',
    })
  }
  if (cuts.count !== 3 && cuts.count !== 5) problems.push(segmentCountProblem(cuts.count, span))
  const format = formatOf(segments, cuts.count)
  const signature = segments[2]
  if (format === 'jws' && cuts.count === 3 && signature && signature.text === '') {
    problems.push({
      code: 'SIGNATURE_EMPTY',
      severity: 'error',
      start: signature.start,
      end: signature.end,
      message: 'The signature is empty, although the header names an algorithm.',
    })
  }
  return { ...base, format, segments, problems: [...problems].sort((a, b) => a.start - b.start) }
}

/** The first six segments are enough to know that there are too many; all dots are counted. */
function findDots(token: string): {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly count: number
} {
  const starts = [0]
  const ends: number[] = []
  let count = 1
  for (let at = token.indexOf('.'); at !== -1; at = token.indexOf('.', at + 1)) {
    count++
    if (count <= 6) {
      ends.push(at)
      starts.push(at + 1)
    }
  }
  if (ends.length < starts.length)
    ends.push(count > starts.length ? token.indexOf('.', starts.at(-1)) : token.length)
  return { starts, ends, count }
}

/** An opaque token may hold dots too; a JWS or JWE shows itself by a header that begins like JSON. */
function looksLikeToken(texts: readonly string[], count: number): boolean {
  const [header = '', payload = ''] = texts
  if (beginsLikeObject(header)) return true
  return count === 3 && (beginsLikeObject(payload) || /^ey[A-Za-z0-9_-]{6}/.test(header))
}

function formatOf(segments: readonly Segment[], count: number): TokenFormat {
  if (count === 5) return 'jwe'
  const alg = segments[0]?.members?.findLast(({ name }) => name === 'alg')?.value
  return namesNoSignature(alg) && count === 3 && segments[2]?.text === '' ? 'unsecured' : 'jws'
}

function segmentCountProblem(count: number, span: { start: number; end: number }): Problem {
  const missing = count < 3 ? ' The end seems to be missing.' : ''
  return {
    code: 'SEGMENT_COUNT',
    severity: 'error',
    ...span,
    message: `A signed token has 3 segments and an encrypted one 5; here ${count === 1 ? 'is 1' : `are ${count}`}.${missing}`,
  }
}

function opaqueProblems(token: string, toInput: (offset: number) => number): readonly Problem[] {
  if (!/^[\s]*[{[]/.test(token.slice(0, 100))) return []
  return [
    {
      code: 'JSON_TEXT',
      severity: 'warning',
      start: toInput(0),
      end: toInput(0) + 1,
      message: 'This is JSON text, not a token in compact form.',
    },
  ]
}

/** `none` in any case and with anything invisible or punctuating around it: someone's reader will take it for none. */
export function namesNoSignature(alg: unknown): boolean {
  return typeof alg === 'string' && /^\W{0,20}none\W{0,20}$/i.test(alg)
}
