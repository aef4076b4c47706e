import { z } from 'zod'
import { signingKey } from './sign-request.ts'

/** `alg` values for the key of a JWE (RFC 7518 §4.1), as a person is offered them. RSA1_5 is never made anew. */
export const encryptionAlgorithms = [
  'RSA-OAEP-256',
  'RSA-OAEP-384',
  'RSA-OAEP-512',
  'RSA-OAEP',
  'ECDH-ES+A256KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A128KW',
  'ECDH-ES',
  'A256KW',
  'A192KW',
  'A128KW',
  'A256GCMKW',
  'A192GCMKW',
  'A128GCMKW',
  'PBES2-HS512+A256KW',
  'PBES2-HS384+A192KW',
  'PBES2-HS256+A128KW',
  'dir',
] as const

/** `enc` values (RFC 7518 §5.1). */
export const contentEncryptions = [
  'A256GCM',
  'A192GCM',
  'A128GCM',
  'A256CBC-HS512',
  'A192CBC-HS384',
  'A128CBC-HS256',
] as const

/** Puts a token inside a JWE (RFC 7519 §5.2): `cty: "JWT"` says so. */
export const encryptRequest = z.strictObject({
  plaintext: z.string().max(8_000_000),
  /** The recipient's public key, a shared secret, or a kept key. */
  key: signingKey,
  alg: z.enum(encryptionAlgorithms),
  enc: z.enum(contentEncryptions),
  cty: z.string().max(256).optional(),
})
export type EncryptRequest = z.infer<typeof encryptRequest>

export type EncryptResult =
  | { readonly kind: 'encrypted'; readonly token: string; readonly notes: readonly string[] }
  /** One sentence: what did not fit. Never a secret. */
  | { readonly kind: 'refused'; readonly message: string }

type Alg = EncryptRequest['alg']

const agreementCurves = ['P-256', 'P-384', 'P-521', 'X25519', 'X448']
/** Bits of the content keys (RFC 7518 §5): with `dir` the secret is one. */
const contentKeyBits = [128, 192, 256, 384, 512]

/**
 * The `alg` values a key can be encrypted to with, the usual one first (RFC 7518 §4.1): those of its type and size,
 * and only its own where it names one (RFC 7517 §4.4). None for a key that only signs. With `dir` the size must still be that of `enc`.
 */
export function encryptionAlgorithmsFor(key: {
  readonly kty: string
  readonly crv: string | null
  /** Of RSA keys and secrets. */
  readonly bits: number | null
  readonly alg: string | null
}): readonly Alg[] {
  const possible = encryptionAlgorithms.filter((alg) => fitsKey(alg, key))
  if (key.alg === null) return possible
  if (possible.includes('dir') && contentEncryptions.some((enc) => enc === key.alg)) return ['dir']
  return possible.filter((alg) => alg === key.alg)
}

function fitsKey(
  alg: Alg,
  { kty, crv, bits }: { readonly kty: string; readonly crv: string | null; readonly bits: number | null },
): boolean {
  if (alg.startsWith('RSA')) return kty === 'RSA'
  if (alg.startsWith('ECDH')) return (kty === 'EC' || kty === 'OKP') && agreementCurves.includes(crv ?? '')
  if (kty !== 'oct') return false
  if (alg === 'dir') return bits === null || contentKeyBits.includes(bits)
  return alg.startsWith('PBES2') || bits === null || alg.startsWith(`A${bits}`)
}
