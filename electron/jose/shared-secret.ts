import { isBase64url } from '../../shared/token/base64url.ts'
import type { SecretEncoding } from '../../shared/verdict/verification.ts'
import { publishedKey } from './published-key.ts'

export type SecretReading =
  | { readonly bytes: Uint8Array }
  | { readonly problem: string; readonly hostile: boolean }

/**
 * The bytes of a shared secret. Refused: an empty one, one that is not in its encoding, and one that is a public
 * key or a certificate as PEM, DER, JWK or what else `publishedKey` knows, because anyone can sign with that (RFC 8725
 * §2.1). The bare numbers of a key, an RSA modulus say, are not recognised.
 */
export function readSharedSecret(text: string, encoding: SecretEncoding): SecretReading {
  const bytes = decode(text, encoding)
  if (bytes === null) {
    return { problem: `the secret is not ${encoding}; ${whyNot(text, encoding)}`, hostile: false }
  }
  if (bytes.length === 0) return { problem: 'the secret is empty', hostile: false }
  const published = publishedKey(bytes)
  if (published) {
    return {
      problem: `the secret is ${published}, which is no secret: anyone could sign with it`,
      hostile: true,
    }
  }
  return { bytes }
}

const alphabets: Readonly<Record<SecretEncoding, string>> = {
  utf8: 'any text is expected',
  base64: 'letters, digits, + and / are expected',
  base64url: 'letters, digits, - and _ are expected',
  hex: 'pairs of the digits 0 to 9 and a to f are expected',
}

/** A character of another alphabet, or one lost at the end: the two are mended in different ways. */
function whyNot(text: string, encoding: SecretEncoding): string {
  const compact = text.replace(/\s/g, '').replace(/={1,2}$/, '')
  const own = encoding === 'base64' ? /^[A-Za-z0-9+/]*$/ : /^[A-Za-z0-9_-]*$/
  if (encoding === 'utf8' || encoding === 'hex' || !own.test(compact)) return alphabets[encoding]
  return compact.length % 4 === 1
    ? `${compact.length} characters make no whole number of bytes, so one is missing or too many`
    : 'its last character carries bits that belong to no byte, so it was cut or mistyped'
}

/**
 * A secret is a file or a paste, not a token: line breaks, as `openssl rand -base64 64` puts them, white space and
 * `=` padding are no part of it. A character of another alphabet is, so it is refused.
 */
function decode(text: string, encoding: SecretEncoding): Uint8Array | null {
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text, 'utf8')
    case 'base64':
      return /[-_]/.test(text) ? null : decodeBase64url(text.replaceAll('+', '-').replaceAll('/', '_'))
    case 'base64url':
      return decodeBase64url(text)
    case 'hex':
      return /^\s*(?:[0-9a-f]{2}[\s:]*)*$/i.test(text) ? Buffer.from(text.replace(/[\s:]/g, ''), 'hex') : null
  }
}

function decodeBase64url(text: string): Uint8Array | null {
  const compact = text.replace(/\s/g, '').replace(/={1,2}$/, '')
  return isBase64url(compact) ? Buffer.from(compact, 'base64url') : null
}
