import {
  constants,
  createCipheriv,
  createHmac,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
  webcrypto,
} from 'node:crypto'
import { CompactEncrypt, compactDecrypt, importJWK, type JWK } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { fillAesKeyWrap } from '../gaps/aes-key-wrap.ts'
import { agreeX448, generateX448 } from '../gaps/x448.ts'
import type { Jwk } from '../jwk.ts'
import type { KeyMaterial } from '../verify-job.ts'
import { concatKdf } from './concat-kdf.ts'
import { decryptToken } from './decrypt-token.ts'
import { encryptToken } from './encrypt-token.ts'
import { contentEncryption, encryptAlgorithms, encryptEncodings, keyManagement } from './jwe-algorithms.ts'

const jwkPair = (pair: { privateKey: { export(options: { format: 'jwk' }): object } }): Jwk => ({
  ...pair.privateKey.export({ format: 'jwk' }),
})
const rsa = jwkPair(generateKeyPairSync('rsa', { modulusLength: 2048 }))
const curves: readonly (readonly [string, Jwk])[] = [
  ...(['P-256', 'P-384', 'P-521'] as const).map(
    (namedCurve) => [namedCurve, jwkPair(generateKeyPairSync('ec', { namedCurve }))] as const,
  ),
  ['X25519', jwkPair(generateKeyPairSync('x25519'))],
  ['X448', jwkPair(generateKeyPairSync('x448'))],
]
const secrets = new Map([16, 24, 32, 48, 64].map((size) => [size, randomBytes(size)]))
const secretOf = (size: number): Jwk => ({ kty: 'oct', k: secrets.get(size)?.toString('base64url') ?? '' })
const pasted = (jwk: Jwk): KeyMaterial => ({ kind: 'key', text: JSON.stringify(jwk), provenance: 'pasted' })
const publicOf = ({ kty, crv, x, y, n, e, k }: Jwk): Jwk => ({
  kty,
  crv,
  x,
  y,
  n,
  e,
  ...(kty === 'oct' ? { k } : {}),
})
const plaintext = '{"iss":"https://issuer.test","a":"ü"}'

function keysFor(alg: string, enc: string): readonly (readonly [string, Jwk])[] {
  const management = keyManagement(alg)
  switch (management?.kind) {
    case 'rsa':
      return [['RSA', rsa]]
    case 'ecdh':
      return curves
    case 'dir':
      return [['secret', secretOf(contentEncryption(enc)?.keyBytes ?? 0)]]
    case 'pbes2':
      return [['password', secretOf(24)]]
    default:
      return [['secret', secretOf(management?.wrapBytes ?? 0)]]
  }
}

const pairs = encryptAlgorithms.flatMap((alg) =>
  encryptEncodings.flatMap((enc) =>
    keysFor(alg, enc).map(([name, jwk]) => ({ name: `${alg} ${enc} ${name}`, alg, enc, jwk })),
  ),
)
const p2c = 1000

describe.each([
  { runtime: 'the runtime’s own key wrap', fill: false },
  { runtime: 'key wrap by @noble/ciphers', fill: true },
])('every pair, with $runtime', ({ fill }) => {
  let undo = () => {}
  afterEach(() => undo())

  it.each(pairs)('$name: what is sealed opens, and only with its key', async ({ alg, enc, jwk }) => {
    if (fill) undo = fillAesKeyWrap(webcrypto.subtle)
    const sealed = await encryptToken({
      plaintext: { text: plaintext, encoding: 'utf8' },
      enc,
      form: 'compact',
      recipients: [{ alg, material: pasted(publicOf(jwk)), p2c }],
    })
    if (!sealed.ok) throw new Error(sealed.reason)
    const outcome = await decryptToken({ jwe: sealed.token, material: pasted(jwk) })
    expect([outcome.finding.status, outcome.algorithms]).toEqual(['pass', `${alg}, ${enc}`])
    expect(Buffer.from(outcome.plaintext ?? '', 'base64url').toString('utf8')).toBe(plaintext)
    undo()
    if (jwk.crv !== 'X448') {
      // jose reads what we wrote and we read what jose writes.
      const key =
        jwk.kty === 'oct' ? Buffer.from(String(jwk.k), 'base64url') : await importJWK(jwk as JWK, alg)
      const options = { keyManagementAlgorithms: [alg], maxPBES2Count: p2c }
      const read = await compactDecrypt(sealed.token, key, options)
      expect(Buffer.from(read.plaintext).toString('utf8')).toBe(plaintext)
      const publicKey = jwk.kty === 'oct' ? key : await importJWK(publicOf(jwk) as JWK, alg)
      const theirs = await new CompactEncrypt(Buffer.from(plaintext))
        .setProtectedHeader({ alg, enc })
        .encrypt(publicKey)
      if (fill) undo = fillAesKeyWrap(webcrypto.subtle)
      expect((await decryptToken({ jwe: theirs, material: pasted(jwk) })).finding.status).toBe('pass')
    }
  })
})

describe('what jose does not offer', () => {
  it('derives the key of RFC 7518 Appendix C', () => {
    const secret = Uint8Array.from([
      158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128,
      106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
    ])
    const key = concatKdf(secret, 16, {
      algorithm: 'A128GCM',
      apu: Buffer.from('Alice'),
      apv: Buffer.from('Bob'),
    })
    expect(Buffer.from(key).toString('base64url')).toBe('VqqN6vgjbSBcIijNcacQGg')
  })

  it('agrees on X448 as the runtime does', () => {
    const { privateKey, publicKey } = generateX448()
    const other = generateX448()
    const secret = agreeX448(privateKey, other.publicKey, true)
    expect(Buffer.from(secret ?? [])).toEqual(
      Buffer.from(agreeX448(other.privateKey, publicKey, false) ?? []),
    )
  })

  it.each([
    ['zero', new Uint8Array(56)],
    ['one', Uint8Array.from({ length: 56 }, (_, index) => (index === 0 ? 1 : 0))],
  ])('X448 refuses the point of small order %s in both ways', (_name, point) => {
    const { privateKey } = generateX448()
    expect([agreeX448(privateKey, point, true), agreeX448(privateKey, point, false)]).toEqual([null, null])
  })
})

describe('forms', () => {
  const job = { plaintext: { text: plaintext, encoding: 'utf8' as const }, enc: 'A128GCM' }
  it('one content for several keys, each of which opens it', async () => {
    const [, p256] = curves[0] ?? ['', rsa]
    const sealed = await encryptToken({
      ...job,
      form: 'general',
      aad: 'beside',
      recipients: [
        { alg: 'RSA-OAEP-256', material: pasted(rsa), kid: 'one' },
        { alg: 'ECDH-ES+A192KW', material: pasted(p256), kid: 'two' },
        { alg: 'A256GCMKW', material: pasted(secretOf(32)) },
        { alg: 'PBES2-HS384+A192KW', material: { kind: 'secret', text: 'pass', encoding: 'utf8' }, p2c },
      ],
    })
    if (!sealed.ok) throw new Error(sealed.reason)
    for (const [index, material] of [
      pasted(rsa),
      pasted(p256),
      pasted(secretOf(32)),
      { kind: 'secret', text: 'pass', encoding: 'utf8' } as const,
    ].entries()) {
      const outcome = await decryptToken({ jwe: sealed.token, material })
      expect(outcome.finding.status).toBe('pass')
      expect(outcome.recipients[index]?.finding.status).toBe('pass')
      expect(outcome.recipients.filter(({ finding }) => finding.status === 'pass')).toHaveLength(1)
    }
    const changed = JSON.stringify({
      ...JSON.parse(sealed.token),
      aad: Buffer.from('other').toString('base64url'),
    })
    expect((await decryptToken({ jwe: changed, material: pasted(rsa) })).finding.code).toBe('DECRYPT_FAILED')
  })

  it.each([
    ['beside others', true],
    ['alone', false],
  ] as const)(
    'several keys, those on X448 %s: each opens it in its place, and no other does',
    async (_name, mixed) => {
      const x448Pairs = [1, 2].map(() => jwkPair(generateKeyPairSync('x448')))
      const [, p256] = curves[0] ?? ['', rsa]
      const [one, two] = x448Pairs as [Jwk, Jwk]
      const keys: readonly (readonly [alg: string, key: Jwk])[] = [
        ['ECDH-ES+A128KW', one],
        ...(mixed
          ? ([
              ['RSA-OAEP-256', rsa],
              ['ECDH-ES+A256KW', p256],
            ] as const)
          : []),
        ['ECDH-ES+A256KW', two],
      ]
      for (const enc of ['A128GCM', 'A256CBC-HS512']) {
        const sealed = await encryptToken({
          ...job,
          enc,
          form: 'general',
          aad: 'beside',
          header: { zip: 'DEF', apu: 'QWxpY2U' },
          recipients: keys.map(([alg, key], index) => ({
            alg,
            material: pasted(publicOf(key)),
            kid: `k${index}`,
          })),
        })
        if (!sealed.ok) throw new Error(sealed.reason)
        const jwe = JSON.parse(sealed.token)
        expect(jwe.recipients.map(({ header }: { header: Jwk }) => [header.alg, header.kid])).toEqual(
          keys.map(([alg], index) => [alg, `k${index}`]),
        )
        for (const [index, [, key]] of keys.entries()) {
          const outcome = await decryptToken({ jwe: sealed.token, material: pasted(key) })
          expect(Buffer.from(outcome.plaintext ?? '', 'base64url').toString('utf8')).toBe(plaintext)
          expect(outcome.recipients.map(({ finding }) => finding.status === 'pass')).toEqual(
            keys.map((_, at) => at === index),
          )
        }
        const stranger = jwkPair(generateKeyPairSync('x448'))
        expect((await decryptToken({ jwe: sealed.token, material: pasted(stranger) })).plaintext).toBeNull()
      }
    },
  )

  it('a key on X448 of small order is refused among several, too', async () => {
    const weak = { kty: 'OKP', crv: 'X448', x: Buffer.alloc(56).toString('base64url') }
    const recipients = [
      { alg: 'ECDH-ES+A128KW', material: pasted(weak) },
      { alg: 'RSA-OAEP-256', material: pasted(rsa) },
    ]
    expect(await encryptToken({ ...job, form: 'general', recipients })).toMatchObject({
      ok: false,
      code: 'KEY_INVALID',
    })
  })

  it.each(['compact', 'flattened', 'general'] as const)('%s, compressed, for one key', async (form) => {
    for (const [, jwk] of [...curves, ['RSA', rsa] as const]) {
      const sealed = await encryptToken({
        ...job,
        form,
        header: { zip: 'DEF', cty: 'JWT' },
        recipients: [{ alg: jwk.kty === 'RSA' ? 'RSA-OAEP' : 'ECDH-ES', material: pasted(jwk), kid: 'k' }],
      })
      if (!sealed.ok) throw new Error(sealed.reason)
      const outcome = await decryptToken({ jwe: sealed.token, material: pasted(jwk) })
      expect(Buffer.from(outcome.plaintext ?? '', 'base64url').toString('utf8')).toBe(plaintext)
      expect(outcome.header).toMatchObject({ cty: 'JWT', kid: 'k' })
    }
  })

  it.each<readonly [string, string, Parameters<typeof encryptToken>[0]]>([
    [
      'RSA1_5',
      'ALG_NOT_ALLOWED',
      { ...job, form: 'compact', recipients: [{ alg: 'RSA1_5', material: pasted(rsa) }] },
    ],
    [
      'an unknown alg',
      'ALG_UNSUPPORTED',
      { ...job, form: 'compact', recipients: [{ alg: 'none', material: pasted(rsa) }] },
    ],
    [
      'a wrong length',
      'KEY_TYPE_MISMATCH',
      { ...job, form: 'compact', recipients: [{ alg: 'A128KW', material: pasted(secretOf(32)) }] },
    ],
    [
      'a signing key',
      'KEY_INVALID',
      {
        ...job,
        form: 'compact',
        recipients: [{ alg: 'RSA-OAEP', material: pasted({ ...rsa, use: 'sig' }) }],
      },
    ],
    [
      'a key bound elsewhere',
      'ALG_NOT_ALLOWED',
      {
        ...job,
        form: 'compact',
        recipients: [{ alg: 'RSA-OAEP', material: pasted({ ...rsa, alg: 'RS256' }) }],
      },
    ],
    [
      'two recipients in compact form',
      'MALFORMED',
      {
        ...job,
        form: 'compact',
        recipients: [
          { alg: 'RSA-OAEP', material: pasted(rsa) },
          { alg: 'RSA-OAEP', material: pasted(rsa) },
        ],
      },
    ],
    [
      'dir for two',
      'MALFORMED',
      {
        ...job,
        form: 'general',
        recipients: [
          { alg: 'dir', material: pasted(secretOf(16)) },
          { alg: 'RSA-OAEP', material: pasted(rsa) },
        ],
      },
    ],
    [
      'a header that names alg',
      'MALFORMED',
      {
        ...job,
        form: 'compact',
        header: { alg: 'dir' },
        recipients: [{ alg: 'RSA-OAEP', material: pasted(rsa) }],
      },
    ],
    [
      'a short RSA key',
      'KEY_INVALID',
      {
        ...job,
        form: 'compact',
        recipients: [
          { alg: 'RSA-OAEP', material: pasted(jwkPair(generateKeyPairSync('rsa', { modulusLength: 1024 }))) },
        ],
      },
    ],
    [
      'few iterations',
      'MALFORMED',
      {
        ...job,
        form: 'compact',
        recipients: [{ alg: 'PBES2-HS256+A128KW', material: pasted(secretOf(16)), p2c: 10 }],
      },
    ],
    [
      'a set with two that fit',
      'KEY_AMBIGUOUS',
      {
        ...job,
        form: 'compact',
        recipients: [{ alg: 'RSA-OAEP', material: pasted({ keys: [rsa, { ...rsa, kid: '2' }] }) }],
      },
    ],
  ])('%s is not encrypted with', async (_name, code, input) => {
    expect(await encryptToken(input)).toMatchObject({ ok: false, code })
  })
})

it('a token for a key of 1024 bits, which jose refuses, opens with a short key all the same', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const key = randomBytes(32)
  const iv = randomBytes(16)
  const header = Buffer.from('{"alg":"RSA-OAEP-256","enc":"A128CBC-HS256"}').toString('base64url')
  const encrypted = publicEncrypt(
    { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    key,
  )
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv)
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(header.length * 8))
  const tag = createHmac('sha256', key.subarray(0, 16))
    .update(header)
    .update(iv)
    .update(ciphertext)
    .update(length)
    .digest()
    .subarray(0, 16)
  const jwe = [header, ...[encrypted, iv, ciphertext, tag].map((part) => part.toString('base64url'))].join(
    '.',
  )
  const outcome = await decryptToken({ jwe, material: pasted(jwkPair({ privateKey })) })
  expect(Buffer.from(outcome.plaintext ?? '', 'base64url').toString('utf8')).toBe(plaintext)
})

it('a recipient that is someone else’s is not a failure, one that names the very key is', async () => {
  const other = jwkPair(generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const sealed = await encryptToken({
    plaintext: { text: plaintext, encoding: 'utf8' },
    enc: 'A128GCM',
    form: 'general',
    recipients: [
      { alg: 'RSA-OAEP', material: pasted(other), kid: 'bob' },
      { alg: 'RSA-OAEP', material: pasted(rsa), kid: 'alice' },
    ],
  })
  if (!sealed.ok) throw new Error(sealed.reason)
  const statuses = async (jwk: Jwk) => {
    const outcome = await decryptToken({ jwe: sealed.token, material: pasted(jwk) })
    return [outcome.finding.status, ...outcome.recipients.map(({ finding }) => finding.status)]
  }
  expect(await statuses(rsa)).toEqual(['pass', 'not_checked', 'pass'])
  expect(await statuses({ ...rsa, kid: 'alice' })).toEqual(['pass', 'not_checked', 'pass'])
  expect(await statuses({ ...rsa, kid: 'bob' })).toEqual(['pass', 'fail', 'pass'])
})
