import { createPublicKey, X509Certificate } from 'node:crypto'
import { isBase64url } from '../../shared/token/base64url.ts'
import type { SecretEncoding } from '../../shared/verdict/verification.ts'

export type SecretReading =
  | { readonly bytes: Uint8Array }
  | { readonly problem: string; readonly hostile: boolean }

/**
 * The bytes of a shared secret. Refused: an empty one, one that is not in its encoding, and one that is a public
 * key or a certificate, because anyone can sign with that (RFC 8725 §2.1).
 */
export function readSharedSecret(text: string, encoding: SecretEncoding): SecretReading {
  const bytes = decode(text, encoding)
  if (bytes === null) return { problem: `the secret is not ${encoding}`, hostile: false }
  if (bytes.length === 0) return { problem: 'the secret is empty', hostile: true }
  const published = publishedKey(bytes)
  if (published) {
    return {
      problem: `the secret is ${published}, which is no secret: anyone could sign with it`,
      hostile: true,
    }
  }
  return { bytes }
}

function decode(text: string, encoding: SecretEncoding): Uint8Array | null {
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text, 'utf8')
    case 'base64': {
      const compact = text.trim()
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return null
      const bytes = Buffer.from(compact, 'base64')
      return bytes.toString('base64').replace(/=+$/, '') === compact.replace(/=+$/, '') ? bytes : null
    }
    case 'base64url':
      return isBase64url(text.trim()) ? Buffer.from(text.trim(), 'base64url') : null
    case 'hex':
      return /^(?:[0-9a-fA-F]{2})*$/.test(text.trim()) ? Buffer.from(text.trim(), 'hex') : null
  }
}

/** Names what the bytes are where they are key material that is public or made to be; null for a real secret. */
export function publishedKey(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trim()
  if (text.includes('-----BEGIN ')) return 'a PEM block'
  if (/^(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-\S+) /.test(text)) return 'an SSH public key'
  if (text.startsWith('{') && isKeyJson(text)) return 'a JSON Web Key'
  if (isDer(bytes)) return 'a public key in DER'
  const base64 = text.replace(/\s+/g, '')
  const body = /^M[A-Za-z0-9+/_-]{40,}={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : null
  return body && isDer(body) ? 'a public key in base64' : null
}

function isKeyJson(text: string): boolean {
  try {
    const value = JSON.parse(text) as { kty?: unknown; keys?: unknown }
    return typeof value.kty === 'string' || Array.isArray(value.keys)
  } catch {
    return false
  }
}

function isDer(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30 || bytes.length < 40) return false
  const der = Buffer.from(bytes)
  return [
    () => createPublicKey({ key: der, format: 'der', type: 'spki' }),
    () => createPublicKey({ key: der, format: 'der', type: 'pkcs1' }),
    () => new X509Certificate(der),
  ].some((read) => {
    try {
      read()
      return true
    } catch {
      return false
    }
  })
}
