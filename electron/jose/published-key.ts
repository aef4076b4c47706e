import { isPublicDer } from './key-text/public-der-form.ts'

/** A key wrapped more often than this was not wrapped by mistake. */
const maxLayers = 6
/** A list of keys is read this far; a secret has no list in it. */
const maxListed = 20

/**
 * Names what the bytes are where they are key material that is public or made to be, in whatever spelling: PEM, DER,
 * a JWK, a JWKS, an SSH key or a key in XML, and each of them in hex, base64, base64url, UTF-16 or percent-encoded, as
 * JSON text, in a JSON list or in a data URL. The answer is the same in every runtime. Null for a real secret. What is signed with such bytes, anyone can sign (RFC 8725 §2.1).
 */
export function publishedKey(bytes: Uint8Array): string | null {
  return findInBytes(bytes, maxLayers)
}

function findInBytes(bytes: Uint8Array, layers: number): string | null {
  if (isPublicDer(bytes)) return 'a public key in DER'
  const latin = Buffer.from(bytes).toString('latin1')
  if (sshBlob.test(latin)) return 'an SSH public key'
  // Key texts are ASCII: without the zero bytes and the marks of UTF-16 and UTF-32 they read as in UTF-8.
  const text = latin
    .replaceAll('\u0000', '')
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .trim()
  const known = marks.find(([mark]) => mark.test(text))
  if (known) return known[1]
  if (layers === 0) return null
  if (/^["[{]/.test(text)) {
    const value = parseJson(text)
    return value === undefined ? null : findInJson(value, layers)
  }
  for (const inner of decodings(text)) {
    const found = findInBytes(inner, layers - 1)
    if (found) return found.endsWith(otherSpelling) ? found : `${found}${otherSpelling}`
  }
  return null
}

/** The name of the type stands in front, with its length in four bytes (RFC 4253 §6.6). */
const sshBlob = /^\u0000\u0000\u0000[\u0007-\u0040](?:sk-)?(?:ssh-|ecdsa-sha2-)[a-z0-9]/

/** What no secret has in it, wherever it stands: half a PEM block and a JWK that does not parse are as public as whole ones. */
const marks: readonly (readonly [mark: RegExp, what: string])[] = [
  [/-----(?:BEGIN|END)/i, 'a PEM block'],
  [/(?:BEGIN|END)[ +](?:[A-Z0-9]{1,20}[ +]){0,5}(?:KEY|CERTIFICATE)/, 'a PEM block'],
  [
    /(?:^|[\s,"'])(?:sk-)?(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-[a-z0-9-]{1,40})(?:@openssh\.com)?\s+AAAA/,
    'an SSH public key',
  ],
  [/["']kty["']\s{0,20}:\s{0,20}["']/, 'a JSON Web Key'],
  [/<(?:[\w.-]{1,40}:)?(?:RSAKeyValue|DSAKeyValue|ECKeyValue|Modulus)[\s>]/i, 'a public key in XML'],
  [/^Modulus\s{0,20}=\s{0,20}[0-9a-f]{64}/i, 'the modulus of a public key'],
]

const otherSpelling = ' in another encoding'

/** What the text may stand for. The alphabets overlap, so each reading is tried; random bytes look like no key. */
function decodings(text: string): readonly Uint8Array[] {
  const data = /^data:[^,]{0,300},/i.exec(text)
  if (data) return [Buffer.from(text.slice(data[0].length), 'latin1')]
  if (/%[0-9a-f]{2}/i.test(text)) return [Buffer.from(withoutPercents(text), 'latin1')]
  // Environment files carry PEM with its line breaks written as backslash and n, and a body so too.
  const plain = text.replace(/\\[rn]/g, '')
  const hex = plain.replace(/[\s:]/g, '').replace(/^0x/i, '')
  const base64 = plain.replace(/\s/g, '')
  return [
    ...(/^(?:[0-9a-f]{2})+$/i.test(hex) ? [Buffer.from(hex, 'hex')] : []),
    // Node reads both alphabets under this name.
    ...(/^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(base64) ? [Buffer.from(base64, 'base64')] : []),
  ]
}

function withoutPercents(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
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

/** Without kty, the numbers that only keys have side by side tell it. */
function isKey(value: object): boolean {
  const { kty, keys, crv, n, e, x, y } = value as Readonly<Record<string, unknown>>
  if (typeof kty === 'string' || typeof crv === 'string' || Array.isArray(keys)) return true
  return (isNumber(n) && typeof e === 'string') || (isNumber(x) && isNumber(y))
}

/** 256 bits or more in base64url. */
function isNumber(value: unknown): boolean {
  return typeof value === 'string' && /^[\w-]{42,}$/.test(value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
