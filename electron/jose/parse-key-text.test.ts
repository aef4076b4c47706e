import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findJwkFlaw } from './jwk.ts'
import { parseKeyText } from './parse-key-text.ts'
import { readKeys } from './read-keys.ts'

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
const pairs: readonly (readonly [name: string, pair: Pair])[] = [
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
  ['secp256k1', generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
  ['Ed25519', generateKeyPairSync('ed25519')],
  ['Ed448', generateKeyPairSync('ed448')],
  ['ML-DSA-44', generateKeyPairSync('ml-dsa-44')],
  ['ML-DSA-65', generateKeyPairSync('ml-dsa-65')],
  ['ML-DSA-87', generateKeyPairSync('ml-dsa-87')],
]
const pair = (name: string): Pair => (pairs.find(([own]) => own === name) ?? pairs[0])?.[1] as Pair
const pem = (key: KeyObject, options: object): string =>
  key.export({ format: 'pem', ...options } as never) as never
const der = (key: KeyObject, options: object): string =>
  (key.export({ format: 'der', ...options } as never) as unknown as Buffer).toString('base64')
const single = (text: string, passphrase?: string) => {
  const read = parseKeyText(text, passphrase)
  return read.kind === 'single' ? read.jwk : read
}

describe.each(pairs)('%s is read from', (_name, { publicKey, privateKey }) => {
  const expected = publicKey.export({ format: 'jwk' })
  it('SPKI', () => expect(single(pem(publicKey, { type: 'spki' }))).toEqual(expected))
  it('SPKI in DER', () => expect(single(der(publicKey, { type: 'spki' }))).toEqual(expected))
  it('PKCS#8', () => expect(single(pem(privateKey, { type: 'pkcs8' }))).toEqual(expected))
  it('PKCS#8 in DER', () => expect(single(der(privateKey, { type: 'pkcs8' }))).toEqual(expected))
  it('encrypted PKCS#8', () => {
    const text = pem(privateKey, { type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'pass word é' })
    expect(single(text, 'pass word é')).toEqual(expected)
    expect(parseKeyText(text)).toMatchObject({ kind: 'unreadable', code: 'PASSPHRASE' })
    expect(parseKeyText(text, '')).toMatchObject({ kind: 'unreadable', code: 'PASSPHRASE' })
    expect(parseKeyText(text, 'wrong')).toMatchObject({ kind: 'unreadable', code: 'PASSPHRASE' })
  })
  it('its own JWK, without a flaw', () => expect(findJwkFlaw(expected)).toBeNull())
  it('a private JWK, of which the public half is kept', () => {
    const read = readKeys(JSON.stringify(privateKey.export({ format: 'jwk' })))
    expect(read).toMatchObject({
      kind: 'single',
      key: { jwk: expected, wasPrivate: true, halvesDiffer: false },
    })
    expect(JSON.stringify(read)).not.toContain(
      String(privateKey.export({ format: 'jwk' }).d ?? privateKey.export({ format: 'jwk' }).priv),
    )
  })
})

describe('the other forms', () => {
  it.each(['secp256k1', 'P-256'])('SEC1 of %s', (name) => {
    const { publicKey, privateKey } = pair(name)
    expect(single(pem(privateKey, { type: 'sec1' }))).toEqual(publicKey.export({ format: 'jwk' }))
    expect(single(der(privateKey, { type: 'sec1' }))).toEqual(publicKey.export({ format: 'jwk' }))
  })
  it('PKCS#1, public and private', () => {
    const { publicKey, privateKey } = pair('RSA')
    for (const text of [
      pem(publicKey, { type: 'pkcs1' }),
      pem(privateKey, { type: 'pkcs1' }),
      der(publicKey, { type: 'pkcs1' }),
    ])
      expect(single(text)).toEqual(publicKey.export({ format: 'jwk' }))
  })
  it.each(['aes-128-cbc', 'aes-256-cbc', 'des-ede3-cbc'])('old PEM encryption, %s', (cipher) => {
    const { publicKey, privateKey } = pair('RSA')
    const text = pem(privateKey, { type: 'pkcs1', cipher, passphrase: 'p' })
    expect(single(text, 'p')).toEqual(publicKey.export({ format: 'jwk' }))
    expect(parseKeyText(text, 'q')).toMatchObject({ code: 'PASSPHRASE' })
    expect(parseKeyText(text)).toMatchObject({ code: 'PASSPHRASE' })
  })
  it('old PEM encryption of a curve that not every runtime reads', () => {
    const text = pem(pair('secp256k1').privateKey, { type: 'sec1', cipher: 'aes-128-cbc', passphrase: 'p' })
    expect(parseKeyText(text, 'p')).toMatchObject({ code: 'KEY_INVALID' })
  })
  it('encrypted PKCS#8 in DER', () => {
    const { publicKey, privateKey } = pair('Ed448')
    const text = der(privateKey, { type: 'pkcs8', cipher: 'aes-192-cbc', passphrase: 'p' })
    expect(single(text, 'p')).toEqual(publicKey.export({ format: 'jwk' }))
    expect(parseKeyText(text)).toMatchObject({ code: 'PASSPHRASE' })
  })
  it('a key that asks for years of work', () => {
    const text = der(pair('P-256').privateKey, { type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'p' })
    const bytes = Buffer.from(text, 'base64')
    // INTEGER 2048 stands behind the salt: the same length, another number.
    const at = bytes.indexOf(Buffer.from('02020800', 'hex'))
    const costly = Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from('02027fff', 'hex'),
      bytes.subarray(at + 4),
    ])
    expect(at).toBeGreaterThan(0)
    expect(parseKeyText(costly.toString('base64'), 'p')).toMatchObject({ code: 'PASSPHRASE' })
  })
  it('a compressed point', () => {
    const jwk = pair('secp256k1').publicKey.export({ format: 'jwk' })
    const sign = (Buffer.from(String(jwk.y), 'base64url').at(-1) ?? 0) & 1
    const head = '3036301006072a8648ce3d020106052b8104000a032200'
    const spki = Buffer.concat([
      Buffer.from(head, 'hex'),
      Buffer.from([2 + sign]),
      Buffer.from(String(jwk.x), 'base64url'),
    ])
    expect(single(spki.toString('base64'))).toEqual(jwk)
  })
  it('a JWK between PEM lines, and a list of JWKs', () => {
    const jwk = pair('P-256').publicKey.export({ format: 'jwk' })
    expect(
      single(`-----BEGIN JSON WEB KEY-----\n${JSON.stringify(jwk)}\n-----END JSON WEB KEY-----`),
    ).toEqual(jwk)
    expect(parseKeyText(JSON.stringify([jwk]))).toMatchObject({ kind: 'set', keys: [jwk] })
  })
  it('a list that only looks like certificates', () => {
    expect(parseKeyText('["AAAA"]')).toMatchObject({ kind: 'unreadable', code: 'KEY_INVALID' })
    expect(parseKeyText('[]')).toMatchObject({ kind: 'set', keys: [] })
  })
})

describe('RSASSA-PSS keys', () => {
  it.each([
    [{ modulusLength: 2048 }, ['PS256', 'PS384', 'PS512']],
    [
      { modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32 },
      ['PS256'],
    ],
    [
      { modulusLength: 2048, hashAlgorithm: 'sha512', mgf1HashAlgorithm: 'sha512', saltLength: 64 },
      ['PS512'],
    ],
    [{ modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha384', saltLength: 32 }, []],
    [{ modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 48 }, []],
    [{ modulusLength: 2048, hashAlgorithm: 'sha1', mgf1HashAlgorithm: 'sha1', saltLength: 20 }, []],
  ])('%j', (options, algorithms) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa-pss', options as never) as unknown as Pair
    const read = parseKeyText(pem(publicKey, { type: 'spki' }))
    expect(read).toMatchObject({ kind: 'single', jwk: { kty: 'RSA', e: 'AQAB' }, algorithms })
    expect(parseKeyText(pem(privateKey, { type: 'pkcs8' }))).toMatchObject({
      jwk: 'jwk' in read ? read.jwk : {},
      algorithms,
    })
  })
})

describe('private and public halves', () => {
  it.each(pairs)('of %s that do not belong together are told', (name, { privateKey }) => {
    const mine = privateKey.export({ format: 'jwk' })
    const options = { RSA: ['rsa', { modulusLength: 2048 }], Ed25519: ['ed25519', {}], Ed448: ['ed448', {}] }[
      name as 'RSA'
    ]
    const other = (
      options
        ? generateKeyPairSync(options[0] as 'rsa', options[1] as { modulusLength: number })
        : name.startsWith('ML')
          ? generateKeyPairSync(name.toLowerCase() as 'ml-dsa-44')
          : generateKeyPairSync('ec', { namedCurve: name })
    ).publicKey.export({ format: 'jwk' })
    const read = readKeys(JSON.stringify({ ...mine, ...other }))
    expect(read).toMatchObject({ kind: 'single', key: { halvesDiffer: true } })
  })
})

describe('whatever is given', () => {
  const seeds = [
    pem(pair('P-256').publicKey, { type: 'spki' }),
    pem(pair('secp256k1').privateKey, { type: 'pkcs8' }),
    der(pair('Ed448').privateKey, { type: 'pkcs8' }),
    JSON.stringify(pair('ML-DSA-44').publicKey.export({ format: 'jwk' })),
  ]
  it('never throws, and never gives a private member of PEM or DER', () => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.nat(2000), fc.string({ maxLength: 8 }), (seed, at, junk) => {
        const read = parseKeyText(seed.slice(0, at) + junk + seed.slice(at + junk.length))
        if (read.kind === 'single' && read.jwk.kty !== 'AKP') expect(Object.keys(read.jwk)).not.toContain('d')
      }),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(fc.string(), (text) => void parseKeyText(text)),
      { numRuns: 200 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 40, maxLength: 200 }), (bytes) => {
        bytes[0] = 0x30
        parseKeyText(Buffer.from(bytes).toString('base64'), 'p')
      }),
      { numRuns: 200 },
    )
  })
  it('reads the same content once', () => {
    const text = JSON.stringify(pair('RSA').publicKey.export({ format: 'jwk' }))
    expect(readKeys(text)).toBe(readKeys(`${text}`))
    expect(readKeys(text)).not.toBe(readKeys(text, 'another passphrase'))
  })
  it('imports what it read', () => {
    for (const [name, { publicKey }] of pairs) {
      const read = parseKeyText(pem(publicKey, { type: 'spki' }))
      if (read.kind !== 'single') throw new Error(name)
      expect(createPublicKey({ key: read.jwk as never, format: 'jwk' }).equals(publicKey)).toBe(true)
    }
  })
})
