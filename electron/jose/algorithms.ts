/** What an algorithm asks of its key (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). */
export type AlgorithmNeeds = {
  readonly kty: 'oct' | 'RSA' | 'EC' | 'OKP'
  readonly crv?: string
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
const eddsa: AlgorithmNeeds = {
  kty: 'OKP',
  crv: 'Ed25519',
  words: 'an Ed25519 key',
  signatureBytes: 64,
  hashBits: 512,
}

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
  ['EdDSA', eddsa],
  ['Ed25519', eddsa],
])

/** Null for an algorithm that cannot be verified here. Names are exact: `rs256` is not RS256. */
export function algorithmNeeds(alg: string): AlgorithmNeeds | null {
  return algorithms.get(alg) ?? null
}
