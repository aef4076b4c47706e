import { describe, expect, it } from 'vitest'
import { encode, jws, rsaKey } from '../electron/jose/test-tokens.ts'
import { noConnect } from '../electron/net/test-connection.ts'
import { decodeCommand } from './decode.ts'
import { type CliIo, UsageError } from './io.ts'
import { verifyCommand } from './verify.ts'

const now = 1_800_000_000
const rsa = rsaKey()
const jwk = { ...rsa.jwk, kid: 'k1', alg: 'RS256' }
const claims = { iss: 'https://issuer.test', aud: 'api', exp: now + 600 }
const token = jws({ alg: 'RS256', kid: 'k1' }, claims, rsa.privateKey)
const secret = 'x'.repeat(64)
const hmac = jws({ alg: 'HS256' }, claims, secret)

type World = {
  readonly stdin?: readonly string[]
  readonly files?: Readonly<Record<string, string | Uint8Array>>
}

function world({ stdin = [], files = {} }: World = {}) {
  const out: string[] = []
  const err: string[] = []
  const io: CliIo = {
    stdout: async (text) => void out.push(Buffer.from(text as string).toString()),
    stderr: async (text) => void err.push(text),
    readStdin: async function* () {
      yield* stdin
    },
    readFile: async (path) => {
      if (path === 'directory') throw Object.assign(new Error('no'), { code: 'EISDIR' })
      const file = files[path]
      if (file === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' })
      return Buffer.from(file as string)
    },
    env: {},
    now: () => now * 1000,
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    connect: noConnect,
    signal: new AbortController().signal,
  }
  return { io, text: () => out.join(''), json: () => JSON.parse(out.join('')), err: () => err.join('') }
}
const files = {
  'jwk.json': JSON.stringify(jwk),
  'jwks.json': JSON.stringify({ keys: [jwk] }),
  'key.pem': rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string,
  'other.json': JSON.stringify(rsaKey().jwk),
  secret: `${secret}\n`,
  'secret.hex': `${Buffer.from(secret).toString('hex')}\n`,
}

describe('decode', () => {
  it('prints JSON with the claims as they are written', async () => {
    const big = `${encode('{"alg":"RS256"}')}.${encode('{"n":123456789012345678901234567890}')}.AA`
    const { io, text } = world()
    expect(await decodeCommand([big, '--json'], io)).toBe(0)
    expect(text()).toContain('"claims": {"n":123456789012345678901234567890}')
    expect(JSON.parse(text())).toMatchObject({ format: 'jws', header: { alg: 'RS256' }, verified: false })
  })

  it('reads standard input, with or without a dash', async () => {
    for (const argv of [[], ['-']]) {
      const { io, text } = world({ stdin: ['Bearer ', token, '\n'] })
      expect(await decodeCommand(argv, io)).toBe(0)
      expect(text()).toMatch(/expires in 10 min/)
    }
  })

  it('shows what can be read of a broken token, and exits 1', async () => {
    const { io, text } = world()
    expect(await decodeCommand([token.slice(0, 90)], io)).toBe(1)
    expect(text()).toMatch(/alg +"RS256"[\s\S]*Problems/)
  })

  it('exits 2 without a token', async () => {
    await expect(decodeCommand([], world().io)).rejects.toThrow(UsageError)
  })

  it('lets no token move the cursor', async () => {
    const evil = `${encode({ alg: 'RS256\u001b[2J\u009b1A' })}.${encode('{"a\u202eb":"\u009b2J","iss":"\u001b]0;x\u0007"}')}.AA`
    for (const argv of [[evil], [evil, '--json']]) {
      const { io, text } = world()
      await decodeCommand(argv, io)
      expect(text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    }
  })
})

describe('verify', () => {
  it.each([
    ['JWK', ['--key', 'jwk.json'], token, 0],
    ['JWKS', ['--jwks', 'jwks.json'], token, 0],
    ['JWKS as key', ['--key', 'jwks.json'], token, 0],
    [
      'PEM',
      ['--key', 'key.pem', '--alg', 'ES256,RS256', '--iss', 'https://issuer.test', '--aud', 'api'],
      token,
      0,
    ],
    ['secret with a line break at its end', ['--secret-file', 'secret'], hmac, 0],
    ['secret in hex', ['--secret-file', 'secret.hex', '--secret-encoding', 'hex'], hmac, 0],
    ['one of two audiences', ['--key', 'jwk.json', '--aud', 'x', '--aud', 'api'], token, 0],
    ['another key', ['--key', 'other.json'], token, 1],
    ['another audience', ['--key', 'jwk.json', '--aud', 'other'], token, 1],
    ['another algorithm', ['--key', 'jwk.json', '--alg', 'PS256'], token, 1],
    ['later', ['--key', 'jwk.json', '--at', '2027-06-01T00:00:00Z'], token, 1],
    ['at expiry', ['--key', 'jwk.json', '--at', String(now + 600)], token, 1],
    ['at expiry with tolerance', ['--key', 'jwk.json', '--at', String(now + 600), '--skew', '30'], token, 0],
    ['the PEM as secret', ['--secret-file', 'key.pem'], jws({ alg: 'HS256' }, claims, files['key.pem']), 1],
    ['PEM as the secret of a token made with another', ['--secret-file', 'key.pem'], hmac, 2],
    ['a key of another kind', ['--key', 'key.pem'], hmac, 2],
    ['no connection', ['--issuer', 'https://issuer.test'], token, 2],
    ['http', ['--jwks', 'http://issuer.test/jwks'], token, 2],
  ])('%s', async (_name, options, text, code) => {
    const { io, json } = world({ files })
    expect(await verifyCommand([text, ...options, '--json'], io)).toBe(code)
    expect(json().valid).toBe(code === 0)
    expect(json().checks).toHaveLength(options.includes('--alg') ? 9 : 8)
    for (const check of json().checks) {
      expect(Object.keys(check)).toEqual(
        expect.arrayContaining(['id', 'status', 'expected', 'found', 'spec']),
      )
    }
  })

  it('marks what fits in a token that is not proved, for people and for programs', async () => {
    const forged = `${token.slice(0, -6)}AAAAAA`
    const people = world({ files })
    await verifyCommand([forged, '--key', 'jwk.json'], people.io)
    expect(people.text()).toMatch(/~ Time/)
    const programs = world({ files })
    await verifyCommand([forged, '--key', 'jwk.json', '--json'], programs.io)
    const time = (checks: readonly { id: string; unproved?: true }[]) =>
      checks.find(({ id }) => id === 'time')
    expect(time(programs.json().checks)?.unproved).toBe(true)
    const proved = world({ files })
    await verifyCommand([token, '--key', 'jwk.json', '--json'], proved.io)
    expect(time(proved.json().checks)).not.toHaveProperty('unproved')
  })

  it('names the encoding of a secret file that fits', async () => {
    const bytes = Buffer.alloc(32, 7)
    const signed = jws({ alg: 'HS256' }, claims, bytes)
    const { io, text } = world({ files: { encoded: `${bytes.toString('base64url')}\n` } })
    expect(await verifyCommand([signed, '--secret-file', 'encoded'], io)).toBe(1)
    expect(text()).toMatch(/The signature fits when the secret is read as base64, not as text/)
    const raw = world({ files: { raw: bytes.fill(255) } })
    expect(await verifyCommand([jws({ alg: 'HS256' }, claims, bytes), '--secret-file', 'raw'], raw.io)).toBe(
      0,
    )
  })

  it('tells people rung by rung', async () => {
    const { io, text } = world({ files })
    await verifyCommand([token, '--key', 'jwk.json', '--aud', 'other'], io)
    expect(text()).toMatch(/^Invalid \(AUDIENCE\)/)
    expect(text()).toMatch(/✓ Signature +RS256\n/)
    expect(text()).toMatch(/✗ Audience +The audience is `api`; `other` was expected/)
    expect(text()).toMatch(/○ Nonce/)
  })

  it.each([
    ['no key', [token]],
    ['two keys', [token, '--key', 'jwk.json', '--jwks', 'jwks.json']],
    ['a missing file', [token, '--key', 'nowhere']],
    ['an unknown option', [token, '--key', 'jwk.json', '--audience', 'x']],
    ['two tokens', [token, token, '--key', 'jwk.json']],
    ['a bad instant', [token, '--key', 'jwk.json', '--at', 'soon']],
    ['a bad skew', [token, '--key', 'jwk.json', '--skew=-1']],
    ['an empty algorithm', [token, '--key', 'jwk.json', '--alg', '']],
    ['an unknown encoding', [token, '--secret-file', 'secret', '--secret-encoding', 'rot13']],
    ['an encoding without a secret', [token, '--key', 'jwk.json', '--secret-encoding', 'hex']],
    ['batch with more', ['--batch', '--key', 'jwk.json']],
    ['no token', ['--key', 'jwk.json']],
  ])('refuses %s as wrong usage', async (_name, argv) => {
    await expect(verifyCommand(argv, world({ files }).io)).rejects.toBeInstanceOf(UsageError)
  })
})

describe('a key that cannot be used is the caller’s own trouble, whatever the token is', () => {
  const expired = jws({ alg: 'HS256' }, { exp: 1 }, secret)
  const unsecured = `${encode({ alg: 'none' })}.${encode({})}.`
  const broken: World['files'] = {
    empty: '',
    blank: ' \n',
    text: 'hello',
    binary: new Uint8Array([0xff, 0xfe, 0x00]),
    'cut.pem': files['key.pem'].slice(0, 100),
    'list.json': '{"keys":{}}',
    'twice.json': '{"kty":"oct","k":"AA","k":"BB"}',
    newline: '\n',
    's3cr3t.hex': 's3cr3t',
  }
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--key', 'empty'], /empty is empty; PEM, a JWK or a JWKS is expected/],
    [['--key', 'blank'], /blank is empty/],
    [['--jwks', 'empty'], /empty is empty/],
    [['--key', 'text'], /cannot use text: this is neither a JWK, nor a JWKS, nor PEM/],
    [['--key', 'binary'], /binary is not a text file/],
    [['--key', 'cut.pem'], /cut off/],
    [['--jwks', 'list.json'], /keys is not a list/],
    [['--key', 'twice.json'], /stands twice/],
    [['--key', 'directory'], /cannot read directory: it is a directory/],
    [['--key', ''], /--key needs the name of a file/],
    [['--key', 'https://issuer.test/jwks'], /--key takes a file; an address goes to --jwks/],
    [
      ['--jwks', 'ftp://x'],
      /--jwks takes an https address, an http address of this machine, or a file; found is ftp:/,
    ],
    [['--jwks', 'file:///etc/keys'], /--jwks takes .*; found is file:/],
    [['--secret-file', 'empty'], /the secret in empty is empty/],
    [['--secret-file', 'newline'], /the secret in newline is empty/],
    [['--secret-file', 'blank', '--secret-encoding', 'base64'], /the secret in blank is empty/],
    [
      ['--secret-file', 's3cr3t.hex', '--secret-encoding', 'hex'],
      /cannot use s3cr3t.hex: the secret is not hex/,
    ],
    [['--secret-file', 'binary', '--secret-encoding', 'base64'], /the secret is not base64/],
    [['--secret-file', 'nowhere'], /cannot read the file .*: it does not exist/],
    [['--key', 'rsa', '--key', 'other'], /--key is given twice/],
    [['--iss', 'a', '--iss', 'b'], /--iss is given twice/],
  ]
  it.each(cases)('%j', async (options, message) => {
    for (const text of [token, expired, unsecured, 'no token']) {
      const run = verifyCommand([text, ...options], world({ files: broken }).io)
      await expect(run).rejects.toBeInstanceOf(UsageError)
      await expect(run).rejects.toThrow(message)
    }
  })

  it('is unverified in a batch, never invalid for that', async () => {
    for (const line of [
      { secret: '' },
      { key: '' },
      { key: { kty: 'oct', k: '' } },
      { secret: 'x', secret_encoding: 'hex' },
    ]) {
      const { io, json } = world({ stdin: [JSON.stringify({ token: hmac, ...line })] })
      expect(await verifyCommand(['--batch'], io)).toBe(2)
      expect(json()).toMatchObject({ valid: false, code: 'KEY_INVALID', verdict: 'unverified' })
    }
  })

  it('reads a secret as openssl writes it', async () => {
    const wrapped = `\ufeff${Buffer.from(secret)
      .toString('base64')
      .replace(/.{1,64}/g, '$&\n')}`
    const { io } = world({ files: { wrapped } })
    expect(await verifyCommand([hmac, '--secret-file', 'wrapped', '--secret-encoding', 'base64'], io)).toBe(0)
  })
})

describe('verify --batch', () => {
  const run = async (lines: readonly (string | object)[], chunk = 50) => {
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
    const stdin = text.match(new RegExp(`[\\s\\S]{1,${chunk}}`, 'g')) ?? []
    const { io, text: out } = world({ stdin })
    const code = await verifyCommand(['--batch'], io)
    return {
      code,
      answers: out()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    }
  }
  const pem = files['key.pem']

  it('answers each line with one line, in order, and goes on after a bad one', async () => {
    const { code, answers } = await run([
      { id: 1, token, key: jwk },
      'not json',
      { id: 'a', token, jwks: { keys: [jwk] }, iss: 'https://issuer.test', aud: ['x', 'api'] },
      '',
      { id: 2, token, pem, alg: 'RS256' },
      { id: 3, token: hmac, secret },
      { id: 4, token: hmac, secret: Buffer.from(secret).toString('hex'), secret_encoding: 'hex' },
      { id: 5, token, key: JSON.stringify(jwk), at: '2027-06-01T00:00:00Z' },
      { id: 6, token: 5, key: jwk },
      { token, key: jwk, aud: null, comment: 'x' },
    ])
    expect(answers.map(({ id, valid, code }) => [id, valid, code])).toEqual([
      [1, true, 'OK'],
      [null, false, 'INPUT'],
      ['a', true, 'OK'],
      [2, true, 'OK'],
      [3, true, 'OK'],
      [4, true, 'OK'],
      [5, false, 'EXPIRED'],
      [6, false, 'INPUT'],
      [null, true, 'OK'],
    ])
    expect(answers[8].ignored).toEqual(['comment'])
    expect(answers[7].error).toMatch(/^token/)
    expect(code).toBe(2)
  })

  it.each([
    ['a name that would check nothing', { id: 1, token, key: jwk, audience: 'other' }, 'INPUT'],
    ['two keys', { id: 1, token, key: jwk, secret: 'x' }, 'INPUT'],
    ['an address instead of keys', { id: 1, token, jwks: 'https://issuer.test/jwks' }, 'INPUT'],
    ['a bad instant', { id: 1, token, key: jwk, at: 'soon' }, 'INPUT'],
    ['a list', [], 'INPUT'],
    ['no key', { id: 1, token }, 'NOT_VERIFIED'],
    ['a line break after the token', { id: 1, token: `${token}\n`, key: jwk }, 'MALFORMED'],
    ['Bearer before the token', { id: 1, token: `Bearer ${token}`, key: jwk }, 'MALFORMED'],
    [
      'a public key as secret',
      { id: 1, token: jws({ alg: 'HS256' }, claims, pem), secret: pem },
      'KEY_INVALID',
    ],
    ['an algorithm not agreed', { id: 1, token, key: jwk, alg: ['ES256'] }, 'ALG_NOT_ALLOWED'],
  ])('does not accept %s', async (_name, line, code) => {
    const { answers } = await run([line])
    expect(answers).toMatchObject([{ valid: false, code }])
  })

  it('exits 0 when all are valid, 1 when one is not, and never repeats a secret', async () => {
    expect((await run([{ token, key: jwk }])).code).toBe(0)
    expect(
      (
        await run([
          { token, key: jwk },
          { token, key: jwk, aud: 'x' },
        ])
      ).code,
    ).toBe(1)
    const { answers } = await run([
      { token: hmac, secret: 's3cr3t-wrong' },
      { token: hmac, secret: { s3cr3t: 1 } },
    ])
    expect(JSON.stringify(answers)).not.toContain('s3cr3t')
  })

  it('skips a byte order mark and blank lines, and answers with the digits of an id', async () => {
    const id = '12345678901234567890'
    const line = JSON.stringify({ token, key: jwk }).replace('{', `{"id":${id},`)
    const { io, text } = world({
      stdin: [`\ufeff\n${line}\r\n \t\r\n\n`, `${line.replace('"key"', '"Aud"')}\n`],
    })
    expect(await verifyCommand(['--batch'], io)).toBe(2)
    const answers = text().trimEnd().split('\n')
    expect(answers).toHaveLength(2)
    expect(answers[0]).toMatch(new RegExp(`^{"id":${id},"valid":true,`))
    expect(answers[1]).toMatch(new RegExp(`^{"id":${id},"valid":false,"code":"INPUT","error":"Aud is not`))
  })

  it.each(['', '\n', '\ufeff', '\ufeff\r\n \n'])('exits 2 for %j, which holds no line', async (input) => {
    const { io, text, err } = world({ stdin: [input] })
    expect([await verifyCommand(['--batch'], io), text()]).toEqual([2, ''])
    expect(err()).toMatch(/no line/)
  })

  it('answers a line that is too long without keeping it', async () => {
    const { answers } = await run(
      [`{"token":"${'x'.repeat(4_100_000)}"}`, { id: 1, token, key: jwk }],
      60_000,
    )
    expect(answers.map(({ code }) => code)).toEqual(['INPUT', 'OK'])
  })
})
