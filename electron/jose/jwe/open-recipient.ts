import { constants, createPrivateKey, type JsonWebKey, privateDecrypt, randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { type CryptoKey, errors, flattenedDecrypt, importJWK, type JWK } from 'jose'
import { ensureAesKeyWrap, unwrapAesKey } from '../gaps/aes-key-wrap.ts'
import { agreeX448 } from '../gaps/x448.ts'
import { type Jwk, rsaBits } from '../jwk.ts'
import type { Finding } from '../verify-job.ts'
import { type JweDemand, maxPbes2Count } from './check-jwe-header.ts'
import { concatKdf } from './concat-kdf.ts'
import { openContent } from './content.ts'
import type { HeaderObject, JweRecipient, ParsedJwe } from './parse-jwe.ts'

export type Opening =
  | { readonly kind: 'opened'; readonly plaintext: Uint8Array }
  /** One answer for every reason: a wrong key, a changed byte, broken padding (RFC 7516 §11.5). */
  | { readonly kind: 'failed' }
  | { readonly kind: 'refused'; readonly finding: Finding }

/** A bomb is a few bytes that fill the memory; no token's plaintext is larger. In bytes. */
export const maxInflated = 250_000
/** jose takes no RSA key below this. */
const joseMinRsaBits = 2048

const failed: Opening = { kind: 'failed' }

/** Opens a JWE as one of its recipients with one key that fits. Never throws. */
export async function openRecipient(
  jwe: ParsedJwe,
  recipient: JweRecipient,
  demand: JweDemand,
  jwk: Jwk,
): Promise<Opening> {
  const { management } = demand
  const isX448 = jwk.crv === 'X448'
  if (management.obsolete || isX448 || (management.kind === 'rsa' && rsaBits(jwk) < joseMinRsaBits)) {
    const key = isX448 ? agreedKey(recipient, demand, jwk) : rsaKey(recipient, demand, jwk)
    if (key === 'unusable') return unusable
    return key === null ? failed : openWith(key, jwe, demand)
  }
  return openWithJose(jwe, recipient, demand, jwk)
}

const unusable: Opening = {
  kind: 'refused',
  finding: {
    status: 'not_checked',
    code: 'KEY_INVALID',
    found: 'the key’s numbers do not form a usable key',
    spec: 'RFC 7518 §6',
  },
}

async function openWithJose(
  jwe: ParsedJwe,
  recipient: JweRecipient,
  { management, encryption }: JweDemand,
  jwk: Jwk,
): Promise<Opening> {
  await ensureAesKeyWrap()
  const { alg } = management
  const key = await importKey(jwk, alg)
  if (key === null) return unusable
  try {
    const { plaintext } = await flattenedDecrypt(flattened(jwe, recipient), key, {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: [encryption.enc],
      maxPBES2Count: maxPbes2Count,
      maxDecompressedLength: maxInflated,
    })
    return { kind: 'opened', plaintext }
  } catch (error) {
    // Only what was authenticated is ever inflated, so these two tell nothing about the key.
    if (error instanceof errors.JWEInvalid && error.message.startsWith('Decompressed')) return tooLarge
    if (error instanceof errors.JWEInvalid && error.message.startsWith('Failed to decompress'))
      return notDeflate
    return failed
  }
}

/** What the key may be used for was checked already; here only its numbers count. */
async function importKey(jwk: Jwk, alg: string): Promise<CryptoKey | Uint8Array | null> {
  if (jwk.kty === 'oct') return Buffer.from(String(jwk.k), 'base64url')
  const { alg: _alg, use: _use, key_ops: _ops, ext: _ext, ...numbers } = jwk
  try {
    return await importJWK(numbers as JWK, alg)
  } catch {
    return null
  }
}

function flattened(jwe: ParsedJwe, { header, encryptedKey }: JweRecipient) {
  return {
    ...(jwe.protectedText === '' ? {} : { protected: jwe.protectedText }),
    ...(jwe.unprotected ? { unprotected: { ...jwe.unprotected } } : {}),
    ...(header ? { header: { ...header } } : {}),
    ...(encryptedKey === '' ? {} : { encrypted_key: encryptedKey }),
    ...(jwe.aad === null || jwe.aad === '' ? {} : { aad: jwe.aad }),
    iv: jwe.iv,
    ciphertext: jwe.ciphertext,
    tag: jwe.tag,
  }
}

/** Whatever does not decrypt becomes a random key of the right size, so that every failure looks the same. */
function rsaKey(
  { encryptedKey }: JweRecipient,
  { management, encryption }: JweDemand,
  jwk: Jwk,
): Uint8Array | 'unusable' {
  const random = randomBytes(encryption.keyBytes)
  let key: ReturnType<typeof createPrivateKey>
  try {
    key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' })
  } catch {
    return 'unusable'
  }
  const padding = management.obsolete
    ? { padding: constants.RSA_PKCS1_PADDING }
    : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: management.hash ?? 'sha1' }
  try {
    const found = privateDecrypt({ key, ...padding }, Buffer.from(encryptedKey, 'base64url'))
    return found.length === encryption.keyBytes ? found : random
  } catch {
    return random
  }
}

function agreedKey(
  { encryptedKey }: JweRecipient,
  { management, encryption, header }: JweDemand,
  jwk: Jwk,
): Uint8Array | null {
  const epk = header.epk as HeaderObject
  const secret = agreeX448(bytesOf(jwk.d), bytesOf(epk.x))
  if (secret === null) return null
  const direct = management.wrapBytes === undefined
  const key = concatKdf(secret, management.wrapBytes ?? encryption.keyBytes, {
    algorithm: direct ? encryption.enc : management.alg,
    apu: bytesOf(header.apu),
    apv: bytesOf(header.apv),
  })
  return direct ? key : unwrapAesKey(key, bytesOf(encryptedKey))
}

function openWith(key: Uint8Array, jwe: ParsedJwe, { encryption, zip }: JweDemand): Opening {
  if (key.length !== encryption.keyBytes) return failed
  const aad = jwe.aad === null || jwe.aad === '' ? jwe.protectedText : `${jwe.protectedText}.${jwe.aad}`
  const sealed = { iv: bytesOf(jwe.iv), ciphertext: bytesOf(jwe.ciphertext), tag: bytesOf(jwe.tag) }
  const plaintext = openContent(encryption, key, sealed, Buffer.from(aad, 'ascii'))
  if (plaintext === null) return failed
  return zip ? inflate(plaintext) : { kind: 'opened', plaintext }
}

function inflate(compressed: Uint8Array): Opening {
  try {
    return { kind: 'opened', plaintext: inflateRawSync(compressed, { maxOutputLength: maxInflated }) }
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : notDeflate
  }
}

const tooLarge: Opening = {
  kind: 'refused',
  finding: {
    status: 'not_checked',
    code: 'TOO_LARGE',
    expected: `${maxInflated} bytes`,
    found: 'a compressed content that becomes larger',
    spec: 'RFC 8725 §3.6',
  },
}
const notDeflate: Opening = {
  kind: 'refused',
  finding: {
    status: 'fail',
    code: 'MALFORMED',
    found: 'content that says DEF and is not compressed so',
    spec: 'RFC 7516 §4.1.3',
  },
}

function bytesOf(value: unknown): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value, 'base64url') : new Uint8Array()
}
