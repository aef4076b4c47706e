import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { AppError } from '../../../shared/error.ts'
import { type DerElement, derTag, readBitString, readDerSequence } from '../der.ts'
import type { Jwk } from '../jwk.ts'
import { decryptPkcs8 } from '../key-text/decrypt-pkcs8.ts'
import { readSpki as readPublicDer } from '../key-text/public-der.ts'
import {
  isSec1OfSecp256k1,
  rawKindOfAlgorithm,
  rawPrivateBytes,
  rawPrivateJwk,
  rawPublicJwk,
  sec1PrivateBytes,
} from './raw-key-der.ts'

export type DerKey =
  | { readonly kind: 'key'; readonly form: string; readonly jwk: Jwk }
  | { readonly kind: 'certificate'; readonly certificate: X509Certificate }

/**
 * A key or certificate by its structure, whatever a label says: SPKI, PKCS#8 (encrypted too), PKCS#1, SEC1 or X.509.
 * Private keys stay private. Throws ERR_KEY where it is none of these, ERR_PASSPHRASE where one is missing or wrong.
 */
export function readDerKey(der: Uint8Array, passphrase?: string): DerKey {
  const members = readDerSequence(der)
  const [first, second, third] = members ?? []
  if (!members || !first || !second) throw new AppError('ERR_KEY', 'this is not a key in DER')
  if (first.tag === derTag.integer) {
    if (second.tag === derTag.sequence) return readPkcs8(der, second, third)
    if (second.tag === derTag.octetString) return readSec1(der)
    return members.length > 2
      ? fromNode('PKCS#1 private key', () =>
          createPrivateKey({ key: buffer(der), format: 'der', type: 'pkcs1' }),
        )
      : fromNode('PKCS#1 public key', () =>
          createPublicKey({ key: buffer(der), format: 'der', type: 'pkcs1' }),
        )
  }
  if (first.tag === derTag.sequence && second.tag === derTag.octetString)
    return readEncrypted(der, passphrase)
  if (first.tag === derTag.sequence && second.tag === derTag.bitString) return readSpki(der, first, second)
  if (first.tag === derTag.sequence && second.tag === derTag.sequence) return readCertificate(der)
  throw new AppError('ERR_KEY', 'this is DER, but not of a key or a certificate')
}

function readPkcs8(der: Uint8Array, algorithm: DerElement, key: DerElement | undefined): DerKey {
  const kind = rawKindOfAlgorithm(algorithm)
  if (!kind) {
    return fromNode('PKCS#8', () => createPrivateKey({ key: buffer(der), format: 'der', type: 'pkcs8' }))
  }
  const bytes = key?.tag === derTag.octetString ? rawPrivateBytes(kind, key.content) : null
  const jwk = bytes && rawPrivateJwk(kind, bytes)
  if (!jwk) {
    const reason = kind.startsWith('ML-DSA') ? ' with its seed, which is what a JWK holds' : ''
    throw new AppError('ERR_KEY', `the block is no private ${kind} key${reason}`)
  }
  return { kind: 'key', form: 'PKCS#8', jwk }
}

function readSec1(der: Uint8Array): DerKey {
  if (!isSec1OfSecp256k1(der)) {
    return fromNode('SEC1', () => createPrivateKey({ key: buffer(der), format: 'der', type: 'sec1' }))
  }
  const bytes = sec1PrivateBytes(der)
  const jwk = bytes && rawPrivateJwk('secp256k1', bytes)
  if (!jwk) throw new AppError('ERR_KEY', 'the block is no private secp256k1 key')
  return { kind: 'key', form: 'SEC1', jwk }
}

function readSpki(der: Uint8Array, algorithm: DerElement, bits: DerElement): DerKey {
  const kind = rawKindOfAlgorithm(algorithm)
  if (!kind) {
    try {
      const { jwk, algorithms } = readPublicDer(der)
      // A key under id-RSASSA-PSS is bound to its parameters (RFC 4055 §3.1), which a JWK says with alg.
      const [alg, ...more] = algorithms ?? []
      return { kind: 'key', form: 'SPKI', jwk: alg && more.length === 0 ? { ...jwk, alg } : jwk }
    } catch {
      throw new AppError('ERR_KEY', 'the SPKI cannot be read as a key of a supported kind')
    }
  }
  const bytes = readBitString(bits)
  const jwk = bytes && rawPublicJwk(kind, bytes)
  if (!jwk) throw new AppError('ERR_KEY', `the public ${kind} key has another length than such a key has`)
  return { kind: 'key', form: 'SPKI', jwk }
}

function readEncrypted(der: Uint8Array, passphrase: string | undefined): DerKey {
  if (passphrase === undefined) throw needsPassphrase()
  const opened = decryptPkcs8(der, passphrase)
  if ('der' in opened) {
    const read = readDerKey(opened.der)
    return read.kind === 'key' ? { ...read, form: `${read.form}, encrypted` } : read
  }
  if (opened.wrong) throw wrongPassphrase()
  throw new AppError('ERR_KEY', `the private key cannot be decrypted: ${opened.problem}`)
}

function readCertificate(der: Uint8Array): DerKey {
  try {
    return { kind: 'certificate', certificate: new X509Certificate(der) }
  } catch {
    throw new AppError('ERR_KEY', 'the certificate cannot be read')
  }
}

/** What the runtime reads by itself. Its message may repeat input, so the structure's name has to do. */
function fromNode(form: string, read: () => KeyObject): DerKey {
  try {
    return { kind: 'key', form, jwk: { ...read().export({ format: 'jwk' }) } }
  } catch {
    throw new AppError('ERR_KEY', `the ${form} cannot be read as a key of a supported kind`)
  }
}

export function needsPassphrase(): AppError {
  return new AppError('ERR_PASSPHRASE', 'the private key is encrypted: its passphrase is needed', {
    details: { given: false },
  })
}

export function wrongPassphrase(): AppError {
  return new AppError('ERR_PASSPHRASE', 'this passphrase does not open the private key', {
    details: { given: true },
  })
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes)
}
