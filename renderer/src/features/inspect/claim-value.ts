import { isTimeClaim } from '../../../../shared/token/claims.ts'
import type { Provider } from '../../../../shared/token/providers/find-provider.ts'

export type ClaimValue =
  /** The string itself, unescaped. */
  | { readonly kind: 'text'; readonly text: string }
  /**
   * An instant. `seconds` since 1970 as the specification reads the number; `looksLike` says what is odd about it, and
   * `guess` then is the instant that was probably meant.
   */
  | {
      readonly kind: 'time'
      readonly raw: string
      readonly seconds: number
      readonly odd: { readonly words: string; readonly guess: number } | null
    }
  /** An object or a list, which has rows of its own where it is unfolded. */
  | { readonly kind: 'group'; readonly raw: string; readonly of: 'object' | 'list'; readonly count: number }
  /** Anything else as written: big integers keep every digit. */
  | { readonly kind: 'json'; readonly raw: string }

/** Milliseconds of the years 2001 to 2286; as seconds they are beyond the year 30,000. */
const isMilliseconds = (value: number) => value >= 1e12 && value < 1e13
const isPlausible = (value: number) => value >= 1e9 && value < 1e10
const soundsLikeTime = /(?:_at|_time|_ts|_until|timestamp|expires|expiry|[a-z](?:Time|At))$/

/** How a value of a header or of claims is shown. `names` is its path without indexes. */
export function readValue(
  value: unknown,
  raw: string,
  of: 'header' | 'payload',
  names: string,
  provider: Provider | null,
): ClaimValue {
  if (typeof value === 'string') return readText(value, raw, of, names)
  if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value)
    const count = isList ? value.length : Object.keys(value).length
    return { kind: 'group', raw, of: isList ? 'list' : 'object', count }
  }
  if (of !== 'payload' || typeof value !== 'number' || !Number.isFinite(value)) return { kind: 'json', raw }
  const last = names.slice(names.lastIndexOf('.') + 1)
  const milliseconds = isMilliseconds(value)
  if (isTimeClaim(last) || provider?.isTime(names)) {
    const words = 'Looks like milliseconds; the specification counts seconds.'
    return { kind: 'time', raw, seconds: value, odd: milliseconds ? { words, guess: value / 1000 } : null }
  }
  if (soundsLikeTime.test(last) && (milliseconds || isPlausible(value))) {
    const words = `Perhaps a time, in ${milliseconds ? 'milliseconds' : 'seconds'}; the name is not a registered one.`
    return { kind: 'time', raw, seconds: value, odd: { words, guess: milliseconds ? value / 1000 : value } }
  }
  return { kind: 'json', raw }
}

/** A time written as text is text to every strict reader; what it would be is said all the same. */
function readText(text: string, raw: string, of: 'header' | 'payload', names: string): ClaimValue {
  if (of === 'payload' && isTimeClaim(names) && /^\d{9,13}$/.test(text)) {
    const number = Number(text)
    const guess = isMilliseconds(number) ? number / 1000 : number
    if (isPlausible(guess)) {
      const words = 'Text, not a number: a strict reader refuses it.'
      return { kind: 'time', raw, seconds: Number.NaN, odd: { words, guess } }
    }
  }
  return { kind: 'text', text }
}
