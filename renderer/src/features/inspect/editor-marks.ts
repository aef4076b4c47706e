import type { Problem, Segment, SegmentName, Span, TokenReading } from '../../../../shared/token/reading.ts'

export type MarkKind = 'skipped' | 'dot' | 'header' | 'payload' | 'signature' | 'other'

/** A stretch of the input and how it is coloured; offsets in UTF-16 code units, in order, never overlapping. */
export type Mark = { readonly from: number; readonly to: number; readonly kind: MarkKind }

const kinds: Readonly<Record<SegmentName, MarkKind>> = {
  header: 'header',
  payload: 'payload',
  signature: 'signature',
  encrypted_key: 'payload',
  iv: 'other',
  ciphertext: 'signature',
  tag: 'other',
  aad: 'other',
}

/** Every character of the input, coloured for what it is: a segment, a dot, or skipped text around the token. */
export function readMarks(reading: TokenReading): readonly Mark[] {
  const marks: Mark[] = []
  let at = 0
  const push = (to: number, kind: MarkKind) => {
    if (to > at) marks.push({ from: at, to, kind })
    at = Math.max(at, to)
  }
  if (reading.segments.length === 0) return []
  push(reading.span.start, 'skipped')
  for (const segment of allSegments(reading)) {
    push(segment.start, 'dot')
    push(segment.end, kinds[segment.name])
  }
  push(reading.span.end, 'dot')
  push(reading.input.length, 'skipped')
  return marks
}

/** What an editor shows: a text, its colours, and what is wrong in it. */
export type EditorDocument = {
  readonly text: string
  readonly marks: readonly Mark[]
  readonly problems: readonly Problem[]
}

/**
 * The text with the token that is read marked in it. Of one that is not literally there, such as one in base64, the
 * place is marked as a whole, and its problems have no place of their own.
 */
export function editorDocument(text: string, reading: TokenReading, place: Span | null): EditorDocument {
  if (reading.input === text) return { text, marks: readMarks(reading), problems: readUnderlines(reading) }
  if (place === null) return { text, marks: [], problems: [] }
  const marks: readonly Mark[] = [
    { from: 0, to: place.start, kind: 'skipped' },
    { from: place.start, to: place.end, kind: 'payload' },
    { from: place.end, to: text.length, kind: 'skipped' },
  ]
  return { text, marks: marks.filter(({ from, to }) => to > from), problems: [] }
}

/** In the order of the text; a JSON form has its parts in any order, and further signatures and recipients. */
function allSegments(reading: TokenReading): readonly Segment[] {
  const { segments, signatures = [], recipients = [], disclosures = [], keyBinding } = reading
  const further: readonly (Segment | null)[] = [
    ...signatures.flatMap((one) => [one.protectedHeader, one.signature]),
    ...recipients.map((one) => one.encryptedKey),
    ...disclosures.map((one) => ({
      ...one,
      name: 'payload' as const,
      byteLength: null,
      members: null,
      isObject: false,
    })),
    ...(keyBinding?.segments ?? []),
  ]
  return [...segments, ...further].filter((segment) => segment !== null).sort((a, b) => a.start - b.start)
}

/**
 * Problems as stretches an editor can underline: at least one character wide, inside the input, sorted.
 * One that is about the token as a whole marks its last character, where something is missing or too much.
 */
export function readUnderlines(reading: TokenReading): readonly Problem[] {
  const length = reading.input.length
  if (length === 0) return []
  return reading.problems
    .map((problem) => {
      const { start: from, end: to } = reading.span
      const whole = problem.start <= from && problem.end >= to && to - from > 1
      return whole ? { ...problem, start: to - 1, end: to } : problem
    })
    .map((problem) => {
      const start = Math.min(Math.max(problem.start, 0), length - 1)
      return { ...problem, start, end: Math.min(Math.max(problem.end, start + 1), length) }
    })
    .sort((a, b) => a.start - b.start)
}
