import { randomBytes } from 'node:crypto'
import { ed448, x448 } from '@noble/curves/ed448.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'

/**
 * Keys of kinds that not every runtime has: Electron's BoringSSL knows none of them. They are made by @noble in every
 * runtime, so that the app and the command line cannot differ.
 */
export type RawKind = 'secp256k1' | 'Ed448' | 'X448' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87'

export type RawKeys = {
  /** Of the private key, in bytes; of ML-DSA this is the seed (FIPS 204 §3.6.3). */
  readonly privateBytes: number
  /** Of the public key; a secp256k1 point is 04, x, y. */
  readonly publicBytes: number
  readonly createPrivate: () => Uint8Array
  /** Throws where the bytes are no private key of this kind. */
  readonly publicOf: (privateKey: Uint8Array) => Uint8Array
}

const mlDsa = (algorithm: typeof ml_dsa44, publicBytes: number): RawKeys => ({
  privateBytes: 32,
  publicBytes,
  createPrivate: () => randomBytes(32),
  publicOf: (seed) => algorithm.keygen(seed).publicKey,
})

export const rawKeys: Readonly<Record<RawKind, RawKeys>> = {
  secp256k1: {
    privateBytes: 32,
    publicBytes: 65,
    createPrivate: () => secp256k1.utils.randomSecretKey(),
    publicOf: (privateKey) => secp256k1.getPublicKey(privateKey, false),
  },
  Ed448: {
    privateBytes: 57,
    publicBytes: 57,
    createPrivate: () => randomBytes(57),
    publicOf: (privateKey) => ed448.getPublicKey(privateKey),
  },
  X448: {
    privateBytes: 56,
    publicBytes: 56,
    createPrivate: () => randomBytes(56),
    publicOf: (privateKey) => x448.getPublicKey(privateKey),
  },
  'ML-DSA-44': mlDsa(ml_dsa44, 1312),
  'ML-DSA-65': mlDsa(ml_dsa65, 1952),
  'ML-DSA-87': mlDsa(ml_dsa87, 2592),
}

/** The kind that a JWK is of; null for kinds that every runtime has, and for what is no key. */
export function rawKindOf({ kty, crv, alg }: Readonly<Record<string, unknown>>): RawKind | null {
  const name = kty === 'AKP' ? alg : crv
  if (kty === 'EC') return name === 'secp256k1' ? name : null
  if (kty === 'OKP') return name === 'Ed448' || name === 'X448' ? name : null
  if (kty !== 'AKP') return null
  return name === 'ML-DSA-44' || name === 'ML-DSA-65' || name === 'ML-DSA-87' ? name : null
}

/** A secp256k1 point in either form of SEC 1 §2.3.3 as 04, x, y; null where it is not on the curve. */
export function uncompressedPoint(point: Uint8Array): Uint8Array | null {
  try {
    return secp256k1.Point.fromBytes(point).toBytes(false)
  } catch {
    return null
  }
}
