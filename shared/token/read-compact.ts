import { noteOfDetached } from './detached.ts'
import { beginsLikeObject, readSegment, type ToInput } from './read-segment.ts'
import { readUnencoded, saysUnencoded } from './read-unencoded.ts'
import type { Problem, Segment, SegmentName, Span, TokenFormat, TokenReading } from './reading.ts'
import { isTokenText } from './token-text.ts'

const jwsNames: readonly SegmentName[] = ['header', 'payload', 'signature']
const jweNames: readonly SegmentName[] = ['header', 'encrypted_key', 'iv', 'ciphertext', 'tag']

/** What the reading of one form gives; the rest of a `TokenReading` is about what surrounds the token. */
export type FormReading = Pick<TokenReading, 'format' | 'segments' | 'problems'> & Partial<TokenReading>

/**
 * Reads a token in compact form: a JWS (RFC 7515 §7.1), also detached or with an unencoded payload (RFC 7797 §5.2), a
 * JWE (RFC 7516 §7.1) or what is left of one. Null where the text is not built like one. Never throws; linear.
 */
export function readCompact(token: string, span: Span, toInput: ToInput): FormReading | null {
  const cuts = findDots(token)
  const texts = cuts.starts.map((start, index) => token.slice(start, cuts.ends[index]))
  if (!looksLikeToken(texts, cuts.count)) return null
  const header = readSegment('header', texts[0] ?? '', 0, toInput)
  if (cuts.count > 2 && saysUnencoded(header.segment.members)) {
    return readUnencodedCompact(token, header, toInput)
  }
  const names = cuts.count === 5 ? jweNames : jwsNames
  const rest = texts
    .slice(1, names.length)
    .map((text, index) =>
      readSegment(names[index + 1] ?? 'payload', text, cuts.starts[index + 1] ?? 0, toInput),
    )
  const readings = [header, ...rest]
  const segments = readings.map(({ segment }) => segment)
  const detached = cuts.count === 3 && texts[1] === '' && texts[2] !== ''
  // A token as the payload of another one is a nested JWT (RFC 7519 §5.2), not a text that happens to be signed.
  const silent = detached || isTokenText(segments[1]?.decoded ?? '')
  const problems: Problem[] = readings.flatMap(({ problems }) =>
    silent ? problems.filter(({ code }) => code !== 'PAYLOAD_NOT_OBJECT') : problems,
  )
  if (detached) problems.push(noteOfDetached(segments[1]))
  if (cuts.count !== 3 && cuts.count !== 5) problems.push(segmentCountProblem(cuts.count, span))
  const format = formatOf(segments, cuts.count)
  const signature = segments[2]
  if (format === 'jws' && cuts.count === 3 && signature?.text === '') {
    problems.push(signatureEmptyProblem(signature))
  }
  return { format, segments, problems, ...(detached ? { detached } : {}) }
}

/** The payload stands as it is between the first and the last dot; a dot inside it is not allowed and read all the same. */
function readUnencodedCompact(
  token: string,
  header: ReturnType<typeof readSegment>,
  toInput: ToInput,
): FormReading {
  const from = token.indexOf('.') + 1
  const to = token.lastIndexOf('.')
  const payload = readUnencoded(token.slice(from, to), (offset) => toInput(from + offset))
  const signature = readSegment('signature', token.slice(to + 1), to + 1, toInput)
  const problems: Problem[] = [header, payload, signature].flatMap((reading) => reading.problems)
  const detached = from === to && signature.segment.text !== ''
  if (detached) problems.push(noteOfDetached(payload.segment))
  const dot = token.indexOf('.', from)
  if (dot < to) {
    problems.push({
      code: 'PAYLOAD_DOT',
      severity: 'error',
      start: toInput(dot),
      end: toInput(dot) + 1,
      message:
        'The header says b64 false, so the payload stands here as it is; in compact form it must not hold a dot (RFC 7797 §5.2).',
    })
  }
  if (signature.segment.text === '') problems.push(signatureEmptyProblem(signature.segment))
  return {
    format: 'jws',
    segments: [header.segment, payload.segment, signature.segment],
    problems,
    unencodedPayload: true,
    ...(detached ? { detached } : {}),
  }
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

function signatureEmptyProblem({ start, end }: Span): Problem {
  return {
    code: 'SIGNATURE_EMPTY',
    severity: 'error',
    start,
    end,
    message: 'The signature is empty, although the header names an algorithm.',
  }
}

function segmentCountProblem(count: number, span: Span): Problem {
  const missing = count < 3 ? ' The end seems to be missing.' : ''
  return {
    code: 'SEGMENT_COUNT',
    severity: 'error',
    ...span,
    message: `A signed token has 3 segments and an encrypted one 5; here ${count === 1 ? 'is 1' : `are ${count}`}.${missing}`,
  }
}

/** `none` in any case and with anything invisible or punctuating around it: someone's reader will take it for none. */
export function namesNoSignature(alg: unknown): boolean {
  return typeof alg === 'string' && /^\W{0,20}none\W{0,20}$/i.test(alg)
}
