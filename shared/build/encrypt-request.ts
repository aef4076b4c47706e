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

/** The `alg` that usually goes with a key type; null where any choice would be a guess. */
export function usualEncryption(kty: unknown): EncryptRequest['alg'] | null {
  if (kty === 'RSA') return 'RSA-OAEP-256'
  if (kty === 'EC' || kty === 'OKP') return 'ECDH-ES+A256KW'
  return kty === 'oct' ? 'A256KW' : null
}
