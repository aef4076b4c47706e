/** Names of the IANA registry "JSON Web Signature and Encryption Algorithms" for `alg`. */
const signatures =
  'HS256 HS384 HS512 RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 Ed448 ML-DSA-44 ML-DSA-65 ML-DSA-87 none'
const keyManagement =
  'RSA1_5 RSA-OAEP RSA-OAEP-256 RSA-OAEP-384 RSA-OAEP-512 A128KW A192KW A256KW dir ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW A128GCMKW A192GCMKW A256GCMKW PBES2-HS256+A128KW PBES2-HS384+A192KW PBES2-HS512+A256KW'

const registered: ReadonlySet<string> = new Set(`${signatures} ${keyManagement}`.split(' '))

/** True for a registered `alg`, in its exact spelling. */
export function isRegisteredAlgorithm(alg: string): boolean {
  return registered.has(alg)
}

export type KeyType = { readonly kty: string; readonly crv?: readonly string[] }

const curves: Readonly<Record<string, readonly string[]>> = {
  ES256: ['P-256'],
  ES384: ['P-384'],
  ES512: ['P-521'],
  ES256K: ['secp256k1'],
  Ed25519: ['Ed25519'],
  Ed448: ['Ed448'],
  EdDSA: ['Ed25519', 'Ed448'],
}

/** The type of key that a signature algorithm needs (RFC 7518 §3.1, RFC 8037 §3.1, RFC 8812 §3.2); null for others. */
export function keyTypeOf(alg: string): KeyType | null {
  if (/^HS(?:256|384|512)$/.test(alg)) return { kty: 'oct' }
  if (/^[RP]S(?:256|384|512)$/.test(alg)) return { kty: 'RSA' }
  const crv = Object.hasOwn(curves, alg) ? curves[alg] : undefined
  if (crv) return { kty: alg.startsWith('ES') ? 'EC' : 'OKP', crv }
  return alg.startsWith('ML-DSA-') ? { kty: 'AKP' } : null
}

const ecdsaBytes: Readonly<Record<string, number>> = { ES256: 64, ES384: 96, ES512: 132, ES256K: 64 }

/** The length of an ECDSA signature in bytes (RFC 7518 §3.4, RFC 8812 §3.2); null for other algorithms. */
export function ecdsaSignatureBytes(alg: string): number | null {
  return Object.hasOwn(ecdsaBytes, alg) ? (ecdsaBytes[alg] ?? null) : null
}

/** The hash of an HMAC algorithm in bits, which is also the least its secret should have (RFC 7518 §3.2). */
export function hmacBits(alg: string): number | null {
  const bits = /^HS(256|384|512)$/.exec(alg)?.[1]
  return bits === undefined ? null : Number(bits)
}
