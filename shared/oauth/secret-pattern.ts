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
 * Whether `secretPattern` can match this text at all. Every spelling of a letter but the letter itself begins with one of
 * four characters, so that without them only the literal forms remain, and those are found much faster.
 */
export function mayHold(text: string, { literals, beginning }: SecretHints): boolean {
  if (literals.some((form) => text.includes(form))) return true
  return /[%\\&+]/.test(text) && beginning.test(text)
}

export type SecretHints = {
  /** The secret's beginning as it is, and inside Base64: what `secretPattern` finds without any escape. */
  readonly literals: readonly string[]
  /** The first letters in every spelling: a small pattern, where the whole one may take milliseconds to be made. */
  readonly beginning: RegExp
}

const firstLetters = 12

export function secretHints(secret: string): SecretHints {
  const head = secret.slice(0, longSecret)
  const letters = Array.from(head).slice(0, firstLetters).map(letterPattern)
  return { literals: [head, ...base64Forms(head)], beginning: new RegExp(letters.join('')) }
}

/** One character in every spelling a URL, a form, JSON or HTML may give it. */
function letterPattern(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  const hex = code.toString(16)
  const percent = [...new TextEncoder().encode(letter)]
    .map((byte) => `%${caseless(byte.toString(16).padStart(2, '0'))}`)
    .join('')
  const units = Array.from({ length: letter.length }, (_, index) => letter.charCodeAt(index))
  const escapes = units.map((unit) => `\\\\u${caseless(unit.toString(16).padStart(4, '0'))}`).join('')
  const forms = [escapePattern(letter), percent, escapes, `&#(?:[xX]0*${caseless(hex)}|0*${code});`]
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
