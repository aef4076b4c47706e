import { createDecipheriv, createPrivateKey, pbkdf2Sync, scryptSync } from 'node:crypto'
import { type DerElement, derTag, readDerSequence, readOid, readSmallInteger } from '../der.ts'

export type Decryption =
  | { readonly der: Uint8Array }
  /** `wrong`: another passphrase may open it. */
  | { readonly problem: string; readonly wrong: boolean }

/** OWASP's advice for PBKDF2 is below a million; more than this keeps the machine busy for an attacker. */
const maxIterations = 10_000_000
/** In bytes: what OpenSSL allows by default is less. */
const maxScryptMemory = 256 * 1024 * 1024

const oid = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  scrypt: '1.3.6.1.4.1.11591.4.11',
} as const

const prfs: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
const ciphers: Readonly<Record<string, readonly [name: string, keyBytes: number] | undefined>> = {
  __proto__: null as never,
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
}

/** True for an EncryptedPrivateKeyInfo (RFC 5958 §3): an algorithm, and bytes. */
export function isEncryptedPkcs8(der: Uint8Array): boolean {
  const parts = readDerSequence(der)
  return parts?.length === 2 && parts[0]?.tag === derTag.sequence && parts[1]?.tag === derTag.octetString
}

/**
 * Opens an EncryptedPrivateKeyInfo (RFC 5958 §3) under PBES2 (RFC 8018 §6.2) with bounded work. The parameters are read
 * here because they, not the caller, say how long the derivation takes. Never throws.
 */
export function decryptPkcs8(der: Uint8Array, passphrase: string): Decryption {
  const [algorithm, data] = readDerSequence(der) ?? []
  const scheme = algorithm ? readDerSequence(algorithm.whole) : null
  if (!scheme || data?.tag !== derTag.octetString) return broken
  if (readOid(scheme[0]) !== oid.pbes2) return decryptOlder(der, passphrase)
  const [derivation, encryption] = scheme[1] ? (readDerSequence(scheme[1].whole) ?? []) : []
  const [cipherOid, iv] = encryption ? (readDerSequence(encryption.whole) ?? []) : []
  const cipher = ciphers[readOid(cipherOid)]
  if (!cipher || iv?.tag !== derTag.octetString) return unsupported
  const key = deriveKey(derivation, passphrase, cipher[1])
  if ('problem' in key) return key
  try {
    const decipher = createDecipheriv(cipher[0], key.bytes, iv.content)
    const plain = Buffer.concat([decipher.update(data.content), decipher.final()])
    // The padding fits by accident once in 256 times; what comes out must be PKCS#8 too.
    return readDerSequence(plain) ? { der: plain } : wrongPassphrase
  } catch {
    return wrongPassphrase
  }
}

type Derived = { readonly bytes: Uint8Array } | Extract<Decryption, { problem: string }>

function deriveKey(derivation: DerElement | undefined, passphrase: string, keyBytes: number): Derived {
  const [name, parameters] = derivation ? (readDerSequence(derivation.whole) ?? []) : []
  const [salt, ...numbers] = parameters ? (readDerSequence(parameters.whole) ?? []) : []
  if (salt?.tag !== derTag.octetString) return unsupported
  const [first, second, third] = numbers.map((element) => readSmallInteger(element))
  if (readOid(name) === oid.scrypt) {
    if (!first || !second || !third) return broken
    if (128 * first * second > maxScryptMemory || third > 16) return tooCostly
    const cost = { N: first, r: second, p: third, maxmem: 2 * maxScryptMemory }
    return attempt(() => scryptSync(passphrase, salt.content, keyBytes, cost))
  }
  if (readOid(name) !== oid.pbkdf2 || !first) return unsupported
  if (first > maxIterations) return tooCostly
  const prf = numbers.find(({ tag }) => tag === derTag.sequence)
  const hash = prf ? prfs[readOid(readDerSequence(prf.whole)?.[0])] : 'sha1'
  if (!hash) return unsupported
  return attempt(() => pbkdf2Sync(passphrase, salt.content, first, keyBytes, hash))
}

function attempt(derive: () => Uint8Array): Derived {
  try {
    return { bytes: derive() }
  } catch {
    return broken
  }
}

/** Schemes of PKCS#12 and PBES1, as far as the runtime has them. */
function decryptOlder(der: Uint8Array, passphrase: string): Decryption {
  try {
    const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8', passphrase })
    return { der: key.export({ format: 'der', type: 'pkcs8' }) }
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    return code === 'ERR_OSSL_BAD_DECRYPT' ? wrongPassphrase : unsupported
  }
}

const broken: Derived & Decryption = { problem: 'the encrypted private key is damaged', wrong: false }
const unsupported: Derived & Decryption = {
  problem: 'the private key is encrypted in a way that is not supported; convert it to PKCS#8 with AES',
  wrong: false,
}
const tooCostly: Derived & Decryption = {
  problem: 'the private key asks for more work to open it than is done here; give its public key instead',
  wrong: false,
}
const wrongPassphrase: Decryption = { problem: 'the passphrase does not open the private key', wrong: true }
