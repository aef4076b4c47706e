import type { Jwk } from '../jwk.ts'

export type GapSigner = {
  readonly sign: (input: Uint8Array) => Uint8Array
  /** With the public half as the key states it. */
  readonly verify: (signature: Uint8Array, input: Uint8Array) => boolean
}

/**
 * Electron's BoringSSL has neither secp256k1 nor Ed448 nor ML-DSA. One library signs there and in Node alike, so that
 * the app and the command line make the same tokens. Null where node:crypto signs in both; throws where the members of
 * the key are no such key. Loaded at first use: most people never sign with these.
 */
export async function gapSigner(alg: string, jwk: Jwk): Promise<GapSigner | null> {
  const bytes = (name: string) => Uint8Array.from(Buffer.from(String(jwk[name]), 'base64url'))
  if (alg === 'ES256K') {
    const { secp256k1 } = await import('@noble/curves/secp256k1.js')
    const point = Uint8Array.from([4, ...bytes('x'), ...bytes('y')])
    return {
      sign: (input) => secp256k1.sign(input, bytes('d')),
      verify: (signature, input) => secp256k1.verify(signature, input, point),
    }
  }
  if (jwk.crv === 'Ed448') {
    const { ed448 } = await import('@noble/curves/ed448.js')
    return {
      sign: (input) => ed448.sign(input, bytes('d')),
      verify: (signature, input) => ed448.verify(signature, input, bytes('x')),
    }
  }
  if (alg.startsWith('ML-DSA-')) {
    const { ml_dsa44, ml_dsa65, ml_dsa87 } = await import('@noble/post-quantum/ml-dsa.js')
    const schemes = { 'ML-DSA-44': ml_dsa44, 'ML-DSA-65': ml_dsa65, 'ML-DSA-87': ml_dsa87 }
    const scheme = schemes[alg as keyof typeof schemes]
    // The private key of an AKP JWK is the seed, from which both halves follow.
    const { secretKey } = scheme.keygen(bytes('priv'))
    return {
      sign: (input) => scheme.sign(input, secretKey),
      verify: (signature, input) => scheme.verify(signature, input, bytes('pub')),
    }
  }
  return null
}
