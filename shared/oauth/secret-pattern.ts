import { encodeBase64url } from '../token/base64url.ts'

/** A secret this long is recognised by its beginning; the rest is taken with it. */
const longSecret = 200

/** Not glued to a word before it; the end of a percent escape is no word. */
export const notInWord = '(?<![A-Za-z0-9_](?<!%[0-9A-Fa-f]{2}))'

/**
 * A pattern that finds a secret in each of its usual spellings: as it is, percent-encoded in part or whole,
 * escaped for JSON or HTML, and inside Base64. Linear: no two of its ways match the same text.
 */
export function secretPattern(secret: string): RegExp {
  const head = Array.from(secret.slice(0, longSecret))
  const letters = head.map(letterPattern).join('')
  const forms = [
    secret.length > longSecret ? `${letters}[^\\s"'<>&‹›]*` : letters,
    ...base64Forms(secret.slice(0, longSecret)).map(escapePattern),
  ]
  if (secret.length >= 8) return new RegExp(forms.join('|'), 'g')
  // A short secret such as `secret` would tear `client_secret_basic` apart: it counts only as a word.
  return new RegExp(`${notInWord}(?:${forms.join('|')})(?![A-Za-z0-9_])`, 'g')
}

/**
 * Whether `secretPattern` can match this text at all; true also where it does not. A pattern is made for one secret and
 * seldom used twice, so that making it costs more than all else; this is one loop for every secret.
 */
export function mayHold(text: string, { literals, letters }: SecretHints): boolean {
  if (literals.some((form) => text.includes(form))) return true
  // Every spelling of a letter but the letter itself begins with one of these.
  if (!/[%\\&+]/.test(text)) return false
  const first = letters[0]?.letter.charCodeAt(0) ?? 0
  const plus = first === codes.space ? codes.plus : first
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const mayBegin =
      code === first ||
      code === plus ||
      code === codes.percent ||
      code === codes.backslash ||
      code === codes.ampersand
    if (mayBegin && beginsAt(text, at, letters)) return true
  }
  return false
}

const codes = { space: 0x20, plus: 0x2b, percent: 0x25, backslash: 0x5c, ampersand: 0x26 } as const

export type SecretHints = {
  /** The secret's beginning as it is, and inside Base64: what `secretPattern` finds without any escape. */
  readonly literals: readonly string[]
  /** The first letters, which may be spelled in many ways. */
  readonly letters: readonly Letter[]
}

/** A letter and how it is escaped, in lower case. */
type Letter = { readonly letter: string; readonly percent: string; readonly unicode: string }

const firstLetters = 12

export function secretHints(secret: string): SecretHints {
  const head = secret.slice(0, longSecret)
  return {
    literals: [head, ...base64Forms(head)],
    letters: Array.from(head)
      .slice(0, firstLetters)
      .map((letter) => ({ letter, percent: percentOf(letter), unicode: unicodeOf(letter) })),
  }
}

function percentOf(letter: string): string {
  return [...new TextEncoder().encode(letter)]
    .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
    .join('')
}

function unicodeOf(letter: string): string {
  return Array.from(
    { length: letter.length },
    (_, index) => `\\u${letter.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')
}

function beginsAt(text: string, start: number, letters: readonly Letter[]): boolean {
  let ends: readonly number[] = [start]
  for (const letter of letters) {
    const next = ends.flatMap((at) => endsOf(text, at, letter))
    // More than one way only where a letter begins an escape itself.
    ends = next.length > 1 ? [...new Set(next)] : next
    if (ends.length === 0) return false
  }
  return true
}

/** Where one letter may end that begins here, as `letterPattern` spells it; an entity counts by its form alone. */
function endsOf(text: string, at: number, { letter, percent, unicode }: Letter): readonly number[] {
  const literal = text.startsWith(letter, at) ? [at + letter.length] : []
  const spelled = (form: string) =>
    text.slice(at, at + form.length).toLowerCase() === form ? [...literal, at + form.length] : literal
  switch (text.charAt(at)) {
    case '%':
      return spelled(percent)
    case '\\':
      return text.charAt(at + 1) === 'u' ? spelled(unicode) : [...literal, at + 2]
    case '+':
      return letter === ' ' ? [at + 1] : literal
    case '&': {
      const end = text.slice(at, at + longestEntity).indexOf(';')
      return end === -1 ? literal : [...literal, at + end + 1]
    }
    default:
      return literal
  }
}

/** Nobody pads a character's number further. */
const mostZeros = 16
const longestEntity = mostZeros + 12

/** One character in every spelling a URL, a form, JSON or HTML may give it. */
function letterPattern(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  const hex = code.toString(16)
  const percent = [...new TextEncoder().encode(letter)]
    .map((byte) => `%${caseless(byte.toString(16).padStart(2, '0'))}`)
    .join('')
  const units = Array.from({ length: letter.length }, (_, index) => letter.charCodeAt(index))
  const escapes = units.map((unit) => `\\\\u${caseless(unit.toString(16).padStart(4, '0'))}`).join('')
  const forms = [
    escapePattern(letter),
    percent,
    escapes,
    `&#(?:[xX]0{0,${mostZeros}}${caseless(hex)}|0{0,${mostZeros}}${code});`,
  ]
  if (letter === ' ') forms.push('\\+')
  if ('"\\/'.includes(letter)) forms.push(`\\\\${escapePattern(letter)}`)
  const entity = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }[letter]
  if (entity) forms.push(`&${entity};`)
  return `(?:${forms.join('|')})`
}

function caseless(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
}

/** The secret inside any Base64 text, at each of the three alignments, without the characters it shares. */
function base64Forms(secret: string): readonly string[] {
  if (secret.length < 6) return []
  const bytes = new TextEncoder().encode(secret)
  return [0, 1, 2].flatMap((offset) => {
    const shifted = new Uint8Array(offset + bytes.length)
    shifted.set(bytes, offset)
    const encoded = encodeBase64url(shifted).slice(
      Math.ceil((offset * 8) / 6),
      Math.floor((shifted.length * 8) / 6),
    )
    return encoded.length < 8 ? [] : [encoded, encoded.replaceAll('-', '+').replaceAll('_', '/')]
  })
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
