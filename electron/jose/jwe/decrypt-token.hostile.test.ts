import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { CompactEncrypt, importJWK, type JWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Jwk } from '../jwk.ts'
import type { KeyMaterial } from '../verify-job.ts'
import { decryptToken } from './decrypt-token.ts'
import { encryptToken } from './encrypt-token.ts'
import { parseJwe } from './parse-jwe.ts'

const plaintext = '{"iss":"i"}'
const pasted = (key: object): KeyMaterial => ({
  kind: 'key',
  text: JSON.stringify(key),
  provenance: 'pasted',
})
const privateJwk = (pair: { privateKey: { export(options: { format: 'jwk' }): object } }): Jwk => ({
  ...pair.privateKey.export({ format: 'jwk' }),
})
const rsaPair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rsa = privateJwk(rsaPair)
const p256 = privateJwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
const x25519 = privateJwk(generateKeyPairSync('x25519'))
const x448 = privateJwk(generateKeyPairSync('x448'))
const secret = (size: number): Jwk => ({ kty: 'oct', k: Buffer.alloc(size, 5).toString('base64url') })
const encode = (value: object | string | Uint8Array) =>
  Buffer.from(
    typeof value === 'string' || value instanceof Uint8Array ? (value as string) : JSON.stringify(value),
  ).toString('base64url')

async function seal(alg: string, jwk: Jwk, enc = 'A128CBC-HS256', more: object = {}): Promise<string> {
  const sealed = await encryptToken({
    plaintext: { text: plaintext, encoding: 'utf8' },
    enc,
    form: 'compact',
    recipients: [{ alg, material: pasted(jwk), p2c: 1000 }],
    ...more,
  })
  if (!sealed.ok) throw new Error(sealed.reason)
  return sealed.token
}

/** RSA1_5, which nothing here encrypts with any more. */
function sealObsolete(key: Uint8Array = randomBytes(16)): string {
  const head = encode({ alg: 'RSA1_5', enc: 'A128GCM' })
  const encrypted = publicEncrypt({ key: rsaPair.publicKey, padding: constants.RSA_PKCS1_PADDING }, key)
  const iv = randomBytes(12)
  const gcm = createCipheriv('aes-128-gcm', key.length === 16 ? key : Buffer.alloc(16), iv)
  gcm.setAAD(Buffer.from(head))
  const ciphertext = Buffer.concat([gcm.update(plaintext), gcm.final()])
  return [head, encode(encrypted), encode(iv), encode(ciphertext), encode(gcm.getAuthTag())].join('.')
}

const cases: readonly (readonly [string, Jwk, string])[] = [
  ['RSA-OAEP', rsa, 'A128GCM'],
  ['RSA-OAEP-256', rsa, 'A256CBC-HS512'],
  ['ECDH-ES', p256, 'A192CBC-HS384'],
  ['ECDH-ES', x448, 'A128CBC-HS256'],
  ['ECDH-ES+A192KW', x25519, 'A192GCM'],
  ['ECDH-ES+A256KW', x448, 'A256GCM'],
  ['A256KW', secret(32), 'A128CBC-HS256'],
  ['A192GCMKW', secret(24), 'A256GCM'],
  ['dir', secret(32), 'A128CBC-HS256'],
  ['PBES2-HS256+A128KW', secret(9), 'A128GCM'],
]

describe('whatever is changed, one answer', () => {
  it.each(cases)('%s: any bit of key, iv, ciphertext and tag', async (alg, jwk, enc) => {
    const token = await seal(alg, jwk, enc)
    const parts = token.split('.')
    for (const [index, part] of parts.entries()) {
      const bytes = Buffer.from(part, 'base64url')
      if (index === 0 || bytes.length === 0) continue
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ 0x20
        const jwe = parts.map((each, i) => (i === index ? encode(changed) : each)).join('.')
        const { finding, plaintext: out, key } = await decryptToken({ jwe, material: pasted(jwk) })
        expect([finding, out, key]).toEqual([
          {
            status: 'fail',
            code: 'DECRYPT_FAILED',
            found: 'it does not open with this key',
            spec: 'RFC 7516 §5.2',
          },
          null,
          null,
        ])
      }
    }
  })

  it('RSA1_5: a broken padding, a wrong key and a key of the wrong length look the same', async () => {
    const material = pasted(rsa)
    const allowObsolete = ['RSA1_5']
    const token = sealObsolete()
    expect((await decryptToken({ jwe: token, material, allowObsolete })).finding.status).toBe('pass')
    expect((await decryptToken({ jwe: token, material })).finding).toMatchObject({
      status: 'not_checked',
      code: 'ALG_NOT_ALLOWED',
      found: 'RSA1_5',
    })
    const parts = token.split('.')
    const other = privateJwk(generateKeyPairSync('rsa', { modulusLength: 2048 }))
    const answers = await Promise.all([
      decryptToken({ jwe: parts.with(1, encode(Buffer.alloc(256, 1))).join('.'), material, allowObsolete }),
      decryptToken({ jwe: token, material: pasted(other), allowObsolete }),
      decryptToken({ jwe: sealObsolete(randomBytes(24)), material, allowObsolete }),
      decryptToken({ jwe: parts.with(1, encode('short')).join('.'), material, allowObsolete }),
    ])
    expect(new Set(answers.map(({ finding }) => JSON.stringify(finding))).size).toBe(1)
    expect(answers[0]?.finding.code).toBe('DECRYPT_FAILED')
  })
})

describe('what is out of order is refused before any key is used', () => {
  let parts: readonly string[] = []
  let ecdh: readonly string[] = []
  let header: Record<string, unknown> = {}
  let ecdhHeader: Record<string, unknown> = {}
  const decoded = (text = '') =>
    JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
  beforeAll(async () => {
    parts = (await seal('A128KW', secret(16))).split('.')
    header = decoded(parts[0])
    ecdh = (await seal('ECDH-ES', p256)).split('.')
    ecdhHeader = decoded(ecdh[0])
  })
  const open = async (jwe: string, jwk: Jwk = secret(16)) =>
    (await decryptToken({ jwe, material: pasted(jwk) })).finding
  const withHeader = (change: object) => [encode({ ...header, ...change }), ...parts.slice(1)].join('.')
  const withEcdh = (change: object) => [encode({ ...ecdhHeader, ...change }), ...ecdh.slice(1)].join('.')

  it.each<readonly [string, object, string]>([
    ['crit', { crit: ['exp'], exp: 1 }, 'CRIT'],
    ['an empty crit', { crit: [] }, 'CRIT'],
    ['crit with b64', { crit: ['b64'], b64: true }, 'CRIT'],
    ['crit null', { crit: null }, 'CRIT'],
    ['no alg', { alg: undefined }, 'MALFORMED'],
    ['alg a list', { alg: ['dir'] }, 'MALFORMED'],
    ['no enc', { enc: undefined }, 'MALFORMED'],
    ['kid a number', { kid: 1 }, 'MALFORMED'],
    ['an alg in other case', { alg: 'a128kw' }, 'ALG_UNSUPPORTED'],
    ['a prototype name', { alg: 'constructor' }, 'ALG_UNSUPPORTED'],
    ['enc of a prototype', { enc: '__proto__' }, 'ALG_UNSUPPORTED'],
    ['a zip that is none', { zip: 'GZ' }, 'ALG_UNSUPPORTED'],
    ['another enc with another iv', { enc: 'A128GCM' }, 'MALFORMED'],
    ['dir with an encrypted key', { alg: 'dir' }, 'MALFORMED'],
    ['GCMKW without its iv', { alg: 'A128GCMKW' }, 'MALFORMED'],
    ['PBES2 without salt', { alg: 'PBES2-HS256+A128KW', p2c: 1000 }, 'MALFORMED'],
    ['a salt of 7 bytes', { alg: 'PBES2-HS256+A128KW', p2c: 1000, p2s: encode('1234567') }, 'MALFORMED'],
    [
      'a count that is a bomb',
      { alg: 'PBES2-HS256+A128KW', p2c: 1_200_001, p2s: encode('12345678') },
      'MALFORMED',
    ],
    ['a count of 2^53', { alg: 'PBES2-HS256+A128KW', p2c: 2 ** 53, p2s: encode('12345678') }, 'MALFORMED'],
    ['a count of zero', { alg: 'PBES2-HS256+A128KW', p2c: 0, p2s: encode('12345678') }, 'MALFORMED'],
    ['a count as text', { alg: 'PBES2-HS256+A128KW', p2c: '1000', p2s: encode('12345678') }, 'MALFORMED'],
  ])('%s', async (_name, change, code) => {
    expect((await open(withHeader(change))).code).toBe(code)
  })

  it.each<readonly [string, (epk: Record<string, unknown>) => unknown, string]>([
    ['no ephemeral key', () => undefined, 'MALFORMED'],
    ['a list', () => [], 'MALFORMED'],
    ['a private one', (epk) => ({ ...epk, d: 'AA' }), 'MALFORMED'],
    ['another curve', (epk) => ({ ...epk, crv: 'P-384' }), 'MALFORMED'],
    ['a curve of no agreement', (epk) => ({ ...epk, crv: 'Ed25519', kty: 'OKP' }), 'MALFORMED'],
    ['a curve of a prototype', (epk) => ({ ...epk, crv: 'toString' }), 'MALFORMED'],
    ['a short coordinate', (epk) => ({ ...epk, x: encode('short') }), 'MALFORMED'],
    ['a point off the curve', (epk) => ({ ...epk, y: encode(Buffer.alloc(32, 1)) }), 'DECRYPT_FAILED'],
    [
      'the point at zero',
      (epk) => ({ ...epk, x: encode(Buffer.alloc(32)), y: encode(Buffer.alloc(32)) }),
      'DECRYPT_FAILED',
    ],
    [
      'a key on X25519',
      () => ({ kty: 'OKP', crv: 'X25519', x: encode(Buffer.alloc(32, 9)) }),
      'KEY_TYPE_MISMATCH',
    ],
  ])('an ephemeral key that is %s', async (_name, change, code) => {
    const epk = change(ecdhHeader.epk as Record<string, unknown>)
    expect((await open(withEcdh({ epk }), p256)).code).toBe(code)
  })

  it.each([x25519, x448])(
    'a point of small order, with which everybody knows the secret: $crv',
    async (jwk) => {
      const token = (await seal('ECDH-ES', jwk)).split('.')
      for (const first of [0, 1]) {
        const point = Buffer.alloc(jwk.crv === 'X448' ? 56 : 32)
        point[0] = first
        const epk = { kty: 'OKP', crv: jwk.crv, x: encode(point) }
        const jwe = [encode({ ...decoded(token[0]), epk }), ...token.slice(1)].join('.')
        expect((await open(jwe, jwk)).code).toBe('DECRYPT_FAILED')
      }
    },
  )

  it.each<readonly [string, number, string]>([
    ['a short iv', 2, encode(Buffer.alloc(12))],
    ['no iv', 2, ''],
    ['a ciphertext of no full block', 3, encode(Buffer.alloc(17))],
    ['no ciphertext', 3, ''],
    ['a short tag', 4, encode(Buffer.alloc(8))],
    ['no tag', 4, ''],
    ['a long encrypted key', 1, encode(Buffer.alloc(48))],
    ['no encrypted key', 1, ''],
    ['an iv that is not base64url', 2, '!!!!'],
    ['a header that is no object', 0, encode('[]')],
    ['a header that says alg twice', 0, encode('{"alg":"dir","alg":"A128KW","enc":"A128CBC-HS256"}')],
    ['no header', 0, ''],
  ])('%s', async (_name, index, text) => {
    expect((await open(parts.map((part, at) => (at === index ? text : part)).join('.'))).code).toBe(
      'MALFORMED',
    )
  })

  const flat = () => {
    const [head = '', encrypted_key = '', iv = '', ciphertext = '', tag = ''] = parts
    return { protected: head, encrypted_key, iv, ciphertext, tag }
  }
  it.each<readonly [string, (jwe: ReturnType<typeof flat>) => object]>([
    ['alg in two headers', (jwe) => ({ ...jwe, header: { alg: 'dir' } })],
    ['enc in the shared header too', (jwe) => ({ ...jwe, unprotected: { enc: 'A128GCM' } })],
    ['zip that nothing protects', (jwe) => ({ ...jwe, unprotected: { zip: 'DEF' } })],
    ['both forms', (jwe) => ({ ...jwe, recipients: [{}] })],
    ['no recipients', ({ encrypted_key: _, ...jwe }) => ({ ...jwe, recipients: [] })],
    ['a recipient that is a text', ({ encrypted_key: _, ...jwe }) => ({ ...jwe, recipients: ['x'] })],
    ['too many recipients', ({ encrypted_key: _, ...jwe }) => ({ ...jwe, recipients: Array(101).fill({}) })],
    ['a ciphertext that is a number', (jwe) => ({ ...jwe, ciphertext: 1 })],
    ['a header that is a text', (jwe) => ({ ...jwe, header: 'x' })],
  ])('JSON with %s', async (_name, change) => {
    expect((await open(JSON.stringify(change(flat())))).code).toBe('MALFORMED')
  })

  it('crit in a header that nothing protects is honoured all the same', async () => {
    expect((await open(JSON.stringify({ ...flat(), unprotected: { crit: ['x'], x: 1 } }))).code).toBe('CRIT')
  })
})

describe('what would take too long or too much', () => {
  it('a compressed bomb is cut off, in both ways of opening', async () => {
    const bomb = 'a'.repeat(1_000_000)
    for (const jwk of [p256, x448]) {
      const jwe = await seal('ECDH-ES', jwk, 'A128GCM', {
        plaintext: { text: bomb, encoding: 'utf8' },
        header: { zip: 'DEF' },
      })
      const outcome = await decryptToken({ jwe, material: pasted(jwk) })
      expect([outcome.finding.code, outcome.plaintext]).toEqual(['TOO_LARGE', null])
      const edge = await seal('ECDH-ES', jwk, 'A128GCM', {
        plaintext: { text: bomb.slice(0, 250_000), encoding: 'utf8' },
        header: { zip: 'DEF' },
      })
      expect((await decryptToken({ jwe: edge, material: pasted(jwk) })).finding.status).toBe('pass')
    }
  })

  it('content that only claims to be compressed is refused', async () => {
    // Whoever encrypts by the rules compresses, so this is sealed by hand.
    const head = { alg: 'dir', enc: 'A128GCM', zip: 'DEF' }
    const protectedText = encode(head)
    const iv = randomBytes(12)
    const gcm = createCipheriv('aes-128-gcm', Buffer.alloc(16, 5), iv)
    gcm.setAAD(Buffer.from(protectedText))
    const ciphertext = Buffer.concat([gcm.update('not deflated at all'), gcm.final()])
    const jwe = [protectedText, '', encode(iv), encode(ciphertext), encode(gcm.getAuthTag())].join('.')
    expect((await decryptToken({ jwe, material: pasted(secret(16)) })).finding.code).toBe('MALFORMED')
  })

  it('the iterations of all recipients together have an end', async () => {
    const [, , iv = '', ciphertext = '', tag = ''] = (await seal('A128KW', secret(16))).split('.')
    const recipient = {
      header: { alg: 'PBES2-HS256+A128KW', p2c: 1_200_000, p2s: encode('12345678') },
      encrypted_key: encode(Buffer.alloc(40)),
    }
    const jwe = JSON.stringify({
      protected: encode({ enc: 'A128CBC-HS256' }),
      recipients: Array(50).fill(recipient),
      iv,
      ciphertext,
      tag,
    })
    const material = { kind: 'secret', text: 'x', encoding: 'utf8' } as const
    const { recipients, finding } = await decryptToken({ jwe, material })
    expect([finding.status, finding.code]).toEqual(['not_checked', 'TOO_LARGE'])
    expect(finding.note).toBe('None of the 50 recipients was opened. 48 of them were not tried.')
    expect(recipients.filter(({ finding: own }) => own.code === 'DECRYPT_FAILED')).toHaveLength(2)
    expect(recipients.filter(({ finding: own }) => own.code === 'TOO_LARGE')).toHaveLength(48)
  })
})

describe('keys', () => {
  it.each<readonly [string, string, object, string]>([
    ['a secret one byte short', 'A128KW', secret(15), 'KEY_TYPE_MISMATCH'],
    ['a secret one byte long', 'A128KW', secret(17), 'KEY_TYPE_MISMATCH'],
    ['a key for signatures', 'A128KW', { ...secret(16), use: 'sig' }, 'KEY_INVALID'],
    ['a key that may only wrap', 'A128KW', { ...secret(16), key_ops: ['wrapKey'] }, 'KEY_INVALID'],
    ['a key bound to HS256', 'A128KW', { ...secret(16), alg: 'HS256' }, 'ALG_NOT_ALLOWED'],
    ['an empty secret', 'A128KW', { kty: 'oct', k: '' }, 'KEY_INVALID'],
    ['an RSA key', 'A128KW', rsa, 'KEY_TYPE_MISMATCH'],
    ['an empty set', 'A128KW', { keys: [] }, 'KEY_INVALID'],
    ['a set of public keys', 'A128KW', { keys: [{ kty: 'RSA', n: rsa.n, e: rsa.e }] }, 'KEY_INVALID'],
  ])('%s', async (_name, alg, key, code) => {
    const outcome = await decryptToken({ jwe: await seal(alg, secret(16)), material: pasted(key) })
    expect([outcome.finding.status, outcome.finding.code]).toEqual(['not_checked', code])
  })

  it('of a set, the one that the token names, and no other', async () => {
    const set = {
      keys: [
        { ...secret(16), kid: 'a' },
        { kty: 'oct', k: encode(Buffer.alloc(16, 6)), kid: 'b' },
      ],
    }
    const token = async (kid: string) =>
      seal('A128KW', secret(16), 'A128GCM', {
        recipients: [{ alg: 'A128KW', material: pasted(secret(16)), kid }],
      })
    expect((await decryptToken({ jwe: await token('a'), material: pasted(set) })).key?.kid).toBe('a')
    expect((await decryptToken({ jwe: await token('b'), material: pasted(set) })).finding.code).toBe(
      'DECRYPT_FAILED',
    )
    expect((await decryptToken({ jwe: await token('c'), material: pasted(set) })).key?.kid).toBe('a')
  })

  it('a private key whose numbers do not belong together is no key', async () => {
    const other = privateJwk(generateKeyPairSync('rsa', { modulusLength: 2048 }))
    const jwe = await seal('RSA-OAEP', rsa)
    const outcome = await decryptToken({ jwe, material: pasted({ ...rsa, d: other.d, p: other.p }) })
    expect(outcome.plaintext).toBeNull()
    expect(['KEY_INVALID', 'DECRYPT_FAILED']).toContain(outcome.finding.code)
  })

  it('nothing of a secret stands in an answer', async () => {
    const telling = { kind: 'secret', text: 'hunter2-hunter2!', encoding: 'utf8' } as const
    const outcome = await decryptToken({ jwe: await seal('A128KW', secret(16)), material: telling })
    expect(JSON.stringify(outcome)).not.toContain('hunter2')
    const pem = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----'
    const locked = { kind: 'key', text: pem, passphrase: 'hunter2', provenance: 'pasted' } as const
    expect(
      JSON.stringify(await decryptToken({ jwe: await seal('RSA-OAEP', rsa), material: locked })),
    ).not.toContain('hunter2')
  })
})

it('random and mutated text is never opened as anything else, and never throws', async () => {
  const key = await importJWK(secret(16) as JWK, 'A128KW')
  const token = await new CompactEncrypt(Buffer.from(plaintext))
    .setProtectedHeader({ alg: 'A128KW', enc: 'A128GCM' })
    .encrypt(key)
  const [head = '', encrypted_key = '', iv = '', ciphertext = '', tag = ''] = token.split('.')
  const json = JSON.stringify({ protected: head, encrypted_key, iv, ciphertext, tag })
  const material = pasted(secret(16))
  const mutate = (text: string) =>
    fc
      .tuple(fc.nat(text.length - 1), fc.nat(3), fc.string({ maxLength: 3 }))
      .map(([at, remove, insert]) => text.slice(0, at) + insert + text.slice(at + remove))
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutate(token), mutate(json), fc.string(), fc.json()), async (jwe) => {
      const outcome = await decryptToken({ jwe, material })
      if (outcome.plaintext !== null) expect(outcome.plaintext).toBe(encode(plaintext))
      else expect(outcome.finding.status).not.toBe('pass')
    }),
    { numRuns: 300 },
  )
})

it('the outer form is read in linear time, whatever stands in it', () => {
  for (const text of [
    '{'.repeat(100_000),
    '.'.repeat(100_000),
    `${'a'.repeat(500_000)}.....`,
    '{"ciphertext":"\ud800"}',
  ]) {
    expect(parseJwe(text).ok).toBe(false)
  }
})
