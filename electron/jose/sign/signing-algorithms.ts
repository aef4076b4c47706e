import type { Jwk } from '../jwk.ts'

/** How bytes are signed under one `alg` name, and the key that takes (RFC 7518 §3.1, RFC 8037, RFC 8812, RFC 9864). */
export type SigningAlgorithm = {
  readonly alg: string
  readonly family: 'hmac' | 'rsa' | 'pss' | 'ecdsa' | 'eddsa' | 'ml-dsa'
  readonly kty: 'oct' | 'RSA' | 'EC' | 'OKP' | 'AKP'
  /** Curves, any of which fits; empty where there is none. */
  readonly curves: readonly string[]
  /** Of a key, for example `an EC key on P-256`. */
  readonly words: string
  /** 0 where the algorithm hashes by itself. */
  readonly hashBits: 0 | 256 | 384 | 512
}

const bits = [256, 384, 512] as const
const eddsa = (alg: string, ...curves: readonly string[]): SigningAlgorithm => ({
  alg,
  family: 'eddsa',
  kty: 'OKP',
  curves,
  words: `an ${curves.join(' or ')} key`,
  hashBits: 0,
})
const ecdsa = (alg: string, crv: string, hashBits: 256 | 384 | 512): SigningAlgorithm => ({
  alg,
  family: 'ecdsa',
  kty: 'EC',
  curves: [crv],
  words: `an EC key on ${crv}`,
  hashBits,
})

const list: readonly SigningAlgorithm[] = [
  ...bits.map(
    (hashBits): SigningAlgorithm => ({
      alg: `HS${hashBits}`,
      family: 'hmac',
      kty: 'oct',
      curves: [],
      words: 'a shared secret',
      hashBits,
    }),
  ),
  ...(['RS', 'PS'] as const).flatMap((name) =>
    bits.map(
      (hashBits): SigningAlgorithm => ({
        alg: `${name}${hashBits}`,
        family: name === 'RS' ? 'rsa' : 'pss',
        kty: 'RSA',
        curves: [],
        words: 'an RSA key',
        hashBits,
      }),
    ),
  ),
  ecdsa('ES256', 'P-256', 256),
  ecdsa('ES384', 'P-384', 384),
  ecdsa('ES512', 'P-521', 512),
  ecdsa('ES256K', 'secp256k1', 256),
  eddsa('EdDSA', 'Ed25519', 'Ed448'),
  eddsa('Ed25519', 'Ed25519'),
  eddsa('Ed448', 'Ed448'),
  ...['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'].map(
    (alg): SigningAlgorithm => ({
      alg,
      family: 'ml-dsa',
      kty: 'AKP',
      curves: [],
      words: `an AKP key for ${alg}`,
      hashBits: 0,
    }),
  ),
]

const byName: ReadonlyMap<string, SigningAlgorithm> = new Map(list.map((entry) => [entry.alg, entry]))

/** Null for a name that nothing here signs with. Names are exact: `rs256` is not RS256. */
export function signingAlgorithm(alg: string): SigningAlgorithm | null {
  return byName.get(alg) ?? null
}

/** The algorithms a key may sign with by its type and its own `alg`, the usual one first. */
export function algorithmsOf(jwk: Jwk): readonly string[] {
  return list.filter((entry) => fits(entry, jwk)).map(({ alg }) => alg)
}

/** Whether type, curve and, for AKP, which must name it, the algorithm are the key's own (RFC 8725 §3.1). */
export function fits({ alg, kty, curves, family }: SigningAlgorithm, jwk: Jwk): boolean {
  if (jwk.kty !== kty) return false
  if (curves.length > 0 && !curves.includes(String(jwk.crv))) return false
  if (family === 'ml-dsa') return jwk.alg === alg
  return jwk.alg === undefined || jwk.alg === alg
}
