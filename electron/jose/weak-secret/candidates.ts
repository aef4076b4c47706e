import type { TokenReading } from '../../../shared/token/reading.ts'
import { commonWords, nouns, prefixes } from './common-words.ts'
import { knownSecrets } from './known-secrets.ts'

export type Candidate = {
  readonly text: string
  /** How the text becomes the bytes of the secret. */
  readonly encoding: 'utf8' | 'base64' | 'hex'
  /** Where it comes from, in words that follow "found": `in the list of known secrets`. */
  readonly how: string
}

const listed = 'in the list of known secrets'
const word = 'a common word'
const suffixes = [
  '1',
  '12',
  '123',
  '1234',
  '12345',
  '123456',
  '!',
  '!!',
  '1!',
  '123!',
  '@123',
  '#123',
  '01',
  '007',
  '69',
  '99',
  '00',
  '2',
  '0',
  '_secret',
  '-secret',
  'secret',
  '_key',
  '-key',
  'key',
]
const years = Array.from({ length: 14 }, (_, index) => String(2015 + index))

/** The part of the list that is the same for every token: tens of thousands, made once. */
type Constant = {
  readonly known: readonly Candidate[]
  readonly words: readonly Candidate[]
  readonly ids: ReadonlySet<string>
}
let constant: Constant | null = null

/**
 * Everything that is tried as the secret of a token, most likely first, each once. The same token gives the same list,
 * so a place in it names a candidate.
 */
export function weakSecretCandidates(reading: TokenReading): readonly Candidate[] {
  constant ??= makeConstant()
  const { known, words, ids } = constant
  const own: Candidate[] = []
  const add = adder(new Set(), own, ids)
  for (const { text, name } of tokenValues(reading)) addForms(text, `the value of ${name} in the token`, add)
  return [...known, ...own, ...words]
}

function makeConstant(): Constant {
  const ids = new Set<string>()
  const known: Candidate[] = []
  const addKnown = adder(ids, known)
  addKnown('', 'the empty secret')
  for (const text of knownSecrets) addForms(text, listed, addKnown)
  const words: Candidate[] = []
  const add = adder(ids, words)
  const cased = commonWords.flatMap(cases)
  for (const text of cased) add(text, word)
  for (const noun of nouns)
    for (const prefix of prefixes)
      for (const separator of ['', '-', '_', ' ', '.'])
        for (const text of cases(`${prefix}${separator}${noun}`))
          add(text, 'put together from words of tutorials')
  for (const text of cased) addForms(text, word, add)
  for (const suffix of [...suffixes, ...years])
    for (const text of cased) add(`${text}${suffix}`, `${word} with ${suffix} after it`)
  return { known, words, ids }
}

function adder(ids: Set<string>, list: Candidate[], others?: ReadonlySet<string>): Add {
  return (text, how, encoding = 'utf8') => {
    const id = `${encoding}:${text}`
    if (text.length > 1000 || ids.has(id) || others?.has(id)) return
    ids.add(id)
    list.push({ text, how, encoding })
  }
}

type Add = (text: string, how: string, encoding?: Candidate['encoding']) => void

/** What people and frameworks do to a text before it is a secret. */
function addForms(text: string, how: string, add: Add): void {
  add(text, how)
  add(text.toUpperCase(), `${how}, in capitals`)
  add(text.toLowerCase(), `${how}, in small letters`)
  add(`${text}\n`, `${how}, with a line break after it`)
  add(`"${text}"`, `${how}, with its quotes`)
  const base64 = Buffer.from(text, 'utf8').toString('base64')
  add(base64, `${how}, as base64 text`)
  // Libraries that decode the secret first (jjwt and others) take this text for base64.
  if (/^[A-Za-z0-9+/]{4,}={0,2}$/.test(text)) add(text, `${how}, decoded as base64`, 'base64')
  // Node’s decoder takes both alphabets; the keys of RFC 7515 §A.1 and RFC 7520 §3.5 are written in the other one.
  else if (/^[\w-]{4,}$/.test(text)) add(text, `${how}, decoded as base64url`, 'base64')
  if (/^(?:[0-9a-f]{2}){4,}$/i.test(text)) add(text, `${how}, decoded as hex`, 'hex')
  add([...text].reverse().join(''), `${how}, backwards`)
  add(text + text, `${how}, twice`)
  if (text.length >= 1 && text.length < 64) {
    for (const length of [32, 48, 64]) {
      if (text.length >= length) continue
      add(text.padEnd(length, text), `${how}, repeated up to ${length} characters`)
      add(text.padEnd(length, '0'), `${how}, filled up with zeros to ${length} characters`)
      add(text.padEnd(length, '\0'), `${how}, filled up with zero bytes to ${length}`)
    }
  }
}

function cases(text: string): readonly string[] {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return first === text ? [text] : [text, first, text.toUpperCase()]
}

/** Short values that stand in the token itself, and the host of its issuer (CVE-2019-20933 and its kind). */
function tokenValues(reading: TokenReading): readonly { readonly text: string; readonly name: string }[] {
  const values: { readonly text: string; readonly name: string }[] = []
  for (const { members } of reading.segments) {
    for (const { name, value } of (members ?? []).slice(0, 100)) {
      const texts = Array.isArray(value) ? value.slice(0, 5) : [value]
      for (const text of texts) {
        if (typeof text === 'number') values.push({ text: String(text), name })
        if (typeof text !== 'string' || text === '' || text.length > 300) continue
        values.push({ text, name })
        if (!URL.canParse(text)) continue
        const { hostname } = new URL(text)
        const parts = hostname.split('.').filter((part) => part)
        for (const part of [hostname, parts.slice(-2).join('.'), ...parts])
          values.push({ text: part, name: `${name} (host)` })
      }
    }
  }
  return values
}
