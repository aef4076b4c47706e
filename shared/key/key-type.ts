import { z } from 'zod'

const ids = [
  'EC-P-256',
  'EC-P-384',
  'EC-P-521',
  'EC-secp256k1',
  'OKP-Ed25519',
  'OKP-Ed448',
  'OKP-X25519',
  'OKP-X448',
  'RSA-2048',
  'RSA-3072',
  'RSA-4096',
  'oct-128',
  'oct-192',
  'oct-256',
  'oct-384',
  'oct-512',
  'AKP-ML-DSA-44',
  'AKP-ML-DSA-65',
  'AKP-ML-DSA-87',
] as const

/** What can be generated: the key type (RFC 7517 §4.1) and its curve, size or, for AKP, its algorithm. */
export const keyTypeId = z.enum(ids)
export type KeyTypeId = z.infer<typeof keyTypeId>

export type KeyType = {
  readonly id: KeyTypeId
  readonly kty: 'RSA' | 'EC' | 'OKP' | 'oct' | 'AKP'
  /** Of EC and OKP keys. */
  readonly crv?: string
  /** Of RSA keys and secrets. */
  readonly bits?: number
  /** In words, for example `EC P-256`. */
  readonly label: string
  /** `alg` values for signatures that such a key fits (RFC 7518 §3.1, RFC 8812, RFC 9864); the usual one first. */
  readonly signatureAlgs: readonly string[]
  /** `alg` values for key management (RFC 7518 §4.1) and the shared key of `dir`. */
  readonly encryptionAlgs: readonly string[]
}

const rsaSignatures = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const rsaEncryption = ['RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512', 'RSA-OAEP']
const agreement = ['ECDH-ES+A256KW', 'ECDH-ES+A192KW', 'ECDH-ES+A128KW', 'ECDH-ES']

const rsa = (bits: 2048 | 3072 | 4096): KeyType => ({
  id: `RSA-${bits}`,
  kty: 'RSA',
  bits,
  label: `RSA ${bits}`,
  signatureAlgs: rsaSignatures,
  encryptionAlgs: rsaEncryption,
})
const ec = (crv: 'P-256' | 'P-384' | 'P-521', alg: string): KeyType => ({
  id: `EC-${crv}`,
  kty: 'EC',
  crv,
  label: `EC ${crv}`,
  signatureAlgs: [alg],
  encryptionAlgs: agreement,
})
const okp = (crv: 'Ed25519' | 'Ed448' | 'X25519' | 'X448', signs: boolean): KeyType => ({
  id: `OKP-${crv}`,
  kty: 'OKP',
  crv,
  label: `OKP ${crv}`,
  // RFC 9864 names the curve in the algorithm; EdDSA is what older software knows.
  signatureAlgs: signs ? [crv, 'EdDSA'] : [],
  encryptionAlgs: signs ? [] : agreement,
})
/** A secret of these bits is as long as the algorithm asks, or longer where it allows that (RFC 7518 §3.2). */
const oct = (
  bits: 128 | 192 | 256 | 384 | 512,
  hmac: readonly string[],
  others: readonly string[],
): KeyType => ({
  id: `oct-${bits}`,
  kty: 'oct',
  bits,
  label: `Secret, ${bits} bits`,
  signatureAlgs: hmac,
  encryptionAlgs: others,
})
const mlDsa = (alg: 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87'): KeyType => ({
  id: `AKP-${alg}`,
  kty: 'AKP',
  label: alg,
  signatureAlgs: [alg],
  encryptionAlgs: [],
})

/** Every kind of key that can be generated, in the order in which a person is offered them. */
export const keyTypes: readonly KeyType[] = [
  ec('P-256', 'ES256'),
  ec('P-384', 'ES384'),
  ec('P-521', 'ES512'),
  {
    id: 'EC-secp256k1',
    kty: 'EC',
    crv: 'secp256k1',
    label: 'EC secp256k1',
    signatureAlgs: ['ES256K'],
    encryptionAlgs: [],
  },
  okp('Ed25519', true),
  okp('Ed448', true),
  okp('X25519', false),
  okp('X448', false),
  rsa(2048),
  rsa(3072),
  rsa(4096),
  oct(128, [], ['A128KW', 'A128GCMKW', 'dir']),
  oct(192, [], ['A192KW', 'A192GCMKW', 'dir']),
  oct(256, ['HS256'], ['A256KW', 'A256GCMKW', 'dir']),
  oct(384, ['HS384', 'HS256'], ['dir']),
  oct(512, ['HS512', 'HS384', 'HS256'], ['dir']),
  mlDsa('ML-DSA-44'),
  mlDsa('ML-DSA-65'),
  mlDsa('ML-DSA-87'),
]

/** The table's entry. Never throws for an id of the type. */
export function keyTypeOf(id: KeyTypeId): KeyType {
  const found = keyTypes.find((type) => type.id === id)
  if (!found) throw new TypeError('the table of key types is not complete')
  return found
}

/** `alg` values that a key of this type can be made for: signatures first. */
export function algsOf(type: KeyType): readonly string[] {
  return [...type.signatureAlgs, ...type.encryptionAlgs]
}

/** The `use` that belongs to an `alg` of this type (RFC 7517 §4.2). */
export function usageOf(type: KeyType, alg: string): 'sig' | 'enc' {
  return type.signatureAlgs.includes(alg) ? 'sig' : 'enc'
}

/** What to generate. Absent `alg`: the usual one of the type. Absent `kid`: the RFC 7638 thumbprint, or random for a secret. */
export const keySpec = z.strictObject({
  type: keyTypeId,
  alg: z.string().min(1).max(64).optional(),
  kid: z.string().min(1).max(512).optional(),
})
export type KeySpec = z.infer<typeof keySpec>
