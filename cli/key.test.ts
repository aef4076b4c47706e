import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { noConnect } from '../electron/net/test-connection.ts'
import { AppError } from '../shared/error.ts'
import { type CliIo, UsageError } from './io.ts'
import { keyCommand } from './key.ts'

function world({
  stdin = [],
  files = {},
  env = {},
}: {
  readonly stdin?: readonly string[]
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  readonly env?: Readonly<Record<string, string>>
}) {
  const out: string[] = []
  const err: string[] = []
  const io = {
    stdout: async (text: string) => void out.push(text),
    stderr: async (text: string) => void err.push(text),
    readStdin: async function* () {
      yield* stdin
    },
    readFile: async (path: string) => {
      const file = files[path]
      if (file === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' })
      return Buffer.from(file as string)
    },
    env,
    now: () => 1_800_000_000_000,
    fetch: () => Promise.reject(new Error('nothing may be fetched')),
    connect: noConnect,
    signal: new AbortController().signal,
  } as unknown as CliIo
  return { io, text: () => out.join(''), json: () => JSON.parse(out.join('')), err: () => err.join('') }
}

async function run(argv: readonly string[], given: Parameters<typeof world>[0] = {}) {
  const { io, text, json, err } = world(given)
  const code = await keyCommand(argv, io)
  return { code, text, json, err }
}

it.each([
  ['generate', '--kty', 'EC', '--format', 'pem', '--passphrase-env', 'hunter2-itself'],
  ['convert', '-', '--to', 'jwk', '--passphrase-env', 'hunter2-itself'],
  ['convert', '-', '--to', 'pkcs8', '--encrypt-env', 'hunter2-itself'],
  ['thumbprint', '-', '--passphrase-env', 'hunter2-itself'],
])(
  'key %s does not repeat a passphrase that stands where the name of a variable belongs',
  async (...argv) => {
    const failure: unknown = await run(argv).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UsageError)
    expect((failure as Error).message).toMatch(/^--(?:passphrase|encrypt)-env takes the name/)
    expect((failure as Error).message).not.toContain('hunter2')
  },
)

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = { ...ec.privateKey.export({ format: 'jwk' }), kid: 'k1' }
const publicJwk = { ...ec.publicKey.export({ format: 'jwk' }), kid: 'k1' }
const encrypted = ec.privateKey.export({
  format: 'pem',
  type: 'pkcs8',
  cipher: 'aes-256-cbc',
  passphrase: 'swordfish',
}) as string
const files = {
  'k.jwk': JSON.stringify(jwk),
  'k.der': ec.privateKey.export({ format: 'der', type: 'pkcs8' }),
  'k.pem': encrypted,
  'set.json': JSON.stringify({ keys: [jwk, { kty: 'oct', k: 'c2VjcmV0', kid: 'h' }] }),
  'good.json': JSON.stringify({ keys: [{ ...publicJwk, use: 'sig', alg: 'ES256' }] }),
}

describe('generate', () => {
  it.each<[argv: readonly string[], expected: object]>([
    [['--kty', 'EC'], { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' }],
    [['--alg', 'ES512'], { crv: 'P-521', alg: 'ES512' }],
    [['--kty', 'OKP', '--crv', 'X25519'], { crv: 'X25519', use: 'enc' }],
    // It can sign with HS256, as whoever asks for a secret expects.
    [['--kty', 'oct'], { kty: 'oct', alg: 'HS256', use: 'sig', k: expect.stringMatching(/^.{43}$/) }],
    [['--alg', 'A192KW'], { kty: 'oct', alg: 'A192KW', k: expect.stringMatching(/^.{32}$/) }],
    [
      ['--kty', 'oct', '--bits', '512', '--alg', 'HS256'],
      { alg: 'HS256', k: expect.stringMatching(/^.{86}$/) },
    ],
    [['--alg', 'ML-DSA-44', '--kid', 'mine'], { kty: 'AKP', alg: 'ML-DSA-44', kid: 'mine' }],
  ])('%j', async (argv, expected) => {
    const { code, json, err } = await run(['generate', ...argv])
    expect([code, json()]).toEqual([0, expect.objectContaining(expected)])
    expect(err()).toMatch(/^This is a (private key|secret)/)
  })

  it('writes PEM, encrypted with a passphrase of the environment, and the public half after it', async () => {
    const argv = ['generate', '--alg', 'Ed448', '--format', 'pem', '--passphrase-env', 'PW', '--public']
    const { code, text } = await run(argv, { env: { PW: 'swordfish' } })
    expect(code).toBe(0)
    expect(text()).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY[\s\S]*-----BEGIN PUBLIC KEY/)
    const both = await run(['generate', '--alg', 'ES256', '--public'])
    expect(Object.keys(both.json())).toEqual(['private', 'public'])
    expect(both.json().public.d).toBeUndefined()
  })

  it.each([
    [[]],
    [['--kty', 'rsa']],
    [['--kty', 'RSA', '--bits', '1024']],
    [['--alg', 'none']],
    [['--alg', 'ES256', '--kty', 'RSA']],
    [['--alg', 'HS256', '--format', 'pem']],
    [['--alg', 'ES256', '--format', 'der']],
    [['--alg', 'ES256', '--passphrase-env', 'PW']],
    [['--alg', 'ES256', '--format', 'pem', '--passphrase-env', 'ABSENT']],
    [['--alg', 'ES256', '--kid', '']],
    [['--alg', 'ES256', 'file']],
  ])('refuses %j', async (argv) => {
    await expect(run(['generate', ...argv], { env: { PW: 'x' } })).rejects.toThrow(UsageError)
  })
})

describe('convert', () => {
  it.each<[to: readonly string[], expected: RegExp]>([
    [['jwk'], /"kid": "k1"/],
    [['jwks'], /^\{\n {2}"keys"/],
    [['pem'], /^-----BEGIN PUBLIC KEY/],
    [['der'], /^MFkw/],
  ])('to %j writes the public half only', async (to, expected) => {
    const { code, text } = await run(['convert', 'k.jwk', '--to', ...to], { files })
    expect([code, text()]).toEqual([0, expect.stringMatching(expected)])
    expect(text()).not.toContain(jwk.d ?? '')
    expect(text()).not.toMatch(/"d"|PRIVATE/)
  })

  it.each<[argv: readonly string[], expected: RegExp]>([
    [['k.der', '--to', 'jwk', '--private'], /"d": /],
    [['k.jwk', '--to', 'pem', '--private'], /^-----BEGIN PRIVATE KEY/],
    [['k.jwk', '--to', 'pkcs8'], /^-----BEGIN PRIVATE KEY/],
    [['k.jwk', '--to', 'sec1'], /^-----BEGIN EC PRIVATE KEY/],
    [['k.jwk', '--to', 'pkcs8', '--encrypt-env', 'PW'], /^-----BEGIN ENCRYPTED PRIVATE KEY/],
    [['k.pem', '--to', 'sec1', '--passphrase-env', 'PW'], /^-----BEGIN EC PRIVATE KEY/],
    [['set.json', '--to', 'hex', '--index', '2'], /^736563726574\n$/],
  ])('%j writes what was asked for', async (argv, expected) => {
    const { code, text } = await run(['convert', ...argv], { files, env: { PW: 'swordfish' } })
    expect([code, text()]).toEqual([0, expect.stringMatching(expected)])
  })

  it('reads standard input', async () => {
    const { text } = await run(['convert', '-', '--to', 'pem'], { stdin: [JSON.stringify(jwk)] })
    expect(text()).toMatch(/BEGIN PUBLIC KEY/)
  })

  it.each([
    [['k.jwk']],
    [['--to', 'jwk']],
    [['k.jwk', '--to', 'ssh']],
    [['k.jwk', '--to', 'pkcs1']],
    [['k.jwk', '--to', 'hex']],
    [['good.json', '--to', 'pkcs8']],
    [['set.json', '--to', 'jwk']],
    [['set.json', '--to', 'jwk', '--index', '3']],
    [['set.json', '--to', 'jwk', '--index', '2']],
    [['k.pem', '--to', 'jwk']],
    [['k.jwk', '--to', 'jwk', '--encrypt-env', 'PW']],
    [['absent', '--to', 'jwk']],
  ])('refuses %j and writes nothing', async (argv) => {
    const { io, text } = world({ files, env: { PW: 'swordfish' } })
    await expect(keyCommand(['convert', ...argv], io)).rejects.toThrow(UsageError)
    expect(text()).toBe('')
  })

  it('says that another passphrase does not open the key', async () => {
    const argv = ['convert', 'k.pem', '--to', 'jwk', '--passphrase-env', 'PW']
    await expect(run(argv, { files, env: { PW: 'other' } })).rejects.toThrow(AppError)
  })
})

describe('thumbprint', () => {
  it('is one line a key', async () => {
    const { code, text } = await run(['thumbprint', 'k.jwk'], { files })
    expect([code, text()]).toEqual([0, expect.stringMatching(/^[\w-]{43}\n$/)])
    const all = await run(['thumbprint', 'k.jwk', '--all'], { files })
    expect(all.text()).toMatch(/urn:ietf:params:oauth:jwk-thumbprint:sha-256:/)
  })

  it('of a secret is not printed, and the exit code says so', async () => {
    const { code, text, err } = await run(['thumbprint', 'set.json'], { files })
    expect([code, text().split('\n')[1]]).toEqual([2, '-'])
    expect(err()).toMatch(/1 of 2 keys/)
  })
})

describe('check', () => {
  it('exits 0 for a good set, 1 for one with errors', async () => {
    expect(await run(['check', 'good.json'], { files })).toMatchObject({ code: 0 })
    const { code, json } = await run(['check', 'set.json', '--json'], { files })
    expect([code, json()]).toMatchObject([1, { healthy: false, members: [{ kid: 'k1' }, { kid: 'h' }] }])
  })

  it('lets no key move the cursor', async () => {
    const evil = JSON.stringify({ keys: [{ kty: 'EC\u001b[2J', kid: '\u001b]0;x\u0007', alg: '\u009b1A' }] })
    for (const argv of [
      ['check', '-'],
      ['check', '-', '--json'],
    ]) {
      const { text } = await run(argv, { stdin: [evil] })
      expect(text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    }
  })

  it.each([[['check']], [['check', 'good.json', '--at', 'noon']], [['check', 'a', 'b']]])(
    'refuses %j',
    async (argv) => {
      await expect(run(argv, { files })).rejects.toThrow(UsageError)
    },
  )

  it('does not take a page for a set', async () => {
    await expect(run(['check', '-'], { stdin: ['<html>'] })).rejects.toMatchObject({ code: 'ERR_KEY' })
  })
})

it.each([[[]], [['__proto__']], [['list']]])('key %j is wrong usage', async (argv) => {
  await expect(run(argv)).rejects.toThrow(UsageError)
})
