import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/error.ts'
import { type KeyTypeId, keyTypes } from '../../../shared/key/key-type.ts'
import { runJobHere as run } from '../crypto-jobs.ts'
import { readKeys } from './read-keys.ts'
import { certificateBase64, certificateKey, certificatePem } from './test-certificates.ts'

const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
  return null
}
const secretMembers = (jwk: Readonly<Record<string, unknown>>) => jwk.d ?? jwk.priv ?? jwk.k
const make = async (type: KeyTypeId) => {
  const jwk = await run('generateKey', { type })
  return { jwk, text: JSON.stringify(jwk) }
}
/** RSA 3072 and 4096 take a while to make, and differ from 2048 in nothing but that. */
const types = keyTypes.map(({ id }) => id).filter((id) => id !== 'RSA-3072' && id !== 'RSA-4096')

describe('a new key', () => {
  it.each(types)('%s is whole, bound to its algorithm, and comes back out of every form', async (type) => {
    const { jwk, text } = await make(type)
    const { keys } = await run('describeKeys', { text })
    const [key] = keys
    expect(key).toMatchObject({ flaw: null, hasPrivate: true, alg: jwk.alg, use: jwk.use, kid: jwk.kid })
    for (const form of key?.privateForms ?? []) {
      if (form === 'base64' || form === 'base64url' || form === 'hex') continue
      const newPassphrase = 'swörd fish'
      const written = await run('writePrivateKey', { text, index: 0, form, newPassphrase })
      const read = readKeys(written, newPassphrase)
      expect([form, read.keys.map(secretMembers)]).toEqual([form, [secretMembers(jwk)]])
    }
    for (const { form, text: written } of key?.publicForms ?? []) {
      const [back] = (await run('describeKeys', { text: written })).keys
      expect([form, back?.thumbprint, back?.hasPrivate]).toEqual([form, key?.thumbprint, false])
    }
  })

  it.each(types)('%s: what is public about it holds nothing of what is not', async (type) => {
    const { jwk, text } = await make(type)
    const shown = JSON.stringify([
      await run('describeKeys', { text }),
      (await run('readKeptKeys', { text })).keys.map(({ facts }) => facts),
      await run('checkKeySet', { text, at: 0 }),
    ])
    const secret = String(secretMembers(jwk))
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(shown).not.toContain(Buffer.from(secret, 'base64url').toString(encoding).slice(0, 22))
    }
    for (const member of ['p', 'q', 'dp', 'dq', 'qi']) {
      if (typeof jwk[member] === 'string') expect(shown).not.toContain(jwk[member])
    }
  })

  it('gets the thumbprint as kid; a secret gets a random one', async () => {
    const { text, jwk } = await make('EC-P-256')
    expect((await run('describeKeys', { text })).keys[0]?.thumbprint).toBe(jwk.kid)
    const secret = await make('oct-256')
    expect((await run('describeKeys', { text: secret.text })).keys[0]).toMatchObject({
      thumbprint: null,
      thumbprints: [],
      publicForms: [],
    })
    expect(Buffer.from(String(secret.jwk.kid), 'base64url')).toHaveLength(16)
  })

  it('is refused for an algorithm that does not fit', async () => {
    await expect(run('generateKey', { type: 'EC-P-256', alg: 'ES384' })).rejects.toMatchObject({
      code: 'ERR_INPUT',
    })
  })
})

describe('kinds that not every runtime has', () => {
  const pairs = [
    ['secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
    ['Ed448', () => generateKeyPairSync('ed448')],
    ['X448', () => generateKeyPairSync('x448')],
    ['ML-DSA-44', () => generateKeyPairSync('ml-dsa-44')],
    ['ML-DSA-87', () => generateKeyPairSync('ml-dsa-87')],
  ] as const
  it.each(pairs)(
    '%s is read as node reads it, and written so that node reads it',
    async (_name, generate) => {
      const { privateKey, publicKey } = generate()
      const right = privateKey.export({ format: 'jwk' })
      const [fromPkcs8] = readKeys(privateKey.export({ format: 'pem', type: 'pkcs8' }) as string).keys
      const [fromSpki] = readKeys(publicKey.export({ format: 'pem', type: 'spki' }) as string).keys
      expect(fromPkcs8).toEqual(right)
      expect(fromSpki).toEqual(publicKey.export({ format: 'jwk' }))
      const text = JSON.stringify(right)
      const pem = await run('writePrivateKey', { text, index: 0, form: 'pkcs8' })
      expect(createPrivateKey(pem).export({ format: 'jwk' })).toEqual(right)
      const spki = (await run('describeKeys', { text })).keys[0]?.publicForms.find(
        ({ form }) => form === 'spki',
      )
      expect(createPublicKey(spki?.text ?? '').equals(publicKey)).toBe(true)
    },
  )

  it('secp256k1 in SEC1 too', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    const sec1 = privateKey.export({ format: 'pem', type: 'sec1' }) as string
    expect(readKeys(sec1).keys[0]).toEqual(privateKey.export({ format: 'jwk' }))
    const text = JSON.stringify(privateKey.export({ format: 'jwk' }))
    expect(await run('writePrivateKey', { text, index: 0, form: 'sec1' })).toBe(sec1)
  })
})

describe('texts of other tools', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const jwk = rsa.export({ format: 'jwk' })
  const pkcs1 = rsa.export({ format: 'pem', type: 'pkcs1' }) as string
  const encrypted = (type: 'pkcs8' | 'pkcs1') =>
    rsa.export({ format: 'pem', type, cipher: 'aes-128-cbc', passphrase: 'swordfish' }) as string

  it.each<[what: string, text: string, passphrase?: string]>([
    ['PKCS#1', pkcs1],
    ['line breaks written as \\n', pkcs1.replaceAll('\n', '\\n')],
    ['with text around it', `Bag attributes\n${pkcs1}\nthe end`],
    ['DER in base64', rsa.export({ format: 'der', type: 'pkcs8' }).toString('base64')],
    ['PEM in base64, as Kubernetes keeps it', Buffer.from(pkcs1).toString('base64')],
    ['PEM as a JSON text', JSON.stringify(pkcs1)],
    ['JWK with a byte order mark', `\ufeff${JSON.stringify(jwk)}`],
    ['encrypted PKCS#8', encrypted('pkcs8'), 'swordfish'],
    ['PKCS#1 encrypted the old way', encrypted('pkcs1'), 'swordfish'],
  ])('%s', (_what, text, passphrase) => {
    expect(readKeys(text, passphrase).keys).toMatchObject([{ n: jwk.n, d: jwk.d }])
  })

  it.each(['pkcs8', 'pkcs1'] as const)('%s: no passphrase, or another one, is said as such', (type) => {
    expect(codeOf(() => readKeys(encrypted(type)))).toBe('ERR_PASSPHRASE')
    expect(codeOf(() => readKeys(encrypted(type), 'other'))).toBe('ERR_PASSPHRASE')
  })

  it('a certificate beside its key becomes its x5c; alone it gives a public key', () => {
    const both = readKeys(`${certificatePem}${certificateKey}`)
    expect(both.keys).toMatchObject([{ kty: 'EC', d: expect.any(String), x5c: [certificateBase64] }])
    for (const alone of [certificatePem, certificateBase64, JSON.stringify([certificateBase64])]) {
      const [key] = readKeys(alone).keys
      expect(key).toMatchObject({ kty: 'EC', x: both.keys[0]?.x, x5c: [certificateBase64] })
      expect(key?.d).toBeUndefined()
    }
  })

  it('a pair written as two blocks is one key, and it is the private one', () => {
    const spki = createPublicKey(rsa).export({ format: 'pem', type: 'spki' }) as string
    expect(readKeys(`${spki}${pkcs1}`).keys).toMatchObject([{ d: jwk.d }])
  })

  it('a key whose halves do not belong together is not kept', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
    const mine = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
    const text = JSON.stringify({ ...mine, x: other.x, y: other.y })
    await expect(run('readKeptKeys', { text })).rejects.toMatchObject({ code: 'ERR_KEY' })
  })
})

describe('a DSA key is called what it is, in every form', () => {
  const { privateKey, publicKey } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })
  const pem = (label: string, der: Buffer) =>
    `-----BEGIN ${label}-----\n${der.toString('base64')}\n-----END ${label}-----\n`
  it.each([
    ['PKCS#8', String(privateKey.export({ format: 'pem', type: 'pkcs8' }))],
    ['SPKI', String(publicKey.export({ format: 'pem', type: 'spki' }))],
    ['OpenSSL’s own', pem('DSA PRIVATE KEY', Buffer.from('3012020100020101020102020103020104020105', 'hex'))],
  ])('%s', (_form, text) => {
    expect(() => readKeys(text)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('DSA key') }),
    )
  })
})

describe('bad texts', () => {
  it.each<[what: string, text: string]>([
    ['nothing', '  '],
    ['words', 'this is not a key at all'],
    ['JSON that is no key', '{"a":1}'],
    ['JSON with a member twice', '{"kty":"oct","k":"AA","k":"AB"}'],
    ['keys that are no list', '{"keys":{}}'],
    ['an empty set', '{"keys":[]}'],
    ['a number', '[1]'],
    ['too many keys', JSON.stringify({ keys: Array.from({ length: 501 }, () => ({ kty: 'oct', k: 'AA' })) })],
    ['nesting', '['.repeat(100_000)],
    ['nesting in a member', `{"kty":"oct","k":"AA","a":${'['.repeat(200)}${']'.repeat(200)}}`],
    ['PEM that is cut off', '-----BEGIN PRIVATE KEY-----\nAAAA'],
    ['PEM with another body', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
    ['a request', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----'],
    ['base64 of nothing', 'A'.repeat(400)],
    ['an empty SEQUENCE', Buffer.from('3000'.padEnd(40, '0'), 'hex').toString('base64')],
  ])('%s: ERR_KEY', (_what, text) => {
    expect(codeOf(() => readKeys(text))).toBe('ERR_KEY')
  })

  it('prototype names change nothing and come back as they are', async () => {
    const text = '{"kty":"oct","k":"c2VjcmV0c2VjcmV0c2VjcmV0","__proto__":{"x":1},"constructor":1}'
    const [key] = (await run('readKeptKeys', { text })).keys
    expect(JSON.parse(key?.material ?? '')).toHaveProperty('constructor', 1)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('whatever the bytes: keys or a coded error, and every public form without the private half', async () => {
    const seeds = [
      Buffer.from(certificateBase64, 'base64'),
      generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }),
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey.export({
        format: 'der',
        type: 'sec1',
      }),
      generateKeyPairSync('x448').publicKey.export({ format: 'der', type: 'spki' }),
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(200),
        async (seed, changes, cut) => {
          const bytes = Buffer.from(seed.subarray(0, Math.max(1, seed.length - (cut > 150 ? cut - 150 : 0))))
          for (const [at, value] of changes) bytes[at % bytes.length] = value
          const answer = await run('describeKeys', { text: bytes.toString('base64') }).catch(
            (error: unknown) => (error as AppError).code,
          )
          if (typeof answer === 'string') expect(['ERR_KEY', 'ERR_PASSPHRASE']).toContain(answer)
          else
            expect(JSON.stringify(answer.keys.map(({ publicForms }) => publicForms))).not.toMatch(/\\"d\\"/)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('whatever the JWK: a description or a coded error', async () => {
    const member = fc.oneof(
      fc.string(),
      fc.constantFrom('AQAB', '', 'P-256', 'Ed448', 'ML-DSA-44'),
      fc.jsonValue(),
    )
    const jwk = fc.record(
      {
        kty: fc.constantFrom('RSA', 'EC', 'OKP', 'oct', 'AKP', 'x', '__proto__'),
        crv: member,
        n: member,
        e: member,
        x: member,
        y: member,
        d: member,
        p: member,
        q: member,
        k: member,
        pub: member,
        priv: member,
        alg: member,
        kid: member,
        x5c: member,
        key_ops: member,
      },
      { requiredKeys: ['kty'] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(jwk, { minLength: 1, maxLength: 3 }), async (keys) => {
        const text = JSON.stringify({ keys })
        const codes = await Promise.all(
          [run('describeKeys', { text }), run('checkKeySet', { text, at: 0 })].map((work) =>
            work.then(
              () => null,
              (error: unknown) => (error as AppError).code,
            ),
          ),
        )
        for (const code of codes) expect([null, 'ERR_KEY']).toContain(code)
      }),
      { numRuns: 150 },
    )
  })
})

const openssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!openssl)('openssl reads what is written', () => {
  const pkey = (pem: string, ...more: string[]) =>
    execFileSync('openssl', ['pkey', '-noout', '-text', ...more], {
      input: pem,
      stdio: ['pipe', 'pipe', 'pipe'],
    }).toString()

  it.each<[KeyTypeId, RegExp]>([
    ['RSA-2048', /2048 bit/],
    ['EC-P-384', /384 bit/],
    ['EC-secp256k1', /secp256k1/],
    ['OKP-Ed25519', /ED25519/i],
    ['OKP-Ed448', /ED448/i],
    ['OKP-X448', /X448/i],
  ])('%s, private, encrypted and public', async (type, expected) => {
    const { text } = await make(type)
    const write = (form: 'pkcs8' | 'pkcs8_encrypted') =>
      run('writePrivateKey', { text, index: 0, form, newPassphrase: 'swordfish' })
    expect(pkey(await write('pkcs8'))).toMatch(expected)
    expect(pkey(await write('pkcs8_encrypted'), '-passin', 'pass:swordfish')).toMatch(expected)
    const spki = (await run('describeKeys', { text })).keys[0]?.publicForms.find(
      ({ form }) => form === 'spki',
    )
    expect(pkey(spki?.text ?? '', '-pubin')).toMatch(expected)
  })
})
