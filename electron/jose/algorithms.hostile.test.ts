import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify as verifyBare,
} from 'node:crypto'
import { compactVerify, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import type { KeySource } from '../../shared/verdict/verification.ts'
import { verifiableAlgorithms } from './algorithms.ts'
import { runJobHere } from './crypto-jobs.ts'
import { certificateBase64, certificateKey } from './keys/test-certificates.ts'
import { encode, jws, rsaKey } from './test-tokens.ts'
import { verifyToken } from './verify/verify-token.ts'

const now = 1_800_000_000
const claims = { iss: 'https://issuer.test', exp: now + 600 }
const deps = {
  now: () => now * 1000,
  run: runJobHere,
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
}
const verify = (token: string, source: KeySource) => verifyToken({ token, source, expect: {} }, deps)
const key = (value: object | string): KeySource => ({
  kind: 'key',
  text: typeof value === 'string' ? value : JSON.stringify(value),
})

function createKeyOfCertificate(): Pair {
  const privateKey = createPrivateKey(certificateKey)
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
const pairs: Readonly<Record<string, Pair>> = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  secp256k1: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  Ed25519: generateKeyPairSync('ed25519'),
  Ed448: generateKeyPairSync('ed448'),
  'ML-DSA-44': generateKeyPairSync('ml-dsa-44'),
  'ML-DSA-65': generateKeyPairSync('ml-dsa-65'),
  'ML-DSA-87': generateKeyPairSync('ml-dsa-87'),
}
const secret = Buffer.alloc(64, 'a secret of sixty-four bytes ')
const oct = { kty: 'oct', k: secret.toString('base64url') }
const keyOf = (owner: string): JWK =>
  owner === 'oct' ? oct : (pairs[owner]?.publicKey.export({ format: 'jwk' }) as JWK)
const owners = ['oct', ...Object.keys(pairs)]

/** Which keys an algorithm is made with. */
const ownersOf = (alg: string): readonly string[] => {
  if (alg.startsWith('HS')) return ['oct']
  if (/^[RP]S/.test(alg)) return ['RSA']
  if (alg === 'EdDSA') return ['Ed25519', 'Ed448']
  return [{ ES256: 'P-256', ES384: 'P-384', ES512: 'P-521', ES256K: 'secp256k1' }[alg] ?? alg]
}
const signWith = (alg: string, owner: string): string => {
  const privateKey = owner === 'oct' ? secret : (pairs[owner]?.privateKey as KeyObject)
  return jws({ alg }, claims, privateKey, alg === 'ES256K' ? 'ES256' : alg)
}

describe.each(verifiableAlgorithms)('%s', (alg) => {
  it.each(ownersOf(alg))('verifies with its own key, %s, as JWK, in a set and as PEM', async (owner) => {
    const token = signWith(alg, owner)
    const pem =
      owner === 'oct' ? [] : [pairs[owner]?.publicKey.export({ format: 'pem', type: 'spki' }) as string]
    const set = { keys: owners.map((each) => ({ ...keyOf(each), kid: each })) }
    for (const given of [keyOf(owner), set, ...pem])
      expect((await verify(token, key(given))).verdict).toBe('valid')
  })

  it('verifies with no other key, whatever it is called', async () => {
    for (const owner of ownersOf(alg)) {
      const token = signWith(alg, owner)
      for (const other of owners.filter((each) => each !== owner)) {
        const jwk = keyOf(other)
        for (const given of [jwk, { ...jwk, alg }, { keys: [{ ...jwk, alg }] }])
          expect((await verify(token, key(given))).verdict, `${owner} against ${other}`).not.toBe('valid')
      }
    }
  })

  it('is not taken for another algorithm of the same key', async () => {
    const [owner = ''] = ownersOf(alg)
    const [, payload = '', signature = ''] = signWith(alg, owner).split('.')
    for (const other of verifiableAlgorithms.filter((each) => each !== alg)) {
      const token = `${encode({ alg: other })}.${payload}.${signature}`
      expect((await verify(token, key(keyOf(owner)))).verdict, other).not.toBe('valid')
    }
  })

  it('does not verify with a key that is bound to another algorithm', async () => {
    const [owner = ''] = ownersOf(alg)
    for (const bound of ['RS384', 'none', 'ML-DSA-44', ''].filter((each) => each !== alg)) {
      const result = await verify(signWith(alg, owner), key({ ...keyOf(owner), alg: bound }))
      expect(result.verdict).not.toBe('valid')
    }
  })

  it.skipIf(['ES256K', 'Ed448'].includes(alg))('says what jose says', async () => {
    const [owner = ''] = ownersOf(alg)
    const token = signWith(alg, owner)
    const broken = `${token.slice(0, -8)}AAAAAAAA`
    const jwk = keyOf(owner)
    await expect(compactVerify(token, jwk, { algorithms: [alg] })).resolves.toBeDefined()
    await expect(compactVerify(broken, jwk, { algorithms: [alg] })).rejects.toThrow()
    expect((await verify(broken, key(jwk))).verdict).not.toBe('valid')
  })
})

describe('a MAC made with a public key never verifies', () => {
  it.each(Object.keys(pairs))('%s', async (name) => {
    const { publicKey } = pairs[name] as Pair
    const pem = publicKey.export({ format: 'pem', type: 'spki' }) as string
    for (const spelling of [
      pem,
      publicKey.export({ format: 'der', type: 'spki' }),
      JSON.stringify(keyOf(name)),
    ]) {
      const token = jws({ alg: 'HS256' }, claims, spelling)
      expect((await verify(token, key(keyOf(name)))).verdict).toBe('invalid')
      expect((await verify(token, key(pem))).verdict).toBe('invalid')
      const text = Buffer.from(spelling as string).toString('base64')
      expect((await verify(token, { kind: 'secret', text, encoding: 'base64' })).verdict).not.toBe('valid')
    }
  })
})

const input = (alg: string) => `${encode({ alg })}.${encode(claims)}`
const zeros = (alg: string, size: number) => `${input(alg)}.${Buffer.alloc(size).toString('base64url')}`
const ed448 = (...bytes: readonly number[]) => {
  const point = Buffer.alloc(57)
  for (const [at, byte] of bytes.entries()) point[at] = byte
  return point
}
const withSign = (point: Buffer) => Buffer.concat([point.subarray(0, 56), Buffer.from([0x80])])
const rsaPair = rsaKey()
const rsaJwk = rsaPair.jwk
const rs256 = jws({ alg: 'RS256' }, claims, rsaPair.privateKey)

describe('keys and signatures that prove nothing', () => {
  it.each([
    ['of order 1', ed448(1)],
    ['of order 1, with a sign', withSign(ed448(1))],
    ['of order 4', ed448()],
    ['of order 4, with a sign', withSign(ed448())],
  ])('an Ed448 key %s', async (_name, point) => {
    const jwk = { kty: 'OKP', crv: 'Ed448', x: point.toString('base64url') }
    const result = await verify(zeros('Ed448', 114), key(jwk))
    expect([result.verdict, result.code]).toEqual(['unverified', 'KEY_INVALID'])
  })

  it.each([
    ['ES256', 'P-256', 64],
    ['ES384', 'P-384', 96],
    ['ES512', 'P-521', 132],
    ['ES256K', 'secp256k1', 64],
    ['Ed25519', 'Ed25519', 64],
    ['Ed448', 'Ed448', 114],
    ['ML-DSA-44', 'ML-DSA-44', 2420],
  ])('a signature of zeros under %s', async (alg, name, size) => {
    const result = await verify(zeros(alg, size), key(keyOf(name)))
    expect([result.verdict, result.code]).toEqual(['invalid', 'SIGNATURE_INVALID'])
  })

  it.each([
    ['exponent 1', { ...rsaJwk, e: 'AQ' }],
    ['exponent 2', { ...rsaJwk, e: 'Ag' }],
    ['exponent 0', { ...rsaJwk, e: 'AA' }],
    ['an even exponent', { ...rsaJwk, e: 'AQAA' }],
    ['a modulus that 3 divides', { kty: 'RSA', e: 'AQAB', n: Buffer.alloc(256, 0xff).toString('base64url') }],
    ['an even modulus', { ...rsaJwk, n: `${String(rsaJwk.n).slice(0, -2)}AA` }],
    ['a modulus of 256 bits', { ...rsaJwk, n: Buffer.alloc(32, 0xfd).toString('base64url') }],
  ])('RSA with %s', async (_name, jwk) => {
    const result = await verify(rs256, key(jwk))
    expect([result.verdict, result.code]).toEqual(['unverified', 'KEY_INVALID'])
  })

  it('RSA with an exponent that begins with a zero byte', async () => {
    expect((await verify(rs256, key({ ...rsaJwk, e: 'AAEAAQ' }))).code).toBe('KEY_INVALID')
  })

  it('RSA with the ROCA fingerprint, though the signature fits', async () => {
    const jwk = {
      kty: 'RSA',
      e: 'AQAB',
      n: 'RUK6L8WsUcgEliessdjAPBK7zZGe506Jbeq_8kBlsXLQea7pgul7FzlLI6WAP3e3v84FjKGlV2V8Z7wunoewE-fn0bqKQQRFsBA5b0DijQrSK4BVy9pT5w7qY1JApx3yFu7r7H0QEALK955ZXyBMMziBy_5n4JRG7QbveUetgqd_itk',
    }
    const token =
      'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.J_G-Les7x__7sO0LupLLdfdIZdIngv61ugTjgiR7qLvddUDBNZqPPhZk6uaEI3-7ca-_yfsynk3c8WLeQOCJn_ysm_PxLy9vqLvMvLHVU-gciZiK27lezrMmUHWUuexkPuyY950_MQlDMq64PcLmoYsB-M5H-UV4dHMeFFh5MPbaj0g'
    expect(fitsBare(token, jwk)).toBe(true)
    for (const given of [jwk, { keys: [jwk] }]) {
      const result = await verify(token, key(given))
      expect([result.verdict, result.code]).toEqual(['unverified', 'KEY_INVALID'])
      expect(result.checks.find(({ id }) => id === 'signature')?.found).toContain('ROCA')
    }
  })

  it.each([3, 17, 257])(
    'RSA with exponent %i, though the signature fits, for others may be fooled',
    async (publicExponent) => {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent })
      const jwk = publicKey.export({ format: 'jwk' })
      const token = jws({ alg: 'RS256' }, claims, privateKey)
      for (const given of [
        jwk,
        { keys: [jwk] },
        publicKey.export({ format: 'pem', type: 'spki' }) as string,
      ]) {
        const result = await verify(token, key(given))
        const signature = result.checks.find(({ id }) => id === 'signature')
        expect([result.verdict, signature?.status, signature?.code]).toEqual([
          'unverified',
          'not_checked',
          'KEY_INVALID',
        ])
        expect(signature?.found).toContain(`exponent is ${publicExponent}`)
      }
    },
  )

  it('but not with a larger one than 65537, which some old keys have', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicExponent: 65_539,
    })
    const result = await verify(
      jws({ alg: 'RS256' }, claims, privateKey),
      key(publicKey.export({ format: 'jwk' })),
    )
    expect(result.verdict).toBe('valid')
  })
})

function fitsBare(token: string, jwk: JsonWebKey): boolean {
  const at = token.lastIndexOf('.')
  const bytes = Buffer.from(token.slice(at + 1), 'base64url')
  return verifyBare(
    'sha256',
    Buffer.from(token.slice(0, at)),
    createPublicKey({ key: jwk, format: 'jwk' }),
    bytes,
  )
}

describe('a key with a certificate', () => {
  const { publicKey, privateKey } = createKeyOfCertificate()
  const jwk = publicKey.export({ format: 'jwk' })
  const other = rsaKey()

  it('verifies where it is the key of the certificate', async () => {
    const token = jws({ alg: 'ES256' }, claims, privateKey)
    expect((await verify(token, key({ ...jwk, x5c: [certificateBase64] }))).verdict).toBe('valid')
  })
  it('verifies nothing where the certificate is for another key (RFC 7517 §4.7)', async () => {
    const token = jws({ alg: 'RS256' }, claims, other.privateKey)
    const result = await verify(token, key({ ...other.jwk, x5c: [certificateBase64] }))
    expect([result.verdict, result.code]).toEqual(['unverified', 'KEY_INVALID'])
  })
})

describe('a key under id-RSASSA-PSS', () => {
  const options = {
    modulusLength: 2048,
    hashAlgorithm: 'sha256',
    mgf1HashAlgorithm: 'sha256',
    saltLength: 32,
  }
  const pss = generateKeyPairSync('rsa-pss', options as never) as unknown as Pair
  const pem = pss.publicKey.export({ format: 'pem', type: 'spki' }) as string
  const bytes = sign('sha256', Buffer.from(input('PS256')), { key: pss.privateKey, saltLength: 32 })
  const token = `${input('PS256')}.${bytes.toString('base64url')}`

  it('verifies PS256', async () => expect((await verify(token, key(pem))).verdict).toBe('valid'))
  it.each(['RS256', 'PS384', 'PS512', 'HS256'])('never %s', async (alg) => {
    const result = await verify(`${input(alg)}.${bytes.toString('base64url')}`, key(pem))
    expect(['invalid', 'unverified']).toContain(result.verdict)
    expect(['ALG_NOT_ALLOWED', 'KEY_TYPE_MISMATCH']).toContain(result.code)
  })
})
