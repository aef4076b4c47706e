import { readJson } from '../../shared/token/json-text.ts'
import type { VerdictCode } from '../../shared/verdict/check.ts'
import type { Jwk } from './jwk.ts'
import { decryptPkcs8, isEncryptedPkcs8 } from './key-text/decrypt-pkcs8.ts'
import { isPem } from './key-text/pem-blocks.ts'
import { type PublicHalf, readPublicHalf, readUnnamedPublicHalf } from './key-text/public-half.ts'
import { parsePem, readCertificates } from './parse-pem.ts'

export type KeyText =
  | {
      readonly kind: 'single'
      readonly jwk: Jwk
      readonly notes: readonly string[]
      /** Where its container binds it to some algorithms. */
      readonly algorithms?: readonly string[]
      readonly validity?: NonNullable<PublicHalf['validity']>
    }
  | { readonly kind: 'set'; readonly keys: readonly Jwk[]; readonly notes: readonly string[] }
  | { readonly kind: 'unreadable'; readonly code: VerdictCode; readonly reason: string }

/** More keys than any issuer publishes; a search through them must stay short. */
const maxKeys = 500

/**
 * Detects what a text is, a JWK (RFC 7517 §4), a JWKS (§5), PEM, DER in base64 or a list of certificates as in `x5c`, and
 * reads it; an encrypted private key with its passphrase. Code PASSPHRASE where that is missing or does not open it.
 * Never throws.
 */
export function parseKeyText(text: string, passphrase?: string): KeyText {
  const trimmed = text.replace(/^\ufeff/, '').trim()
  if (isPem(text) && !/^[{[]/.test(trimmed)) {
    const inside = jsonBetweenPemLines(trimmed)
    if (inside !== null) return parseKeyJson(inside)
    const pem = parsePem(text, passphrase)
    if (!('problem' in pem)) return { kind: 'single', ...pem }
    return unreadable(pem.passphrase ? 'PASSPHRASE' : 'KEY_INVALID', pem.problem)
  }
  if (trimmed === '') return unreadable('KEY_INVALID', 'the key is empty')
  if (/^[{[]/.test(trimmed)) return parseKeyJson(trimmed)
  return (
    parseDer(trimmed, passphrase) ?? unreadable('KEY_INVALID', 'this is neither a JWK, nor a JWKS, nor PEM')
  )
}

function parseKeyJson(text: string): KeyText {
  const isList = text.startsWith('[')
  // The reader of positions takes objects; a list becomes the `keys` of one.
  const reading = readJson(isList ? `{"keys":${text}}` : text)
  const problem = reading.problems.find(({ code }) => code !== 'JSON_BIG_NUMBER')
  // A member that stands twice is read differently by different libraries (RFC 7517 §4): no such key is used.
  if (problem || !reading.isObject)
    return unreadable('KEY_INVALID', problem?.message ?? 'this is not a JSON object')
  const value = JSON.parse(isList ? `{"keys":${text}}` : text) as Jwk
  if (
    isList &&
    Array.isArray(value.keys) &&
    value.keys.length > 0 &&
    value.keys.every((item) => typeof item === 'string')
  )
    return parseCertificateList(value.keys)
  if (value.keys === undefined) {
    if (value.kty !== undefined) return { kind: 'single', jwk: value, notes: [] }
    return unreadable('KEY_INVALID', 'the JSON is neither a JWK (it has no kty) nor a JWKS (it has no keys)')
  }
  return parseSet(value.keys)
}

/** Some tools put a JWK between BEGIN and END lines, as it is. */
function jsonBetweenPemLines(text: string): string | null {
  const match = /^-----BEGIN [^\n]{1,80}-----\s*(\{[\s\S]*\})\s*-----END [^\n]{1,80}-----$/.exec(text)
  return match?.[1] ?? null
}

/** The value of `x5c` (RFC 7517 §4.7): the certificate of the key first. */
function parseCertificateList(list: readonly string[]): KeyText {
  const ders = list.map((item) => base64Bytes(item) ?? new Uint8Array())
  const read = readCertificates(ders, list.length)
  return read
    ? { kind: 'single', ...read }
    : unreadable('KEY_INVALID', 'the list does not begin with a certificate in base64')
}

function parseDer(text: string, passphrase: string | undefined): KeyText | null {
  const der = base64Bytes(text)
  if (der?.[0] !== 0x30) return null
  const read = readUnnamedPublicHalf(der)
  if (read) return { kind: 'single', ...read }
  if (!passphrase) {
    return isEncryptedPkcs8(der)
      ? unreadable(
          'PASSPHRASE',
          'the private key is encrypted with a passphrase; give the passphrase, or its public key instead',
        )
      : unreadable('KEY_INVALID', 'this is DER, but no key or certificate that is supported')
  }
  const opened = decryptPkcs8(der, passphrase)
  if ('der' in opened) {
    const inner = readPublicHalf(opened.der, 'pkcs8')
    return inner
      ? { kind: 'single', ...inner }
      : unreadable('KEY_INVALID', 'the private key is not of a kind that is supported')
  }
  return unreadable(opened.wrong ? 'PASSPHRASE' : 'KEY_INVALID', opened.problem)
}

function base64Bytes(text: string): Uint8Array | null {
  const compact = text.replace(/\s+/g, '')
  return compact.length >= 44 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact)
    ? Buffer.from(compact, 'base64')
    : null
}

function parseSet(value: unknown): KeyText {
  if (!Array.isArray(value)) return unreadable('JWKS_INVALID', 'keys is not a list')
  if (value.length > maxKeys)
    return unreadable('JWKS_INVALID', `the set holds ${value.length} keys; at most ${maxKeys} are read`)
  const keys = value.filter(isJwk)
  const ignored = value.length - keys.length
  return {
    kind: 'set',
    keys,
    notes:
      ignored > 0 ? [`${ignored} of ${value.length} entries of the set are not keys and were ignored.`] : [],
  }
}

function isJwk(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null && typeof (value as Jwk).kty === 'string'
}

function unreadable(code: VerdictCode, reason: string): KeyText {
  return { kind: 'unreadable', code, reason }
}
