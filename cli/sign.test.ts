import { generateKeyPairSync } from 'node:crypto'
import { calculateJwkThumbprint, compactVerify, flattenedVerify, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { type CliIo, UsageError } from './io.ts'
import { signCommand } from './sign.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const publicJwk = publicKey.export({ format: 'jwk' }) as JWK
const files: Readonly<Record<string, string | Uint8Array>> = {
  'key.jwk': JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'k1' }),
  'public.jwk': JSON.stringify(publicJwk),
  'locked.pem': privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'open',
  }),
  'secret.txt': 'short\n',
  'claims.json': '{ "id" : 12345678901234567890, "sub":"ada" }\n',
  'header.json': '{"alg":"ES256" , "x":1}\n',
  'x25519.jwk': JSON.stringify(generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' })),
  'short.jwk': JSON.stringify({ kty: 'oct', k: 'AAECAwQFBgcICQoLDA0ODw', alg: 'A128KW' }),
  'bytes.bin': Uint8Array.from([0xff, 0x00]),
}

async function run(argv: readonly string[], stdin = '') {
  const out: string[] = []
  const err: string[] = []
  const io = {
    stdout: async (text: string) => void out.push(text),
    stderr: async (text: string) => void err.push(text),
    readStdin: async function* () {
      yield stdin
    },
    readFile: async (path: string) => {
      const file = files[path]
      if (file === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' })
      return Buffer.from(file as string)
    },
    env: { PASS: 'open' },
    now: () => 1_700_000_000_000,
  } as unknown as CliIo
  const code = await signCommand(argv, io)
  return { code, token: out.join('').trimEnd(), err: err.join('') }
}
const part = (token: string, index: number) =>
  Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()

describe('sign', () => {
  it('signs a file byte by byte and names the key', async () => {
    const { code, token, err } = await run(['claims.json', '--key', 'key.jwk'])
    expect([code, err]).toEqual([0, ''])
    expect(part(token, 1)).toBe('{ "id" : 12345678901234567890, "sub":"ada" }')
    expect(part(token, 0)).toBe('{"alg":"ES256","typ":"JWT","kid":"k1"}')
    await compactVerify(token, publicJwk)
  })

  it('sets claims and times, in a file or alone', async () => {
    const { token } = await run([
      'claims.json',
      '--key',
      'key.jwk',
      '--claim',
      'sub=eve',
      '--claim',
      'roles=["a"]',
      '--exp',
      '+1h',
      '--nbf',
      '-5min',
    ])
    expect(part(token, 1)).toBe(
      '{ "id" : 12345678901234567890, "sub":"eve", "roles":["a"], "nbf":1699999700, "exp":1700003600 }',
    )
    expect(part((await run(['--key', 'key.jwk', '--iat', 'now', '--claim', 'a=b=c'])).token, 1)).toBe(
      '{"a":"b=c","iat":1700000000}',
    )
    expect(part((await run(['-', '--key', 'key.jwk'], '{"a":1}\n')).token, 1)).toBe('{"a":1}')
  })

  it('writes the header that was asked for', async () => {
    const thumbprint = await calculateJwkThumbprint(publicJwk)
    const head = async (...argv: readonly string[]) =>
      part((await run(['--claim', 'a=1', '--key', 'key.jwk', ...argv])).token, 0)
    expect(await head('--kid-thumbprint', '--typ', 'at+jwt')).toBe(
      `{"alg":"ES256","typ":"at+jwt","kid":"${thumbprint}"}`,
    )
    expect(await head('--kid', '', '--typ', '', '--header', 'x={"y": 1}')).toBe(
      '{"alg":"ES256","x":{"y": 1}}',
    )
    expect(await head('--header-file', 'header.json')).toBe('{"alg":"ES256" , "x":1}')
  })

  it('makes the other forms', async () => {
    await flattenedVerify(
      JSON.parse((await run(['claims.json', '--key', 'key.jwk', '--flattened'])).token),
      publicJwk,
    )
    expect(
      JSON.parse((await run(['claims.json', '--key', 'key.jwk', '--general'])).token).signatures,
    ).toHaveLength(1)
    expect((await run(['claims.json', '--key', 'key.jwk', '--detached'])).token.split('.')[1]).toBe('')
    expect(
      (await run(['claims.json', '--key', 'key.jwk', '--disclose', 'sub'])).token.split('~'),
    ).toHaveLength(3)
    expect((await run(['bytes.bin', '--key', 'key.jwk'])).token.split('.')[1]).toBe('_wA')
  })

  it('makes an SD-JWT of nested claims, decoys, a holder and a key binding', async () => {
    const claim = ['--claim', 'address={"street":"Main","city":"X"}', '--claim', 'roles=["a","b"]']
    const { code, token, err } = await run([
      ...['--key', 'key.jwk', ...claim, '--sd', 'address.street', '--sd', 'roles[1]', '--sd-decoys', '2'],
      ...['--holder-key', 'key.jwk', '--kb-aud', 'https://v.test', '--kb-nonce', 'n'],
    ])
    expect([code, err]).toEqual([0, ''])
    const [jwt = '', street = '', role = '', binding = ''] = token.split('~')
    const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString())
    expect([read(street).slice(1), read(role).slice(1)]).toEqual([['street', 'Main'], ['b']])
    const { d: _, kid: __, ...half } = JSON.parse(String(files['key.jwk']))
    expect(JSON.parse(part(jwt, 1))).toMatchObject({
      address: { city: 'X', _sd: [expect.any(String)] },
      roles: ['a', { '...': expect.any(String) }],
      _sd: [expect.any(String), expect.any(String)],
      cnf: { jwk: { kty: half.kty, crv: half.crv, x: half.x, y: half.y } },
    })
    expect(part(jwt, 1)).not.toContain('"d"')
    expect(JSON.parse(part(binding, 0))).toEqual({ alg: 'ES256', typ: 'kb+jwt' })
    expect(JSON.parse(part(binding, 1))).toMatchObject({
      aud: 'https://v.test',
      nonce: 'n',
      iat: 1_700_000_000,
    })
    await compactVerify(binding, publicJwk)
  })

  it.each([
    [['--sd', 'a..b']],
    [['--sd-decoys', '-1']],
    [['--sd-decoys', '201']],
    [['--kb-aud', 'x']],
    [['--holder-key', 'key.jwk', '--kb-aud', 'x']],
    [['--holder-key', 'key.jwk', '--kb-nonce', 'x']],
  ])('wrong usage of an SD-JWT: %j', async (argv) => {
    await expect(run(['claims.json', '--key', 'key.jwk', ...argv])).rejects.toBeInstanceOf(UsageError)
  })

  it('opens a key with its passphrase, and says what is weak', async () => {
    expect((await run(['claims.json', '--key', 'locked.pem', '--passphrase-env', 'PASS'])).code).toBe(0)
    const { code, err } = await run(['claims.json', '--secret-file', 'secret.txt'])
    expect([code, err]).toEqual([0, expect.stringContaining('40 bits')])
    const unsigned = await run(['claims.json', '--no-signature'])
    expect([unsigned.token.endsWith('.'), part(unsigned.token, 0)]).toEqual([
      true,
      '{"alg":"none","typ":"JWT"}',
    ])
    expect(unsigned.err).toContain('Nobody signed')
  })

  it('signs nothing where key and algorithm do not belong together', async () => {
    const { code, token, err } = await run(['claims.json', '--key', 'key.jwk', '--alg', 'HS256'])
    expect([code, token, err]).toEqual([2, '', expect.stringContaining('KEY_TYPE_MISMATCH')])
    expect((await run(['claims.json', '--key', 'key.jwk', '--alg', 'none'])).err).toContain('ALG_NONE')
  })

  it.each([
    [[]],
    [['--key', 'key.jwk']],
    [['claims.json']],
    [['claims.json', '--key', 'key.jwk', '--secret-file', 'secret.txt']],
    [['claims.json', '--key', 'public.jwk']],
    [['claims.json', '--key', 'locked.pem']],
    [['claims.json', '--key', 'none.pem']],
    [['bytes.bin', '--key', 'key.jwk', '--claim', 'a=1']],
    [['claims.json', '--key', 'key.jwk', '--claim', 'a']],
    [['claims.json', '--key', 'key.jwk', '--exp', 'tomorrow']],
    [['claims.json', '--key', 'key.jwk', '--flattened', '--general']],
    [['claims.json', '--key', 'key.jwk', '--kid', 'a', '--kid-thumbprint']],
    [['claims.json', '--secret-file', 'secret.txt', '--kid-thumbprint']],
    [['claims.json', '--key', 'key.jwk', '--header-file', 'header.json', '--typ', 'x']],
    [['claims.json', '--no-signature', '--alg', 'ES256']],
    [['claims.json', '--key', 'key.jwk', '--passphrase-env', 'ABSENT']],
  ])('refuses %j', async (argv) => {
    await expect(run(argv)).rejects.toThrow(UsageError)
  })
})

it.each([
  [['--key', 'key.jwk', '--no-signature'], 'given are --key and --no-signature'],
  [[], 'one of --key, --secret-file and --no-signature is expected; none is given'],
  [
    ['--key', 'x25519.jwk'],
    'OKP X25519 signs nothing: it is for ECDH-ES; give one for signatures, such as Ed25519',
  ],
  [['--key', 'short.jwk'], 'oct 128 bits signs nothing: its own alg, use or key_ops are for something else'],
])('%j is wrong usage that says what is right', async (argv, words) => {
  const failure: unknown = await run(['--claim', 'a=1', ...argv]).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(UsageError)
  expect((failure as Error).message).toContain(words)
})

it.each([[['--alg', 'none']], [['--header', 'alg=nOnE']]])(
  '%j with a key names the option that leaves the signature out',
  async (argv) => {
    const { code, token, err } = await run(['--claim', 'a=1', '--key', 'key.jwk', ...argv])
    expect([code, token, err]).toEqual([2, '', expect.stringContaining('--no-signature instead of a key')])
  },
)
