/** How the content encryption key is had (RFC 7518 §4.1), and what that asks of the key. */
export type KeyManagement = {
  readonly alg: string
  readonly kind: 'rsa' | 'ecdh' | 'aes_kw' | 'aes_gcm_kw' | 'pbes2' | 'dir'
  /** Of the wrapping key in bytes; absent where the key or `enc` decides. */
  readonly wrapBytes?: 16 | 24 | 32
  /** Of RSA-OAEP. */
  readonly hash?: 'sha1' | 'sha256' | 'sha384' | 'sha512'
  /** Broken in ways that good code cannot mend: only by the person's own choice, and never to encrypt. */
  readonly obsolete?: true
  readonly words: string
}

/** How the content is encrypted (RFC 7518 §5.1). */
export type ContentEncryption = {
  readonly enc: string
  readonly keyBytes: 16 | 24 | 32 | 48 | 64
  readonly ivBytes: 12 | 16
  readonly tagBytes: 16 | 24 | 32
  readonly cbc: boolean
}

const rsa = (alg: string, hash: NonNullable<KeyManagement['hash']>): KeyManagement => ({
  alg,
  kind: 'rsa',
  hash,
  words: 'an RSA private key',
})
const ecdh = (alg: string, wrapBytes?: 16 | 24 | 32): KeyManagement => ({
  alg,
  kind: 'ecdh',
  words: 'a private key on P-256, P-384, P-521, X25519 or X448',
  ...(wrapBytes ? { wrapBytes } : {}),
})
const wrap = (alg: string, kind: 'aes_kw' | 'aes_gcm_kw', wrapBytes: 16 | 24 | 32): KeyManagement => ({
  alg,
  kind,
  wrapBytes,
  words: `a secret of ${wrapBytes} bytes`,
})
const pbes2 = (alg: string, wrapBytes: 16 | 24 | 32): KeyManagement => ({
  alg,
  kind: 'pbes2',
  wrapBytes,
  words: 'a password',
})

const keyManagements: ReadonlyMap<string, KeyManagement> = new Map(
  [
    { alg: 'RSA1_5', kind: 'rsa', obsolete: true, words: 'an RSA private key' } satisfies KeyManagement,
    rsa('RSA-OAEP', 'sha1'),
    rsa('RSA-OAEP-256', 'sha256'),
    rsa('RSA-OAEP-384', 'sha384'),
    rsa('RSA-OAEP-512', 'sha512'),
    ecdh('ECDH-ES'),
    ecdh('ECDH-ES+A128KW', 16),
    ecdh('ECDH-ES+A192KW', 24),
    ecdh('ECDH-ES+A256KW', 32),
    wrap('A128KW', 'aes_kw', 16),
    wrap('A192KW', 'aes_kw', 24),
    wrap('A256KW', 'aes_kw', 32),
    wrap('A128GCMKW', 'aes_gcm_kw', 16),
    wrap('A192GCMKW', 'aes_gcm_kw', 24),
    wrap('A256GCMKW', 'aes_gcm_kw', 32),
    pbes2('PBES2-HS256+A128KW', 16),
    pbes2('PBES2-HS384+A192KW', 24),
    pbes2('PBES2-HS512+A256KW', 32),
    { alg: 'dir', kind: 'dir', words: 'a secret as long as enc asks' } satisfies KeyManagement,
  ].map((entry) => [entry.alg, entry]),
)

const contentEncryptions: ReadonlyMap<string, ContentEncryption> = new Map(
  (
    [
      { enc: 'A128GCM', keyBytes: 16, ivBytes: 12, tagBytes: 16, cbc: false },
      { enc: 'A192GCM', keyBytes: 24, ivBytes: 12, tagBytes: 16, cbc: false },
      { enc: 'A256GCM', keyBytes: 32, ivBytes: 12, tagBytes: 16, cbc: false },
      { enc: 'A128CBC-HS256', keyBytes: 32, ivBytes: 16, tagBytes: 16, cbc: true },
      { enc: 'A192CBC-HS384', keyBytes: 48, ivBytes: 16, tagBytes: 24, cbc: true },
      { enc: 'A256CBC-HS512', keyBytes: 64, ivBytes: 16, tagBytes: 32, cbc: true },
    ] satisfies readonly ContentEncryption[]
  ).map((entry) => [entry.enc, entry]),
)

/** Null for an algorithm that cannot be used here. Names are exact. */
export function keyManagement(alg: string): KeyManagement | null {
  return keyManagements.get(alg) ?? null
}

/** Null for an encryption that cannot be used here. Names are exact. */
export function contentEncryption(enc: string): ContentEncryption | null {
  return contentEncryptions.get(enc) ?? null
}

/** Everything that can be chosen to encrypt with. */
export const encryptAlgorithms: readonly string[] = [...keyManagements.values()]
  .filter(({ obsolete }) => !obsolete)
  .map(({ alg }) => alg)
export const encryptEncodings: readonly string[] = [...contentEncryptions.keys()]

/** Whoever can open it can have made it: the same secret does both. */
export function isSymmetric({ kind }: KeyManagement): boolean {
  return kind === 'aes_kw' || kind === 'aes_gcm_kw' || kind === 'dir' || kind === 'pbes2'
}

/** Bytes of a coordinate or a public key on the curves of ECDH-ES (RFC 7518 §6.2.1, RFC 8037 §3.2). */
export const agreementCurves: Readonly<
  Record<string, { readonly kty: 'EC' | 'OKP'; readonly bytes: number } | undefined>
> = {
  __proto__: null as never,
  'P-256': { kty: 'EC', bytes: 32 },
  'P-384': { kty: 'EC', bytes: 48 },
  'P-521': { kty: 'EC', bytes: 66 },
  X25519: { kty: 'OKP', bytes: 32 },
  X448: { kty: 'OKP', bytes: 56 },
}
