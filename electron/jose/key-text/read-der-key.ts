import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { AppError } from '../../../shared/error.ts'
import { type DerElement, derTag, readDerSequence, readOid, writeDer } from '../der.ts'
import { isPrivateJwk, type Jwk } from '../jwk.ts'
import { decryptPkcs8 } from '../key-text/decrypt-pkcs8.ts'
import { pssAlgorithms } from '../key-text/pss-parameters.ts'
import { oids, plainRsaIdentifier, readSpki as readPublicDer } from '../key-text/public-der.ts'
import {
  isSec1OfSecp256k1,
  rawKindOfAlgorithm,
  rawPrivateBytes,
  rawPrivateJwk,
  sec1PrivateBytes,
} from './raw-key-der.ts'

export type DerKey =
  | {
      readonly kind: 'key'
      readonly form: string
      readonly jwk: Jwk
      /** Where its container binds it to some, as id-RSASSA-PSS does (RFC 4055 §3.1). */
      readonly algorithms?: readonly string[]
    }
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
    // Version, p, q, g, y and x: OpenSSL's own form, which no standard names.
    if (members.length === 6) throw new AppError('ERR_KEY', dsaRefusal)
    return members.length > 2
      ? readNative('PKCS#1 private key', der, 'pkcs1')
      : exported('PKCS#1 public key', () =>
          createPublicKey({ key: Buffer.from(der), format: 'der', type: 'pkcs1' }),
        )
  }
  if (first.tag === derTag.sequence && second.tag === derTag.octetString)
    return readEncrypted(der, passphrase)
  if (first.tag === derTag.sequence && second.tag === derTag.bitString) {
    if (readOid(readDerSequence(first.whole)?.[0]) === oids.dsa) throw new AppError('ERR_KEY', dsaRefusal)
    return readSpki(der)
  }
  if (first.tag === derTag.sequence && second.tag === derTag.sequence) return readCertificate(der)
  throw new AppError('ERR_KEY', 'this is DER, but not of a key or a certificate')
}

const dsaRefusal = 'this is a DSA key, which nothing signs JWTs with; RSA, EC, Ed25519 or Ed448 is expected'

/** As a JWK alone, which says with `alg` what the container bound it to. Throws ERR_KEY where no JWK can say it. */
export function boundJwk({ jwk, algorithms }: Extract<DerKey, { kind: 'key' }>): Jwk {
  const [alg, ...more] = algorithms ?? []
  if (alg !== undefined && more.length === 0) return { ...jwk, alg }
  // A public key at worst verifies too little here; a private one must not sign or decrypt what it is not for.
  if (algorithms === undefined || !isPrivateJwk(jwk)) return jwk
  const expected = alg === undefined ? 'no algorithm of JWS' : [alg, ...more].join(' or ')
  throw new AppError('ERR_KEY', `the private key is bound to ${expected}, which a JWK has no member for`)
}

/** INTEGER 0 (RFC 5958 §2): v1, without a public key behind the private one. */
const version0 = Buffer.from('020100', 'hex')

function readPkcs8(der: Uint8Array, algorithm: DerElement, key: DerElement | undefined): DerKey {
  const [name, parameters] = readDerSequence(algorithm.whole) ?? []
  if (readOid(name) === oids.dsa) throw new AppError('ERR_KEY', dsaRefusal)
  if (readOid(name) === oids.rsassaPss) {
    const plain = writeDer(derTag.sequence, version0, plainRsaIdentifier, key?.whole ?? new Uint8Array())
    return { ...readNative('PKCS#8', plain, 'pkcs8'), algorithms: pssAlgorithms(parameters) }
  }
  const kind = rawKindOfAlgorithm(algorithm)
  if (!kind) return readNative('PKCS#8', der, 'pkcs8')
  const bytes = key?.tag === derTag.octetString ? rawPrivateBytes(kind, key.content) : null
  const jwk = bytes && rawPrivateJwk(kind, bytes)
  if (!jwk) {
    const reason = kind.startsWith('ML-DSA') ? ' with its seed, which is what a JWK holds' : ''
    throw new AppError('ERR_KEY', `the block is no private ${kind} key${reason}`)
  }
  return { kind: 'key', form: 'PKCS#8', jwk }
}

function readSec1(der: Uint8Array): DerKey {
  if (!isSec1OfSecp256k1(der)) return readNative('SEC1', der, 'sec1')
  const bytes = sec1PrivateBytes(der)
  const jwk = bytes && rawPrivateJwk('secp256k1', bytes)
  if (!jwk) throw new AppError('ERR_KEY', 'the block is no private secp256k1 key')
  return { kind: 'key', form: 'SEC1', jwk }
}

function readSpki(der: Uint8Array): DerKey {
  try {
    return { kind: 'key', form: 'SPKI', ...readPublicDer(der) }
  } catch {
    throw new AppError('ERR_KEY', 'the SPKI cannot be read as a key of a supported kind')
  }
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

/** What the runtime reads by itself. */
function readNative(form: string, der: Uint8Array, type: 'pkcs8' | 'pkcs1' | 'sec1') {
  return exported(form, () => createPrivateKey({ key: Buffer.from(der), format: 'der', type }))
}

/** A library's message may repeat input, so the structure's name has to do. */
function exported(form: string, read: () => KeyObject) {
  try {
    return { kind: 'key', form, jwk: { ...read().export({ format: 'jwk' }) } as Jwk } as const
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
