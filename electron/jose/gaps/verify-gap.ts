import { ed448 } from '@noble/curves/ed448.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import type { Jwk } from '../jwk.ts'
import { bytesOf } from '../key-numbers.ts'

export type GapAlgorithm = 'ES256K' | 'Ed448' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87'

export const mlDsaOf = { 'ML-DSA-44': ml_dsa44, 'ML-DSA-65': ml_dsa65, 'ML-DSA-87': ml_dsa87 } as const

/**
 * Verifies with a library what the runtime cannot. The key's members have been checked for form; throws where they are
 * no key (a point off the curve), so that this is not taken for a signature that does not fit.
 */
export function verifyWithLibrary(
  algorithm: GapAlgorithm,
  jwk: Jwk,
  input: Uint8Array,
  signature: Uint8Array,
): boolean {
  switch (algorithm) {
    case 'ES256K': {
      const point = secp256k1Point(jwk)
      // RFC 8812 §3.2 takes any s; that the lower one is chosen is a rule of other protocols.
      return never(() => secp256k1.verify(signature, input, point, { lowS: false, prehash: true }))
    }
    case 'Ed448': {
      const key = bytesOf(jwk.x)
      return never(() => ed448.verify(signature, input, key, { zip215: false }))
    }
    default: {
      const key = bytesOf(jwk.pub)
      return mlDsaOf[algorithm].verify(signature, input, key)
    }
  }
}

/** A library that throws for a signature says no to it. */
function never(verify: () => boolean): boolean {
  try {
    return verify() === true
  } catch {
    return false
  }
}

/** The uncompressed point (SEC 1 §2.3.3); throws where it is not on the curve. */
function secp256k1Point(jwk: Jwk): Uint8Array {
  const point = Buffer.concat([Buffer.from([4]), bytesOf(jwk.x), bytesOf(jwk.y)])
  secp256k1.Point.fromBytes(point).assertValidity()
  return point
}
