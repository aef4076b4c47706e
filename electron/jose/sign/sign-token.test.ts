import { createHash, createPublicKey, generateKeyPairSync, verify as verifyWithNode } from 'node:crypto'
import { ed448 } from '@noble/curves/ed448.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import fc from 'fast-check'
import { compactVerify, flattenedVerify, generalVerify, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { runJobHere } from '../crypto-jobs.ts'
import type { SignJob } from './sign-token.ts'

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const jwkOf = (type: 'rsa' | 'ec' | 'ed25519', options: object = {}) =>
  ({
    ...(
      generateKeyPairSync as (
        type: string,
        options: object,
      ) => { privateKey: { export(options: object): object } }
    )(type, options).privateKey.export({ format: 'jwk' }),
  }) as Record<string, string>
const rsa = jwkOf('rsa', { modulusLength: 2048 })
const ec = (curve: string) => jwkOf('ec', { namedCurve: curve })
const p256 = ec('P-256')
const { d: _, ...publicP256 } = p256
const ed25519 = jwkOf('ed25519')
const oct = { kty: 'oct', k: base64url(Buffer.alloc(64, 7)) }

const claims = '{ "sub" : "ada",\n  "n":12345678901234567890, "sub":"eve" }'
const header = (alg: string, more = '') => `{"typ":"JWT" , "alg":"${alg}"${more}}`

function job(change: Partial<SignJob>): SignJob {
  return {
    header: header('ES256'),
    payload: claims,
    key: { kind: 'key', text: JSON.stringify(p256) },
    serialization: 'compact',
    ...change,
  }
}
const sign = (change: Partial<SignJob>) => runJobHere('signToken', job(change))
async function signed(change: Partial<SignJob>) {
  const result = await sign(change)
  if (result.kind === 'refused') throw new Error(`${result.code}: ${result.message}`)
  return result
}
const keyText = (jwk: object) => ({ kind: 'key', text: JSON.stringify(jwk) }) as const

describe('exactly the bytes that were typed are signed', () => {
  test('order, spaces, big integers and duplicates stay', async () => {
    const { token } = await signed({})
    const [first = '', second = ''] = token.split('.')
    expect(Buffer.from(first, 'base64url').toString()).toBe(header('ES256'))
    expect(Buffer.from(second, 'base64url').toString()).toBe(claims)
  })

  test('any text comes out as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (payload) => {
        const { token } = await signed({ payload })
        expect(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).toBe(payload)
        await compactVerify(token, publicP256 as JWK)
      }),
      { numRuns: 20 },
    )
  })

  test('bytes that are no text are signed as bytes', async () => {
    const payload = base64url(Uint8Array.from([0xff, 0, 0xfe]))
    const { token } = await signed({ payload, payloadEncoding: 'base64url' })
    expect(token.split('.')[1]).toBe(payload)
    expect(await sign({ payload: 'a+b', payloadEncoding: 'base64url' })).toMatchObject({ code: 'PAYLOAD' })
  })
})

describe('each algorithm makes what another library verifies', () => {
  test.each([
    ...['HS256', 'HS384', 'HS512'].map((alg) => [alg, oct] as const),
    ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg) => [alg, rsa] as const),
    ['ES256', p256] as const,
    ['ES384', ec('P-384')] as const,
    ['ES512', ec('P-521')] as const,
    ['EdDSA', ed25519] as const,
    ['Ed25519', ed25519] as const,
  ])('%s', async (alg, jwk) => {
    const { token, warnings, ...facts } = await signed({ header: header(alg), key: keyText(jwk) })
    const { kty, n, e, crv, x, y, k } = jwk as Record<string, string>
    const verifying = kty === 'oct' ? { kty, k } : kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y }
    await expect(compactVerify(token, verifying as JWK, { algorithms: [alg] })).resolves.toBeDefined()
    expect(facts.alg).toBe(alg)
    expect(warnings.map(({ code }) => code)).toEqual(['PAYLOAD_DUPLICATE'])
  })

  test('ES256K, Ed448 and ML-DSA, which the window’s runtime lacks', async () => {
    const d = new Uint8Array(32).fill(9)
    const point = secp256k1.getPublicKey(d, false)
    const k1 = {
      kty: 'EC',
      crv: 'secp256k1',
      x: base64url(point.slice(1, 33)),
      y: base64url(point.slice(33)),
    }
    const input = (token: string) => Buffer.from(token.slice(0, token.lastIndexOf('.')))
    const signature = (token: string) => Buffer.from(token.slice(token.lastIndexOf('.') + 1), 'base64url')
    const one = await signed({ header: header('ES256K'), key: keyText({ ...k1, d: base64url(d) }) })
    const node = createPublicKey({ key: k1, format: 'jwk' })
    expect(
      verifyWithNode(
        'sha256',
        input(one.token),
        { key: node, dsaEncoding: 'ieee-p1363' },
        signature(one.token),
      ),
    ).toBe(true)

    const seed = new Uint8Array(57).fill(3)
    const x = base64url(ed448.getPublicKey(seed))
    for (const alg of ['EdDSA', 'Ed448']) {
      const two = await signed({
        header: header(alg),
        key: keyText({ kty: 'OKP', crv: 'Ed448', d: base64url(seed), x }),
      })
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed448', x }, format: 'jwk' })
      expect(verifyWithNode(null, input(two.token), key, signature(two.token))).toBe(true)
    }

    const priv = new Uint8Array(32).fill(5)
    const pub = ml_dsa44.keygen(priv).publicKey
    const akp = { kty: 'AKP', alg: 'ML-DSA-44', pub: base64url(pub), priv: base64url(priv) }
    const three = await signed({ header: header('ML-DSA-44'), key: keyText(akp) })
    expect(ml_dsa44.verify(signature(three.token), input(three.token), pub)).toBe(true)
  })
})

test('what is signed here verifies here, under every algorithm', async () => {
  const types = [
    'EC-P-256',
    'EC-P-384',
    'EC-P-521',
    'EC-secp256k1',
    'OKP-Ed25519',
    'OKP-Ed448',
    'RSA-2048',
    'oct-512',
    'AKP-ML-DSA-44',
    'AKP-ML-DSA-65',
    'AKP-ML-DSA-87',
  ] as const
  const seen: string[] = []
  for (const type of types) {
    const { alg: _alg, ...jwk } = (await runJobHere('generateKey', { type })) as Record<string, unknown>
    const bare = type.startsWith('AKP') ? { ...jwk, alg: _alg } : jwk
    const facts = await runJobHere('describeSigningKey', keyText(bare))
    if (facts.kind !== 'key') throw new Error(facts.message)
    for (const alg of facts.algorithms) {
      const { token } = await signed({ header: header(alg), payload: '{}', key: keyText(bare) })
      const material = { kind: 'key', text: JSON.stringify(bare), provenance: 'pasted' } as const
      const { signature } = await runJobHere('checkSignature', { token, alg, kid: null, material })
      expect([alg, signature.status]).toEqual([alg, 'pass'])
      seen.push(alg)
    }
  }
  expect(new Set(seen).size).toBe(19)
})

describe('what does not belong together is never signed', () => {
  const pem = (alg: 'rsa' | 'ec') =>
    alg === 'rsa'
      ? generateKeyPairSync('rsa', {
          modulusLength: 2048,
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        })
      : generateKeyPairSync('ec', {
          namedCurve: 'P-256',
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'sec1', format: 'pem' },
        })
  const other = ec('P-256')

  test.each<readonly [string, Partial<SignJob>, string]>([
    ['an RSA key for ES256', { key: keyText(rsa) }, 'KEY_TYPE_MISMATCH'],
    ['a P-256 key for ES384', { header: header('ES384') }, 'KEY_TYPE_MISMATCH'],
    ['a P-256 key for ES256K', { header: header('ES256K') }, 'KEY_TYPE_MISMATCH'],
    ['an Ed25519 key for Ed448', { header: header('Ed448'), key: keyText(ed25519) }, 'KEY_TYPE_MISMATCH'],
    ['an EC key for HS256', { header: header('HS256') }, 'KEY_TYPE_MISMATCH'],
    [
      'a secret for RS256',
      { header: header('RS256'), key: { kind: 'secret', text: 's', encoding: 'utf8' } },
      'KEY_TYPE_MISMATCH',
    ],
    [
      'a public PEM as a secret',
      { header: header('HS256'), key: { kind: 'secret', text: pem('rsa').publicKey, encoding: 'utf8' } },
      'SECRET_INVALID',
    ],
    [
      'a public PEM in an oct key',
      {
        header: header('HS256'),
        key: keyText({ kty: 'oct', k: base64url(Buffer.from(pem('ec').publicKey)) }),
      },
      'SECRET_INVALID',
    ],
    [
      'an empty secret',
      { header: header('HS256'), key: { kind: 'secret', text: '', encoding: 'utf8' } },
      'SECRET_INVALID',
    ],
    ['an empty oct key', { header: header('HS256'), key: keyText({ kty: 'oct', k: '' }) }, 'SECRET_INVALID'],
    ['a public JWK', { key: keyText(publicP256) }, 'KEY_NOT_PRIVATE'],
    [
      'a public PEM',
      { header: header('RS256'), key: { kind: 'key', text: pem('rsa').publicKey } },
      'KEY_NOT_PRIVATE',
    ],
    [
      'a key bound to another alg',
      { header: header('PS256'), key: keyText({ ...rsa, alg: 'RS256' }) },
      'ALG_NOT_ALLOWED',
    ],
    ['a key for encryption', { key: keyText({ ...p256, use: 'enc' }) }, 'KEY_USE'],
    ['a key that may only verify', { key: keyText({ ...p256, key_ops: ['verify'] }) }, 'KEY_USE'],
    ['halves of two pairs', { key: keyText({ ...p256, x: other.x, y: other.y }) }, 'KEY_INVALID'],
    [
      'an RSA key with exponent 1',
      { header: header('RS256'), key: keyText({ ...rsa, e: 'AQ' }) },
      'KEY_INVALID',
    ],
    ['no key', { key: { kind: 'key', text: '' } }, 'KEY_INVALID'],
    ['a set of two', { key: keyText({ keys: [p256, other] }) }, 'KEY_INVALID'],
    ['alg none with a key', { header: header('none') }, 'ALG_NONE'],
    ['alg NoNe with a key', { header: header('NoNe') }, 'ALG_NONE'],
    ['another spelling', { header: header('es256') }, 'ALG_UNSUPPORTED'],
    ['an algorithm for encryption', { header: header('RSA-OAEP'), key: keyText(rsa) }, 'ALG_UNSUPPORTED'],
    ['a prototype name', { header: header('__proto__') }, 'ALG_UNSUPPORTED'],
    ['no alg', { header: '{}' }, 'ALG_MISSING'],
    ['a number as alg', { header: '{"alg":256}' }, 'ALG_MISSING'],
    ['two different algs', { alg: 'RS256' }, 'ALG_CONFLICT'],
    ['b64 without crit', { header: header('ES256', ',"b64":false') }, 'UNENCODED_PAYLOAD'],
    [
      'b64 and a dot',
      { header: header('ES256', ',"b64":false,"crit":["b64"]'), payload: 'a.b' },
      'UNENCODED_PAYLOAD',
    ],
  ])('%s', async (_name, change, code) => {
    const result = await sign(change)
    expect(result).toMatchObject({ kind: 'refused', code })
    expect(JSON.stringify(result)).not.toContain(p256.d)
  })
})

describe('private keys in PEM', () => {
  const pair = (format: object) =>
    generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: format as { type: 'pkcs8'; format: 'pem' },
    }).privateKey
  test.each([
    ['PKCS#8', pair({ type: 'pkcs8', format: 'pem' })],
    ['SEC1', pair({ type: 'sec1', format: 'pem' })],
    [
      'SEC1 after its parameters',
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${pair({ type: 'sec1', format: 'pem' })}`,
    ],
    ['with written line breaks', pair({ type: 'pkcs8', format: 'pem' }).replaceAll('\n', '\\n')],
  ])('%s', async (_name, text) => {
    expect(await sign({ key: { kind: 'key', text } })).toMatchObject({
      kind: 'signed',
      keyDescription: 'EC P-256',
    })
  })

  test('an encrypted one asks for its passphrase', async () => {
    const text = pair({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' })
    expect(await sign({ key: { kind: 'key', text } })).toMatchObject({ code: 'PASSPHRASE' })
    expect(await sign({ key: { kind: 'key', text, passphrase: 'wrong' } })).toMatchObject({
      code: 'PASSPHRASE',
    })
    expect(await sign({ key: { kind: 'key', text, passphrase: 'open' } })).toMatchObject({ kind: 'signed' })
  })

  test('thousands of openings without an end are no way to keep it busy', async () => {
    const text = '-----BEGIN PRIVATE KEY-----\n'.repeat(30_000)
    expect(await sign({ key: { kind: 'key', text } })).toMatchObject({ code: 'KEY_INVALID' })
  })
})

describe('what is weak or odd is signed and said', () => {
  test.each<readonly [string, Partial<SignJob>, string]>([
    [
      'a short secret',
      { header: header('HS256'), key: { kind: 'secret', text: 'secret', encoding: 'utf8' } },
      'SECRET_SHORT',
    ],
    [
      'a short RSA key',
      { header: header('RS256'), key: keyText(jwkOf('rsa', { modulusLength: 1024 })) },
      'RSA_SHORT',
    ],
    ['broken JSON in the payload', { payload: '{"a":' }, 'PAYLOAD_NOT_CLAIMS'],
    ['text as the payload', { payload: 'hello' }, 'PAYLOAD_NOT_CLAIMS'],
    ['a name twice', { payload: '{"a":1,"a":2}' }, 'PAYLOAD_DUPLICATE'],
    ['alg twice', { header: '{"alg":"RS256","alg":"ES256"}' }, 'HEADER_DUPLICATE'],
    [
      'a broken header with a stated algorithm',
      { header: '{"alg":"ES256"', alg: 'ES256' },
      'HEADER_NOT_JSON',
    ],
    ['an unknown critical name', { header: header('ES256', ',"crit":["x"]') }, 'CRIT_UNKNOWN'],
    ['half of a character', { payload: '{"a":"\ud800"}' }, 'LONE_SURROGATE'],
    ['no signature by choice', { header: header('none'), key: { kind: 'none' } }, 'UNSECURED'],
    ['a header that still names an algorithm', { key: { kind: 'none' } }, 'SIGNATURE_MISSING'],
  ])('%s', async (_name, change, code) => {
    const { warnings } = await signed({ payload: '{}', ...change })
    expect(warnings.map((warning) => warning.code)).toContain(code)
  })

  test('no signature means an empty third part', async () => {
    const { token, alg } = await signed({ header: header('none'), key: { kind: 'none' } })
    expect(token.split('.')).toHaveLength(3)
    expect(token.endsWith('.')).toBe(true)
    expect(alg).toBeNull()
    expect(await sign({ key: { kind: 'none' }, serialization: 'general' })).toMatchObject({
      code: 'ALG_NONE',
    })
  })
})

describe('forms', () => {
  test('flattened and general JSON', async () => {
    const flattened = JSON.parse((await signed({ serialization: 'flattened' })).token)
    await flattenedVerify(flattened, publicP256 as JWK)
    const general = JSON.parse((await signed({ serialization: 'general' })).token)
    await generalVerify(general, publicP256 as JWK)
  })

  test('a detached payload is signed and left out', async () => {
    const { token } = await signed({ detached: true })
    const [first, second, third] = token.split('.')
    expect(second).toBe('')
    await compactVerify(`${first}.${base64url(Buffer.from(claims))}.${third}`, publicP256 as JWK)
    expect(
      JSON.parse((await signed({ detached: true, serialization: 'flattened' })).token),
    ).not.toHaveProperty('payload')
  })

  test('b64: false signs the payload as it is', async () => {
    const change = { header: header('ES256', ',"b64":false,"crit":["b64"]'), payload: 'plain text' }
    const { token } = await signed(change)
    expect(token.split('.')[1]).toBe('plain text')
    const flattened = JSON.parse(
      (await signed({ ...change, payload: 'a.b', serialization: 'flattened' })).token,
    )
    const { payload } = await flattenedVerify(flattened, publicP256 as JWK)
    expect(Buffer.from(payload).toString()).toBe('a.b')
  })

  test('an SD-JWT with chosen disclosures', async () => {
    const payload = '{"iss":"https://i.test","name":"Ada","age":36}'
    const { token } = await signed({ payload, disclose: [['name']] })
    const [jwt = '', disclosure = '', end] = token.split('~')
    const [salt, name, value] = JSON.parse(Buffer.from(disclosure, 'base64url').toString())
    expect([name, value, end]).toEqual(['name', 'Ada', ''])
    expect(Buffer.from(salt, 'base64url')).toHaveLength(16)
    const body = JSON.parse(Buffer.from((await compactVerify(jwt, publicP256 as JWK)).payload).toString())
    expect(body).toEqual({
      iss: 'https://i.test',
      age: 36,
      _sd: [createHash('sha256').update(disclosure).digest('base64url')],
      _sd_alg: 'sha-256',
    })
    expect((await signed({ payload, disclose: [] })).token.endsWith('~')).toBe(true)
    expect(await sign({ payload, disclose: [['nope']] })).toMatchObject({ code: 'DISCLOSURE' })
    expect(await sign({ payload, disclose: [['name']], serialization: 'flattened' })).toMatchObject({
      code: 'DISCLOSURE',
    })
  })
})

describe('a key that is not whole is refused with what was expected and found', () => {
  const { x: _x, ...withoutX } = p256
  test.each<[jwk: object, code: string, message: string]>([
    [
      { kty: 'EC', d: 'secret' },
      'KEY_INVALID',
      'A private EC key has the members crv, x, y and d; crv, x and y are missing.',
    ],
    [withoutX, 'KEY_INVALID', 'A private EC key has the members crv, x, y and d; x is missing.'],
    [
      { kty: 'OKP', d: 'secret' },
      'KEY_INVALID',
      'A private OKP key has the members crv, x and d; crv and x are missing.',
    ],
    [
      { kty: 'RSA', d: 'secret' },
      'KEY_INVALID',
      'A private RSA key has the members n, e and d; n and e are missing.',
    ],
    [{ kty: 'oct' }, 'KEY_INVALID', 'A secret (oct) has the member k; it is missing.'],
    [
      { kty: 'dsa', d: 'x' },
      'KEY_INVALID',
      'The key type dsa signs nothing here; RSA, EC, OKP, AKP or oct is expected.',
    ],
    [{ ...p256, d: 1 }, 'KEY_INVALID', 'The member d is not a string.'],
    [{ ...p256, x: 'AAAA' }, 'KEY_INVALID', 'The coordinate x has 3 bytes; P-256 has 32.'],
    [{ ...p256, d: ec('P-256').d }, 'KEY_INVALID', 'Its private half does not belong to its public half.'],
  ])('%o', async (jwk, code, message) => {
    expect(await runJobHere('describeSigningKey', keyText(jwk))).toEqual({ kind: 'refused', code, message })
    expect(await sign({ key: keyText(jwk) })).toMatchObject({ kind: 'refused', code, message, at: 'key' })
  })
})

describe('what a form may know of a key', () => {
  const describeKey = (jwk: object) => runJobHere('describeSigningKey', keyText(jwk))
  test('never its private members', async () => {
    for (const jwk of [rsa, p256, ed25519, oct]) {
      const text = JSON.stringify(await describeKey({ ...jwk, kid: 'k1', seed: 'hunter2' }))
      expect(text).not.toContain('hunter2')
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) {
        const value = (jwk as Record<string, string>)[name]
        if (value) expect(text).not.toContain(value)
      }
    }
  })
  test('its algorithms, the usual one first', async () => {
    expect(await describeKey(rsa)).toMatchObject({
      algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
    })
    expect(await describeKey({ ...rsa, alg: 'PS256' })).toMatchObject({ algorithms: ['PS256'] })
    expect(await describeKey(oct)).toMatchObject({
      thumbprint: null,
      publicJwk: null,
      algorithms: ['HS256', 'HS384', 'HS512'],
    })
    expect(await describeKey({ kty: 'EC' })).toMatchObject({ kind: 'refused', code: 'KEY_NOT_PRIVATE' })
  })
})
