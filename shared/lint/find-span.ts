import { visit } from 'jsonc-parser'
import type { Segment, Span, TokenReading } from '../token/reading.ts'
import type { Place } from './rule.ts'

/**
 * Where a finding stands in the input as it was pasted, for an editor to mark. A member is narrowed down to the
 * characters of base64url that carry it, where the segment stands in one piece. Null where there is nothing to mark.
 */
export function findSpan(where: Place, reading: TokenReading): Span | null {
  if (where.span) return where.span
  if (where.part === 'token') return reading.span
  if (where.part === 'disclosure') {
    const disclosure = reading.disclosures?.[where.index ?? 0]
    return disclosure ? { start: disclosure.start, end: disclosure.end } : reading.span
  }
  if (where.part === 'key_binding') return reading.keyBinding?.span ?? reading.span
  const signature = where.index === undefined ? undefined : reading.signatures?.[where.index]
  const own = where.part === 'signature' ? signature?.signature : signature?.protectedHeader
  const segment = own ?? reading.segments.find(({ name }) => name === where.part)
  if (!segment) return reading.span
  const whole = { start: segment.start, end: segment.end }
  return where.name === undefined ? whole : (memberSpan(segment, where.name) ?? whole)
}

/** The last member of this name, as readers take it. */
function memberSpan(segment: Segment, name: string): Span | null {
  // White space or escapes in between shift everything after them; then the whole segment is marked.
  if (segment.decoded === null || segment.end - segment.start !== segment.text.length) return null
  const { decoded } = segment
  let depth = 0
  let start = -1
  let found: Span | null = null
  let pending = -1
  const end = (at: number) => {
    if (depth === 1 && pending !== -1) {
      found = { start: pending, end: at }
      pending = -1
    }
  }
  const open = () => {
    depth += 1
  }
  const close = (offset: number) => {
    depth -= 1
    end(offset + 1)
  }
  visit(decoded, {
    onObjectBegin: open,
    onArrayBegin: open,
    onObjectEnd: close,
    onArrayEnd: close,
    onObjectProperty: (property, offset) => {
      if (depth !== 1) return
      start = offset
      pending = property === name ? start : -1
    },
    onLiteralValue: (_value, offset, length) => end(offset + length),
  })
  const place = found as Span | null
  if (place === null) return null
  const bytesBefore = (offset: number) => new TextEncoder().encode(decoded.slice(0, offset)).length
  const isEncoded = segment.byteLength !== null && segment.text !== decoded
  const scale = (count: number, round: (value: number) => number) =>
    isEncoded ? round((count * 4) / 3) : count
  return {
    start: segment.start + Math.min(scale(bytesBefore(place.start), Math.floor), segment.text.length),
    end: segment.start + Math.min(scale(bytesBefore(place.end), Math.ceil), segment.text.length),
  }
}

/** The place in words that a program can read: `header.alg`, `payload.aud`, `signatures[1].header.alg`, `token`. */
export function placePath(where: Place): string {
  const name = where.name === undefined ? '' : `.${where.name}`
  if (where.part === 'disclosure')
    return where.index === undefined ? 'disclosures' : `disclosures[${where.index}]`
  const index = where.index === undefined ? '' : `signatures[${where.index}].`
  return `${index}${where.part}${name}`
}
