/** What an algorithm asks of its key (RFC 7518 §3.1, RFC 8037 §3.1, RFC 8812 §3, RFC 9864 §2.2, RFC 9964 §3). */
export type AlgorithmNeeds = {
  readonly kty: 'oct' | 'RSA' | 'EC' | 'OKP' | 'AKP'
  readonly crv?: string
  /** The key names the algorithm itself, and must name this one. */
  readonly boundToAlg?: true
  /** Of a key, for example `an EC key on P-256`. */
  readonly words: string
  /** Length of every valid signature in bytes; absent where the key decides. */
  readonly signatureBytes?: number
  readonly hashBits: 256 | 384 | 512
}

const hmac = (bits: 256 | 384 | 512): AlgorithmNeeds => ({
  kty: 'oct',
  words: 'a shared secret',
  signatureBytes: bits / 8,
  hashBits: bits,
})
const rsa = (bits: 256 | 384 | 512): AlgorithmNeeds => ({ kty: 'RSA', words: 'an RSA key', hashBits: bits })
const ecdsa = (crv: string, bits: 256 | 384 | 512, signatureBytes: number): AlgorithmNeeds => ({
  kty: 'EC',
  crv,
  words: `an EC key on ${crv}`,
  signatureBytes,
  hashBits: bits,
})
const edwards = (crv: string, signatureBytes: number): AlgorithmNeeds => ({
  kty: 'OKP',
  crv,
  words: `an ${crv} key`,
  signatureBytes,
  hashBits: 512,
})
const mlDsa = (alg: string, signatureBytes: number): AlgorithmNeeds => ({
  kty: 'AKP',
  boundToAlg: true,
  words: `an ${alg} key`,
  signatureBytes,
  hashBits: 512,
})

const algorithms: ReadonlyMap<string, AlgorithmNeeds> = new Map([
  ['HS256', hmac(256)],
  ['HS384', hmac(384)],
  ['HS512', hmac(512)],
  ['RS256', rsa(256)],
  ['RS384', rsa(384)],
  ['RS512', rsa(512)],
  ['PS256', rsa(256)],
  ['PS384', rsa(384)],
  ['PS512', rsa(512)],
  ['ES256', ecdsa('P-256', 256, 64)],
  ['ES384', ecdsa('P-384', 384, 96)],
  ['ES512', ecdsa('P-521', 512, 132)],
  ['ES256K', ecdsa('secp256k1', 256, 64)],
  ['Ed25519', edwards('Ed25519', 64)],
  ['Ed448', edwards('Ed448', 114)],
  ['ML-DSA-44', mlDsa('ML-DSA-44', 2420)],
  ['ML-DSA-65', mlDsa('ML-DSA-65', 3309)],
  ['ML-DSA-87', mlDsa('ML-DSA-87', 4627)],
])

/** Every algorithm that can be verified here, `EdDSA` included. */
export const verifiableAlgorithms: readonly string[] = [...algorithms.keys(), 'EdDSA']

/**
 * Null for an algorithm that cannot be verified here. Names are exact: `rs256` is not RS256. `EdDSA` stands for either
 * Edwards curve (RFC 8037 §3.1), so the key's `crv` decides which; it is Ed25519 where no key says otherwise.
 */
export function algorithmNeeds(alg: string, crv?: unknown): AlgorithmNeeds | null {
  if (alg === 'EdDSA') return algorithms.get(crv === 'Ed448' ? 'Ed448' : 'Ed25519') ?? null
  return algorithms.get(alg) ?? null
}
