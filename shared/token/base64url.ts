const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Value of each ASCII character; 255 outside the alphabet. `+` and `/` are read too, so that they can be named. */
const values = new Uint8Array(128).fill(255)
for (let index = 0; index < 64; index++) values[alphabet.charCodeAt(index)] = index
values[0x2b] = 62
values[0x2f] = 63

export type Base64urlProblem = {
  readonly code: 'BASE64URL_CHARACTER' | 'BASE64URL_PADDING' | 'BASE64URL_LENGTH' | 'BASE64URL_NOT_CANONICAL'
  /** Offsets in the encoded text. */
  readonly start: number
  readonly end: number
  readonly message: string
}

export type Base64urlReading = {
  /** All bytes before the first character that breaks the text. */
  readonly bytes: Uint8Array
  /** Null where the text is canonical base64url without padding (RFC 7515 §2, RFC 4648 §3.5). */
  readonly problem: Base64urlProblem | null
}

/** True for canonical, unpadded base64url (RFC 7515 §2, RFC 4648 §3.5). The empty text is canonical. */
export function isBase64url(text: string): boolean {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || /[\r\n]$/.test(text) || text.length % 4 === 1) return false
  return hasCanonicalEnd(text)
}

/** Decodes as far as the text allows and names the first thing wrong with it. Never throws; linear. */
export function readBase64url(text: string): Base64urlReading {
  const bad = text.search(/[^A-Za-z0-9_-]/)
  if (bad === -1) return readAlphabetOnly(text)
  const character = text.charAt(bad)
  if (character === '+' || character === '/') {
    const next = text.search(/[^A-Za-z0-9_\-+/]/)
    return {
      bytes: decode(next === -1 ? text : text.slice(0, next)),
      problem: {
        code: 'BASE64URL_CHARACTER',
        start: bad,
        end: bad + 1,
        message: `Character ${bad + 1} is ${character}, which belongs to base64; base64url writes ${character === '+' ? '-' : '_'} instead.`,
      },
    }
  }
  const rest = text.slice(bad)
  if (/^={1,2}$/.test(rest)) {
    return {
      bytes: decode(text.slice(0, bad)),
      problem: {
        code: 'BASE64URL_PADDING',
        start: bad,
        end: text.length,
        message: 'The segment ends in = padding; base64url in a token has none.',
      },
    }
  }
  const shown = describeCharacter(text.codePointAt(bad) ?? 0)
  return {
    bytes: decode(text.slice(0, bad)),
    problem: {
      code: 'BASE64URL_CHARACTER',
      start: bad,
      end: bad + ((text.codePointAt(bad) ?? 0) > 0xffff ? 2 : 1),
      message: `Character ${bad + 1} is ${shown}; base64url has only letters, digits, - and _.`,
    },
  }
}

function readAlphabetOnly(text: string): Base64urlReading {
  const bytes = decode(text)
  if (text.length % 4 === 1) {
    return {
      bytes,
      problem: {
        code: 'BASE64URL_LENGTH',
        start: text.length - 1,
        end: text.length,
        message: `${text.length === 1 ? '1 character' : `${text.length} characters`} cannot be base64url: one is missing or one is too many.`,
      },
    }
  }
  if (!hasCanonicalEnd(text)) {
    return {
      bytes,
      problem: {
        code: 'BASE64URL_NOT_CANONICAL',
        start: text.length - 1,
        end: text.length,
        message: `The last character, ${text.slice(-1)}, carries bits that belong to no byte; another spelling decodes to the same bytes.`,
      },
    }
  }
  return { bytes, problem: null }
}

function hasCanonicalEnd(text: string): boolean {
  const unused = text.length % 4 === 2 ? 0b1111 : text.length % 4 === 3 ? 0b11 : 0
  return unused === 0 || ((values[text.charCodeAt(text.length - 1)] ?? 255) & unused) === 0
}

/** Decodes text that holds only characters of the alphabet; bits without a byte are dropped. */
function decode(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let buffer = 0
  let bits = 0
  let length = 0
  for (let index = 0; index < text.length; index++) {
    buffer = ((buffer << 6) | (values[text.charCodeAt(index)] ?? 0)) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[length++] = (buffer >> bits) & 0xff
    }
  }
  return bytes.subarray(0, length)
}

/** Encodes bytes as base64url without padding. */
export function encodeBase64url(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0)
    const four =
      alphabet.charAt(group >> 18) +
      alphabet.charAt((group >> 12) & 63) +
      alphabet.charAt((group >> 6) & 63) +
      alphabet.charAt(group & 63)
    parts.push(left >= 3 ? four : four.slice(0, left + 1))
  }
  return parts.join('')
}

/** A character in words that can be told apart on a screen: `"` or `U+200B`. */
export function describeCharacter(codePoint: number): string {
  const hex = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  const names: Record<number, string> = {
    9: 'a tab',
    10: 'a line break',
    13: 'a carriage return',
    32: 'a space',
    61: '=',
    160: 'a no-break space',
  }
  const name = names[codePoint]
  if (name) return name
  return codePoint > 32 && codePoint < 127 ? String.fromCharCode(codePoint) : hex
}
