import { ed448 } from '@noble/curves/ed448.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { type GapAlgorithm, mlDsaOf } from './verify-gap.ts'

/** The public half of a private key that node:crypto may not know, as a JWK. Throws where it is no such key. */
export function publicFromPrivate(
  algorithm: GapAlgorithm,
  secret: Uint8Array,
): Readonly<Record<string, string>> {
  switch (algorithm) {
    case 'ES256K':
      return secp256k1Jwk(secp256k1.getPublicKey(secret, false))
    case 'Ed448':
      return { kty: 'OKP', crv: 'Ed448', x: encode(ed448.getPublicKey(secret)) }
    default:
      // The seed of FIPS 204 §6.1, which is also the `priv` of a JWK.
      return { kty: 'AKP', alg: algorithm, pub: encode(mlDsaOf[algorithm].keygen(secret).publicKey) }
  }
}

/** A point in either form of SEC 1 §2.3.3 as a JWK. Throws where it is not on the curve. */
export function secp256k1Jwk(point: Uint8Array): Readonly<Record<string, string>> {
  const bytes = secp256k1.Point.fromBytes(point).toBytes(false)
  return { kty: 'EC', crv: 'secp256k1', x: encode(bytes.subarray(1, 33)), y: encode(bytes.subarray(33)) }
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
