import { createPublicKey } from 'node:crypto'
import { type DerElement, derTag, readBitString, readDerSequence, readOid, writeDer } from '../der.ts'
import { secp256k1Jwk } from '../gaps/public-from-private.ts'
import type { GapAlgorithm } from '../gaps/verify-gap.ts'
import { pssAlgorithms } from './pss-parameters.ts'

/** A public key as a JWK; `algorithms` where its container binds it to some, in a way that no JWK member can say. */
export type PublicKeyReading = {
  readonly jwk: Readonly<Record<string, unknown>>
  readonly algorithms?: readonly string[]
}

export const oids = {
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsassaPss: '1.2.840.113549.1.1.10',
  ecPublicKey: '1.2.840.10045.2.1',
  secp256k1: '1.3.132.0.10',
  ed448: '1.3.101.113',
} as const

const mlDsaOids: Readonly<Record<string, GapAlgorithm | undefined>> = {
  __proto__: null as never,
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
}

/** What an AlgorithmIdentifier names, where that is a key which the runtime may not know; null for all others. */
export function gapAlgorithmOf(identifier: readonly DerElement[]): GapAlgorithm | null {
  const [algorithm, parameters] = identifier
  const oid = readOid(algorithm)
  if (oid === oids.ed448) return 'Ed448'
  if (oid === oids.ecPublicKey && readOid(parameters) === oids.secp256k1) return 'ES256K'
  return mlDsaOids[oid] ?? null
}

/**
 * A SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) as a JWK. Keys that Electron's runtime does not know are read here, so that
 * the same keys are taken everywhere. Throws where it is none, or of a kind that is not supported.
 */
export function readSpki(der: Uint8Array): PublicKeyReading {
  const [algorithm, key] = readDerSequence(der) ?? []
  const identifier = algorithm ? readDerSequence(algorithm.whole) : null
  if (!identifier) throw new Error('no SubjectPublicKeyInfo')
  if (readOid(identifier[0]) === oids.rsassaPss) {
    const algorithms = pssAlgorithms(identifier[1])
    return { jwk: exportJwk(asPlainRsa(key)), algorithms }
  }
  const gap = gapAlgorithmOf(identifier)
  return { jwk: gap ? gapJwk(gap, readBitString(key)) : exportJwk(der) }
}

function gapJwk(algorithm: GapAlgorithm, bytes: Uint8Array | null): PublicKeyReading['jwk'] {
  if (!bytes) throw new Error('no key in the BIT STRING')
  if (algorithm === 'ES256K') return secp256k1Jwk(bytes)
  const text = Buffer.from(bytes).toString('base64url')
  return algorithm === 'Ed448'
    ? { kty: 'OKP', crv: 'Ed448', x: text }
    : { kty: 'AKP', alg: algorithm, pub: text }
}

function exportJwk(der: Uint8Array): PublicKeyReading['jwk'] {
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }).export({ format: 'jwk' })
}

/** The same numbers under the identifier that every runtime knows; what the other one binds them to is kept beside. */
function asPlainRsa(key: DerElement | undefined): Buffer {
  return writeDer(derTag.sequence, plainRsaIdentifier, key?.whole ?? new Uint8Array())
}

/** `rsaEncryption` with its NULL (RFC 8017 Appendix A.1). */
export const plainRsaIdentifier = Buffer.from('300d06092a864886f70d0101010500', 'hex')
