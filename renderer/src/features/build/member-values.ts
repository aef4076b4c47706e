import { parseRelativeTime } from '../../../../shared/build/relative-time.ts'
import { parseInstant } from '../../../../shared/time/instant.ts'

/** How a value is edited in the list. */
export type ValueKind = 'text' | 'time' | 'json'

const timeNames = new Set(['exp', 'nbf', 'iat', 'auth_time', 'updated_at'])
const timePlaceholder = /^\{\{\s*((?:now|[+-]).*?)\s*\}\}$/i

/** Moments are numbers in a token (NumericDate, RFC 7519 §2); a placeholder is one to be. */
export function isTimeName(name: string): boolean {
  return timeNames.has(name)
}

/** The kind a value shows itself by: strings as text, times as times, all else as JSON. */
export function kindOf(name: string, value: unknown): ValueKind {
  if (typeof value === 'string') return timePlaceholder.test(value) ? 'time' : 'text'
  return typeof value === 'number' && isTimeName(name) ? 'time' : 'json'
}

/** What stands in the field for a value. */
export function fieldText(kind: ValueKind, raw: string, value: unknown): string {
  if (kind === 'json') return raw
  if (kind === 'time' && typeof value === 'string') return timePlaceholder.exec(value)?.[1] ?? value
  return typeof value === 'string' ? value : raw
}

export type FieldReading =
  | { readonly ok: true; readonly raw: string }
  | { readonly ok: false; readonly problem: string }

/** The JSON text of what stands in a field. A time told from now stays so, as a placeholder. */
export function readField(kind: ValueKind, text: string, nowSeconds: number): FieldReading {
  if (kind === 'text') return { ok: true, raw: JSON.stringify(text) }
  if (kind === 'time') {
    const trimmed = text.trim()
    if (/^-?\d+$/.test(trimmed)) return { ok: true, raw: String(BigInt(trimmed)) }
    const instant = parseInstant(trimmed)
    if (instant !== null) return { ok: true, raw: String(instant) }
    if (parseRelativeTime(trimmed, nowSeconds) !== null) {
      return { ok: true, raw: JSON.stringify(`{{${trimmed}}}`) }
    }
    return { ok: false, problem: 'A time: now + 1h, 2026-11-23T14:30:00Z or Unix seconds.' }
  }
  try {
    JSON.parse(text)
    return { ok: true, raw: text.trim() }
  } catch {
    return { ok: false, problem: 'This is not JSON yet, so it was not taken over.' }
  }
}

/** The moment a value stands for, in Unix seconds; null where it is none. */
export function momentOf(value: unknown, nowSeconds: number): number | null {
  if (typeof value === 'number') return value
  const relative = typeof value === 'string' ? timePlaceholder.exec(value)?.[1] : undefined
  return relative === undefined ? null : parseRelativeTime(relative, nowSeconds)
}

/** The value again under another kind, so that nothing is lost by looking at it otherwise. */
export function convertRaw(to: ValueKind, raw: string, value: unknown, nowSeconds: number): string {
  if (to === 'text') return typeof value === 'string' ? raw : JSON.stringify(raw)
  if (to === 'time') {
    const reading = readField('time', typeof value === 'string' ? value : raw, nowSeconds)
    return reading.ok ? reading.raw : String(Math.floor(nowSeconds))
  }
  if (typeof value !== 'string') return raw
  const reading = readField('json', value, nowSeconds)
  return reading.ok ? reading.raw : raw
}
