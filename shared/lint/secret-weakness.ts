import type { TokenReading } from '../token/reading.ts'
import type { KeyFacts } from './lint-context.ts'

/**
 * Why a shared secret could be guessed, as far as the secret itself shows: it is empty, it is a value of the token, or
 * it is readable text. Undefined proves nothing: a listed secret and a bad random generator are not seen here.
 * Source: RFC 8725 §3.5.
 */
export function secretWeakness(text: string, reading: TokenReading): KeyFacts['weakness'] {
  if (text === '') return 'empty'
  if (tokenTexts(reading).has(text)) return 'claim_value'
  return isReadable(text) ? 'readable' : undefined
}

function tokenTexts(reading: TokenReading): ReadonlySet<string> {
  const texts = new Set<string>()
  for (const { members } of reading.segments) {
    for (const { value } of members ?? []) {
      for (const text of Array.isArray(value) ? value : [value]) {
        if (typeof text !== 'string') continue
        texts.add(text)
        if (URL.canParse(text)) texts.add(new URL(text).hostname)
      }
    }
  }
  texts.delete('')
  return texts
}

/** Below this many bits, estimated from the characters, a text is no random secret. */
const leastBits = 96

/** Words, or too little variety for random bytes in base64 or hex. */
function isReadable(text: string): boolean {
  if (!/^[\x20-\x7e]+$/.test(text)) return false
  if (
    /^[A-Za-z]+(?:[ _.-][A-Za-z]+)*$/.test(text) &&
    /[aeiou]/i.test(text) &&
    !/[A-Z][a-z]?[A-Z]{2}|[bcdfghjklmnpqrstvwxz]{6}/.test(text)
  ) {
    return true
  }
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length)
  return bits < leastBits
}
