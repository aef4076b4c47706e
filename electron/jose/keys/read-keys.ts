import { AppError } from '../../../shared/error.ts'
import { readJson } from '../../../shared/token/json-text.ts'
import type { Jwk } from '../jwk.ts'
import { boundJwk, readDerKey } from '../key-text/read-der-key.ts'
import { certificateJwk, readPemKeys } from './read-pem-keys.ts'

/** Keys as JWKs, private members included: for the vault and for conversion, never for the window. */
export type FoundKeys = {
  /** In words, for example `PEM, PKCS#8`. */
  readonly found: string
  readonly keys: readonly Jwk[]
  readonly notes: readonly string[]
}

/** More keys than any issuer publishes. */
const maxKeys = 500

/**
 * Reads keys in any common form: JWK, JWKS, PEM of every kind, X.509 chains (PEM or a list as in x5c), DER as base64,
 * and each of them in base64 once more, as Kubernetes keeps them. Throws ERR_KEY with what was found instead,
 * ERR_PASSPHRASE where one is missing or wrong. Numbers inside the keys are not judged here.
 */
export function readKeys(text: string, passphrase?: string): FoundKeys {
  return readLayer(text, passphrase, 0)
}

function readLayer(text: string, passphrase: string | undefined, layer: number): FoundKeys {
  const trimmed = text.replace(/^\ufeff/, '').trim()
  if (trimmed === '') throw new AppError('ERR_KEY', 'the text is empty; a JWK, a JWKS or PEM is expected')
  if (/^[[{"]/.test(trimmed)) return readJsonKeys(trimmed, passphrase, layer)
  if (trimmed.includes('-----BEGIN ')) return readPemKeys(trimmed, passphrase)
  const base64 = trimmed.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(base64)) {
    throw new AppError('ERR_KEY', 'this is neither a JWK, nor a JWKS, nor PEM, nor a key in base64')
  }
  const bytes = Buffer.from(base64, 'base64')
  const inner = bytes.toString('utf8')
  if (layer === 0 && /^\s*(?:[[{]|-----BEGIN )/.test(inner)) {
    const read = readLayer(inner, passphrase, 1)
    return { ...read, found: `${read.found}, in base64` }
  }
  const read = readDerKey(bytes, passphrase)
  return read.kind === 'key'
    ? { found: `DER, ${read.form}`, keys: [boundJwk(read)], notes: [] }
    : chainOf([base64], 'DER, X.509')
}

function readJsonKeys(text: string, passphrase: string | undefined, layer: number): FoundKeys {
  const { problems, isWellFormed } = readJson(text)
  const problem = problems.find(({ code }) => code !== 'JSON_BIG_NUMBER')
  // A member that stands twice is read differently by different libraries (RFC 7517 §4): no such key is taken.
  if (problem || !isWellFormed) throw new AppError('ERR_KEY', problem?.message ?? 'this is not JSON')
  const value: unknown = JSON.parse(text)
  if (typeof value === 'string' && layer < 2) return readLayer(value, passphrase, layer + 1)
  if (Array.isArray(value)) return readList(value)
  if (typeof value !== 'object' || value === null) throw new AppError('ERR_KEY', 'the JSON holds no key')
  const jwk = value as Jwk
  if (jwk.keys !== undefined) {
    if (!Array.isArray(jwk.keys)) throw new AppError('ERR_KEY', 'keys is not a list')
    return fromSet(jwk.keys, 'JWKS')
  }
  if (typeof jwk.kty === 'string') return { found: 'JWK', keys: [jwk], notes: [] }
  throw new AppError('ERR_KEY', 'the JSON is neither a JWK (it has no kty) nor a JWKS (it has no keys)')
}

function readList(list: readonly unknown[]): FoundKeys {
  if (list.length > 0 && list.every((item) => typeof item === 'string')) {
    return chainOf(list, 'X.509 chain, as in x5c')
  }
  return fromSet(list, 'list of JWKs')
}

function fromSet(list: readonly unknown[], found: string): FoundKeys {
  if (list.length > maxKeys) {
    throw new AppError('ERR_KEY', `the set holds ${list.length} keys; at most ${maxKeys} are read`)
  }
  const keys = list.filter(isJwk)
  if (keys.length === 0) throw new AppError('ERR_KEY', 'the set holds no key')
  const ignored = list.length - keys.length
  return {
    found,
    keys,
    notes: ignored > 0 ? [`${ignored} of ${list.length} entries are not keys and were passed over.`] : [],
  }
}

function chainOf(x5c: readonly string[], found: string): FoundKeys {
  if (x5c.length > 20) throw new AppError('ERR_KEY', 'the chain has more than 20 certificates')
  const [leaf] = x5c
  const read = readDerKey(Buffer.from(leaf ?? '', 'base64'))
  if (read.kind !== 'certificate') throw new AppError('ERR_KEY', 'the list does not begin with a certificate')
  const notes = ['The certificate only holds the key here: nothing says that it is trusted.']
  return { found, keys: [{ ...certificateJwk(read.certificate), x5c }], notes }
}

function isJwk(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null && typeof (value as Jwk).kty === 'string'
}
