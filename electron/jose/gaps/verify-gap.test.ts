import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Jwk } from '../jwk.ts'
import { verifyBytes } from '../verify-bytes.ts'
import { noCapabilities, runtimeCapabilities } from './runtime-gaps.ts'

/** The runtime of the tests knows them all: what the library says is compared with what it says. */
const all = { secp256k1: true, ed448: true, mlDsa: true }
const input = Buffer.from('eyJhbGciOiJ4In0.eyJzdWIiOiJ1In0')

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
const pairs: Readonly<Record<string, Pair>> = {
  ES256K: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  Ed448: generateKeyPairSync('ed448'),
  'ML-DSA-44': generateKeyPairSync('ml-dsa-44'),
  'ML-DSA-65': generateKeyPairSync('ml-dsa-65'),
  'ML-DSA-87': generateKeyPairSync('ml-dsa-87'),
}
const jwkOf = (alg: string): Jwk => ({ ...pairs[alg]?.publicKey.export({ format: 'jwk' }) })
const signWith = (alg: string): Buffer =>
  alg === 'ES256K'
    ? sign('sha256', input, { key: pairs.ES256K?.privateKey as KeyObject, dsaEncoding: 'ieee-p1363' })
    : sign(null, input, pairs[alg]?.privateKey as KeyObject)

const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const bytes32 = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
const withS = (signature: Buffer, change: (s: bigint) => bigint) => {
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`)
  return Buffer.concat([signature.subarray(0, 32), bytes32(change(s))])
}
const flip = (bytes: Uint8Array, at: number) => {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}
/** What a runtime says, a refusal to import included. */
const say = (run: () => boolean): boolean | 'no key' => {
  try {
    return run()
  } catch {
    return 'no key'
  }
}
const both = (alg: string, jwk: Jwk, signature: Uint8Array, text: Uint8Array = input) => {
  const parts = { alg, input: text, signature }
  return [all, noCapabilities].map((capabilities) => say(() => verifyBytes(parts, jwk, capabilities)))
}

it('finds everything in the runtime of the command line', () => {
  expect(runtimeCapabilities()).toEqual(all)
})

describe.each(Object.keys(pairs))('%s is judged the same with and without the runtime', (alg) => {
  const jwk = jwkOf(alg)
  const good = signWith(alg)

  it('accepts what was signed', () => expect(both(alg, jwk, good)).toEqual([true, true]))
  it.each([
    ['another text', () => both(alg, jwk, good, Buffer.from('x'))],
    ['the first bit changed', () => both(alg, jwk, flip(good, 0))],
    ['the last bit changed', () => both(alg, jwk, flip(good, good.length - 1))],
    ['a byte cut off', () => both(alg, jwk, good.subarray(1))],
    ['a byte more', () => both(alg, jwk, Buffer.concat([good, Buffer.alloc(1)]))],
    ['only zeros', () => both(alg, jwk, Buffer.alloc(good.length))],
    ['only ones', () => both(alg, jwk, Buffer.alloc(good.length, 0xff))],
    ['nothing', () => both(alg, jwk, Buffer.alloc(0))],
  ])('refuses %s', (_name, run) => expect(run()).toEqual([false, false]))
})

describe('ES256K', () => {
  const jwk = jwkOf('ES256K')
  const good = signWith('ES256K')

  it('takes the high s as well as the low one (RFC 8812 §3.2)', () => {
    expect(
      both(
        'ES256K',
        jwk,
        withS(good, (s) => n - s),
      ),
    ).toEqual([true, true])
  })
  it.each([
    ['s with the order added', withS(good, (s) => (s + n < 1n << 256n ? s + n : n))],
    ['s zero', withS(good, () => 0n)],
    ['s the order', withS(good, () => n)],
    ['r zero', Buffer.concat([Buffer.alloc(32), good.subarray(32)])],
    ['r the order', Buffer.concat([bytes32(n), good.subarray(32)])],
    ['DER', sign('sha256', input, pairs.ES256K?.privateKey as KeyObject)],
  ])('refuses %s', (_name, signature) => {
    expect(both('ES256K', jwk, signature)).toEqual([false, false])
  })
  it.each([
    ['a point off the curve', { ...jwk, y: Buffer.alloc(32, 7).toString('base64url') }],
    ['the point at infinity', { ...jwk, x: 'A'.repeat(43), y: 'A'.repeat(43) }],
    ['a coordinate beyond the prime', { ...jwk, x: Buffer.alloc(32, 0xff).toString('base64url') }],
  ])('takes %s for no key', (_name, bad) => {
    expect(both('ES256K', bad, good)).toEqual(['no key', 'no key'])
  })
})

describe('one algorithm’s key under another’s name', () => {
  const names = [
    'ES256',
    'ES256K',
    'EdDSA',
    'Ed25519',
    'Ed448',
    'ML-DSA-44',
    'ML-DSA-65',
    'ML-DSA-87',
    'HS256',
    'RS256',
  ]
  it.each(Object.keys(pairs))('the key of %s', (owner) => {
    for (const alg of names) {
      if (alg === owner || (alg === 'EdDSA' && owner === 'Ed448')) continue
      expect(both(alg, jwkOf(owner), signWith(owner))).toEqual([false, false])
    }
  })
  it('an AKP key whose own alg is changed', () => {
    const jwk = { ...jwkOf('ML-DSA-44'), alg: 'ML-DSA-65' }
    expect(both('ML-DSA-44', jwk, signWith('ML-DSA-44'))).toEqual([false, false])
  })
})
