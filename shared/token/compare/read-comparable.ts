import { findToken } from '../find-token.ts'
import { readJson } from '../json-text.ts'
import type { Member, TokenReading } from '../reading.ts'
import { holdsKey } from './holds-key.ts'

/** One side of a comparison: a token, or the JSON of a userinfo or introspection answer. */
export type Comparable = {
  readonly kind: 'token' | 'json'
  readonly claims: readonly Member[]
  /** Null for JSON, which has none. */
  readonly header: readonly Member[] | null
  /** The signature as received; null where there is none. */
  readonly signature: string | null
  /** What a person should know before reading the comparison. */
  readonly notes: readonly string[]
}

export type ComparableReading =
  | { readonly ok: true; readonly side: Comparable }
  | { readonly ok: false; readonly message: string }

/** Larger texts are not compared; in characters. */
export const maxComparable = 1_000_000

/** Members by which a JSON object shows that it speaks of someone itself, whatever tokens stand inside. */
const ownWords = ['sub', 'active', 'iss']

/**
 * Reads one side of a comparison: a token, alone or in other text, or a JSON object. Nothing is verified. Never throws;
 * linear. A message says what is missing where the text is neither.
 */
export function readComparable(text: string): ComparableReading {
  if (text.trim() === '') return { ok: false, message: 'There is nothing to compare.' }
  if (text.length > maxComparable) {
    return { ok: false, message: `Texts of more than ${maxComparable} characters are not compared.` }
  }
  const json = readJson(text)
  if (holdsKey(json.members ?? [])) {
    return { ok: false, message: 'It holds a key, which is no answer about anyone and is not shown.' }
  }
  const isAnswer = json.isObject && (json.members ?? []).some(({ name }) => ownWords.includes(name))
  if (isAnswer)
    return ofJson(
      json.members ?? [],
      json.problems.some(({ severity }) => severity === 'error'),
    )
  const reading = findToken(text)
  if (reading.segments.length > 0) {
    const found = comparableOf(reading)
    if (!found.ok || reading.more === undefined) return found
    const note = `is one of ${reading.more + 1} tokens in its text`
    return { ok: true, side: { ...found.side, notes: [...found.side.notes, note] } }
  }
  if (json.isObject) return ofJson(json.members ?? [], false)
  const error = json.members ? json.problems.find(({ severity }) => severity === 'error') : undefined
  return {
    ok: false,
    message: error?.message ?? 'A signed token or a JSON object was expected; this is neither.',
  }
}

/** The same for a token that was read already. */
export function comparableOf(reading: TokenReading): ComparableReading {
  const segment = (wanted: string) => reading.segments.find(({ name }) => name === wanted)
  if (reading.format === 'jwe' || reading.format === 'jwe_json') {
    return { ok: false, message: 'The token is encrypted, so there are no claims to compare.' }
  }
  const payload = segment('payload')
  if (!payload?.members) {
    return { ok: false, message: 'The payload is not a JSON object, so there are no claims to compare.' }
  }
  const broken = reading.problems.some(({ severity }) => severity === 'error')
  const signature = segment('signature')?.text ?? ''
  return {
    ok: true,
    side: {
      kind: 'token',
      claims: payload.members,
      header: segment('header')?.members ?? [],
      signature: signature === '' ? null : signature,
      notes: [
        ...(broken ? ['is not well formed; what could be read is compared'] : []),
        ...(reading.format === 'sd_jwt'
          ? ['is an SD-JWT: what the issuer signed is compared, its disclosures are not']
          : []),
      ],
    },
  }
}

function ofJson(claims: readonly Member[], broken: boolean): ComparableReading {
  const notes = broken ? ['is not well formed; what could be read is compared'] : []
  return { ok: true, side: { kind: 'json', claims, header: null, signature: null, notes } }
}
