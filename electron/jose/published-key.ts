import { createPublicKey, X509Certificate } from 'node:crypto'

/** A key wrapped more often than this was not wrapped by mistake. */
const maxLayers = 6
/** A list of keys is read this far; a secret has no list in it. */
const maxListed = 20

/**
 * Names what the bytes are where they are key material that is public or made to be, in whatever spelling: PEM, DER,
 * a JWK, a JWKS or an SSH key, and each of them in hex, base64, base64url or UTF-16, as JSON text or in a JSON list.
 * Null for a real secret. What is signed with such bytes, anyone can sign (RFC 8725 §2.1).
 */
export function publishedKey(bytes: Uint8Array): string | null {
  return findInBytes(bytes, maxLayers)
}

function findInBytes(bytes: Uint8Array, layers: number): string | null {
  if (isDer(bytes)) return 'a public key in DER'
  // Key texts are ASCII: without the zero bytes and the marks of UTF-16 and UTF-32 they read as in UTF-8.
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll('\u0000', '')
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .trim()
  if (text.includes('-----BEGIN')) return 'a PEM block'
  if (/^(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-\S+) /.test(text)) return 'an SSH public key'
  if (layers === 0) return null
  if (/^["[{]/.test(text)) return findInJson(parseJson(text), layers)
  for (const inner of decodings(text)) {
    const found = findInBytes(inner, layers - 1)
    if (found) return found.endsWith(otherSpelling) ? found : `${found}${otherSpelling}`
  }
  return null
}

const otherSpelling = ' in another encoding'

/** What the text may stand for. The alphabets overlap, so each reading is tried; random bytes look like no key. */
function decodings(text: string): readonly Uint8Array[] {
  const hex = text.replace(/[\s:]/g, '').replace(/^0x/i, '')
  const base64 = text.replace(/\s/g, '')
  return [
    ...(/^(?:[0-9a-f]{2})+$/i.test(hex) ? [Buffer.from(hex, 'hex')] : []),
    // Node reads both alphabets under this name.
    ...(/^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(base64) ? [Buffer.from(base64, 'base64')] : []),
  ]
}

function findInJson(value: unknown, layers: number): string | null {
  if (typeof value === 'string') return findInBytes(Buffer.from(value), layers - 1)
  if (typeof value !== 'object' || value === null || layers === 0) return null
  if (isKey(value)) return 'a JSON Web Key'
  for (const inner of Object.values(value).slice(0, maxListed)) {
    const found = findInJson(inner, layers - 1)
    if (found) return found
  }
  return null
}

function isKey(value: object): boolean {
  const { kty, keys } = value as { readonly kty?: unknown; readonly keys?: unknown }
  return typeof kty === 'string' || Array.isArray(keys)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
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
