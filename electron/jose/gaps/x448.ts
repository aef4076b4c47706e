import { createPrivateKey, createPublicKey, diffieHellman, type JsonWebKey } from 'node:crypto'
import { x448 } from '@noble/curves/ed448.js'

/** X448 (RFC 7748 §5), which jose does not offer and BoringSSL does not know. */
let native: boolean | null = null

function runtimeHasX448(): boolean {
  if (native !== null) return native
  try {
    createPublicKey({ key: { kty: 'OKP', crv: 'X448', x: encode(basePoint) }, format: 'jwk' })
    native = true
  } catch {
    native = false
  }
  return native
}

/** u = 5 (RFC 7748 §4.2). */
const basePoint = Uint8Array.from({ length: 56 }, (_, index) => (index === 0 ? 5 : 0))

/**
 * The shared secret of 56 bytes. Null where the public key is a point of small order, with which the secret would be
 * known to everybody (RFC 7748 §6.2).
 */
export function agreeX448(
  privateKey: Uint8Array,
  publicKey: Uint8Array,
  useNative = runtimeHasX448(),
): Uint8Array | null {
  try {
    const secret = useNative
      ? agreeNatively(privateKey, publicKey)
      : x448.getSharedSecret(privateKey, publicKey)
    return secret.every((byte) => byte === 0) ? null : secret
  } catch {
    return null
  }
}

function agreeNatively(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const base: JsonWebKey = { kty: 'OKP', crv: 'X448' }
  const x = encode(x448PublicKey(privateKey))
  return diffieHellman({
    privateKey: createPrivateKey({ key: { ...base, x, d: encode(privateKey) }, format: 'jwk' }),
    publicKey: createPublicKey({ key: { ...base, x: encode(publicKey) }, format: 'jwk' }),
  })
}

export function x448PublicKey(privateKey: Uint8Array): Uint8Array {
  return x448.getPublicKey(privateKey)
}

/** A fresh pair from the system's randomness. */
export function generateX448(): { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array } {
  const { secretKey, publicKey } = x448.keygen()
  return { privateKey: secretKey, publicKey }
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
