import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  sign,
  verify,
} from 'node:crypto'
import { gapSigner } from '../gaps/sign-gap.ts'
import { type Jwk, publicJwk } from '../jwk.ts'
import type { SigningAlgorithm } from './signing-algorithms.ts'

export type Signing = { readonly signature: Uint8Array } | { readonly problem: string }

/**
 * Signs with node:crypto, or with what fills its gaps, and checks the signature with the public half as given: a pair
 * that does not belong together is found here rather than by whoever is to verify. Never throws.
 */
export async function signBytes(input: Uint8Array, jwk: Jwk, algorithm: SigningAlgorithm): Promise<Signing> {
  try {
    if (algorithm.family === 'hmac') {
      const secret = Buffer.from(String(jwk.k), 'base64url')
      return { signature: createHmac(`sha${algorithm.hashBits}`, secret).update(input).digest() }
    }
    const gap = await gapSigner(algorithm.alg, jwk)
    const signature = gap ? gap.sign(input) : signNatively(input, jwk, algorithm)
    const fits = gap ? gap.verify(signature, input) : verifyNatively(input, signature, jwk, algorithm)
    return fits ? { signature } : { problem: 'its private and its public half do not belong together' }
  } catch {
    // Libraries repeat input in their messages.
    return { problem: `its numbers do not form a key that can sign with ${algorithm.alg}` }
  }
}

function signNatively(input: Uint8Array, jwk: Jwk, algorithm: SigningAlgorithm): Uint8Array {
  const key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' })
  return sign(hashName(algorithm), input, { key, ...options(algorithm) })
}

function verifyNatively(
  input: Uint8Array,
  signature: Uint8Array,
  jwk: Jwk,
  algorithm: SigningAlgorithm,
): boolean {
  const key = createPublicKey({ key: publicJwk(jwk) as JsonWebKey, format: 'jwk' })
  return verify(hashName(algorithm), input, { key, ...options(algorithm) }, signature)
}

/** Null where the algorithm hashes by itself. */
function hashName({ hashBits }: SigningAlgorithm): string | null {
  return hashBits === 0 ? null : `sha${hashBits}`
}

function options({ family, hashBits }: SigningAlgorithm) {
  switch (family) {
    case 'rsa':
      return { padding: constants.RSA_PKCS1_PADDING }
    case 'pss':
      return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: hashBits / 8 }
    case 'ecdsa':
      return { dsaEncoding: 'ieee-p1363' as const }
    default:
      return {}
  }
}
