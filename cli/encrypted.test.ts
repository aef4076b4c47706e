import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ecKey, encode, jws, signature } from '../electron/jose/test-tokens.ts'
import { noConnect } from '../electron/net/test-connection.ts'
import { decryptCommand } from './decrypt.ts'
import { encryptCommand } from './encrypt.ts'
import type { CliIo } from './io.ts'
import { verifyCommand } from './verify.ts'

const now = 1_800_000_000
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const signer = ecKey('P-256')
const signed = jws({ alg: 'ES256' }, { iss: 'i', exp: now + 60 }, signer.privateKey)
const password = 'a password'
const files: Readonly<Record<string, string | Uint8Array>> = {
  'public.pem': pair.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  'private.pem': pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  'locked.pem': pair.privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'open',
  }) as string,
  'other.pem': generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string,
  'signer.json': JSON.stringify(signer.jwk),
  'token.jwt': signed,
  password: `${password}\n`,
  bytes: Uint8Array.from([0, 255, 10, 13]),
  body: '{"amount": 1}',
}

function world(stdin: string | Uint8Array = '') {
  const out: Uint8Array[] = []
  const err: string[] = []
  const io: CliIo = {
    stdout: async (text) => void out.push(Buffer.from(text as string)),
    stderr: async (text) => void err.push(text),
    readStdin: async function* () {
      yield stdin
    },
    readFile: async (path) => {
      const file = files[path]
      if (file === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' })
      return Buffer.from(file as string)
    },
    env: { PASS: 'open' },
    now: () => now * 1000,
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    connect: noConnect,
    signal: new AbortController().signal,
  }
  const bytes = () => Buffer.concat(out)
  return { io, bytes, text: () => bytes().toString('utf8'), err: () => err.join('') }
}

async function encrypted(...argv: readonly string[]): Promise<string> {
  const { io, text } = world()
  expect(await encryptCommand(argv, io)).toBe(0)
  return text().trim()
}
const rsaArguments = ['--alg', 'RSA-OAEP-256', '--key', 'public.pem']

describe('encrypt and decrypt', () => {
  it('give back the bytes exactly, and nothing else on standard output', async () => {
    const token = await encrypted('bytes', ...rsaArguments)
    const { io, bytes, err } = world(token)
    expect(await decryptCommand(['--key', 'private.pem'], io)).toBe(0)
    expect([...bytes()]).toEqual([0, 255, 10, 13])
    expect(err()).toContain('not authenticated')
  })

  it.each([
    ['a passphrase', ['--key', 'locked.pem', '--passphrase-env', 'PASS'], 0],
    ['another key', ['--key', 'other.pem'], 1],
    ['a secret', ['--secret-file', 'password'], 2],
    ['the public half', ['--key', 'public.pem'], 2],
  ])('with %s', async (_name, argv, code) => {
    const token = await encrypted('token.jwt', ...rsaArguments, '--cty', 'JWT')
    const { io, text } = world(token)
    expect(await decryptCommand(argv, io)).toBe(code)
    expect(text()).toBe(code === 0 ? signed : '')
  })

  it('with a password, and with several recipients', async () => {
    const sealed = await encrypted(
      ...['body', '--alg', 'PBES2-HS256+A128KW', '--secret-file', 'password', '--p2c', '1000'],
    )
    const { io, text } = world(sealed)
    expect(await decryptCommand(['--secret-file', 'password', '--json'], io)).toBe(0)
    expect(JSON.parse(text())).toMatchObject({ opened: true, authenticated: false, plaintext: files.body })
    const general = await encrypted(
      ...[
        'body',
        '--form',
        'general',
        '--recipient',
        'RSA-OAEP=other.pem',
        '--recipient',
        'RSA-OAEP=public.pem',
      ],
    )
    const second = world(general)
    expect(await decryptCommand(['--key', 'private.pem', '--json'], second.io)).toBe(0)
    expect(JSON.parse(second.text())).toMatchObject({
      recipients: [{ code: 'DECRYPT_FAILED' }, { opened: true }],
    })
  })

  it.each<readonly [string, readonly string[]]>([
    ['no alg', ['body', '--key', 'public.pem']],
    ['no key', ['body', '--alg', 'RSA-OAEP']],
    ['no file', rsaArguments],
    ['two keys', ['body', ...rsaArguments, '--secret-file', 'password']],
    ['a form that is none', ['body', ...rsaArguments, '--form', 'x']],
  ])('%s is wrong usage', async (_name, argv) => {
    await expect(encryptCommand(argv, world().io)).rejects.toThrow()
  })

  it('answers a batch line by line', async () => {
    const token = await encrypted('token.jwt', ...rsaArguments)
    const key = files['private.pem']
    const lines = [
      { id: 1, token, pem: key },
      { id: 2, token, pem: files['other.pem'] },
      { id: 3, token, key: 'https://issuer.test/jwks' },
      { id: 4, token, privateKey: key },
      { id: 5, token: 'x', pem: key },
    ]
    const { io, text } = world(lines.map((line) => JSON.stringify(line)).join('\n'))
    expect(await decryptCommand(['--batch'], io)).toBe(2)
    const answers = text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(answers.map(({ id, code }) => `${id} ${code}`)).toEqual([
      '1 OK',
      '2 DECRYPT_FAILED',
      '3 INPUT',
      '4 INPUT',
      '5 MALFORMED',
    ])
    expect(answers[0]).toMatchObject({ plaintext: signed })
  })
})

describe('verify', () => {
  it('opens an encrypted token and proves the one inside', async () => {
    const token = await encrypted('token.jwt', ...rsaArguments, '--cty', 'JWT')
    const { io, text } = world(token)
    expect(await verifyCommand(['--decrypt-key', 'private.pem', '--key', 'signer.json', '--json'], io)).toBe(
      0,
    )
    expect(JSON.parse(text())).toMatchObject({
      valid: true,
      decrypted: { plaintext: signed, claims: { iss: 'i' } },
      parts: [
        { id: 'layer-0', code: 'NOT_AUTHENTICATED' },
        { id: 'layer-1', verdict: 'valid' },
      ],
    })
    const closed = world(token)
    expect(await verifyCommand(['--decrypt-key', 'private.pem'], closed.io)).toBe(2)
    const wrong = world(token)
    expect(await verifyCommand(['--decrypt-key', 'other.pem', '--key', 'signer.json'], wrong.io)).toBe(1)
  })

  it('takes the payload of a detached JWS from a file, byte by byte', async () => {
    const head = encode({ alg: 'ES256', b64: false, crit: ['b64'] })
    const body = String(files.body)
    const token = `${head}..${signature('ES256', `${head}.${body}`, signer.privateKey).toString('base64url')}`
    expect(await verifyCommand([token, '--key', 'signer.json', '--payload', 'body'], world().io)).toBe(0)
    expect(await verifyCommand([token, '--key', 'signer.json', '--payload', 'password'], world().io)).toBe(1)
    expect(await verifyCommand([token, '--key', 'signer.json'], world().io)).toBe(2)
  })

  it('takes all of it from lines too', async () => {
    const token = await encrypted('token.jwt', ...rsaArguments, '--cty', 'JWT')
    const head = encode({ alg: 'ES256' })
    const payload = encode('text')
    const json = {
      payload,
      protected: head,
      signature: signature('ES256', `${head}.${payload}`, signer.privateKey).toString('base64url'),
    }
    const key = signer.jwk
    const lines = [
      { id: 'nested', token, key, decrypt_key: files['private.pem'] },
      { id: 'locked', token, key, decrypt_key: files['locked.pem'], decrypt_passphrase: 'open' },
      { id: 'closed', token, key, decrypt_key: files['locked.pem'] },
      { id: 'other', token, key, decrypt_key: files['other.pem'] },
      { id: 'json', token: json, key },
      { id: 'detached', token: `${head}..${json.signature}`, key, payload: 'text' },
      { id: 'missing', token: `${head}..${json.signature}`, key },
    ]
    const { io, text } = world(lines.map((line) => JSON.stringify(line)).join('\n'))
    expect(await verifyCommand(['--batch'], io)).toBe(1)
    const answers = text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(answers.map(({ id, code }) => `${id} ${code}`)).toEqual([
      'nested OK',
      'locked OK',
      'closed PASSPHRASE',
      'other DECRYPT_FAILED',
      'json OK',
      'detached OK',
      'missing PAYLOAD_MISSING',
    ])
  })
})

describe('a token to be nested', () => {
  const nested = ['--alg', 'RSA-OAEP-256', '--key', 'public.pem']
  const verify = ['-', '--decrypt-key', 'private.pem', '--key', 'signer.json']

  it.each([
    ['a line break', `${signed}\n`, ['--cty', 'JWT']],
    ['a line break of Windows', `${signed}\r\n`, ['--cty', 'jwt']],
    ['a line break, and no cty', `${signed}\n`, []],
  ])('is encrypted without %s behind it', async (_, stdin, header) => {
    const { io, text } = world(stdin)
    expect(await encryptCommand(['-', ...nested, ...header], io)).toBe(0)
    const opened = world(text())
    expect(await decryptCommand(['-', '--key', 'private.pem'], opened.io)).toBe(0)
    expect(opened.text()).toBe(signed)
    const judged = world(text())
    expect(await verifyCommand(verify, judged.io)).toBe(0)
    expect(judged.text()).toMatch(/· Encryption, .* opened, which proves nothing about who made it/)
    expect(judged.text()).not.toContain('NOT_AUTHENTICATED')
  })

  it('keeps every other byte, also of what is no text', async () => {
    for (const stdin of [`${signed}\n\n`, 'some words\n', Uint8Array.from([0xff, 0x00, 0x0a])]) {
      const { io, text } = world(stdin)
      expect(await encryptCommand(['-', ...nested], io)).toBe(0)
      const opened = world(text())
      await decryptCommand(['-', '--key', 'private.pem'], opened.io)
      expect(opened.bytes()).toEqual(
        Buffer.from(typeof stdin === 'string' ? stdin.replace(/\n\n$/, '\n') : stdin),
      )
    }
  })

  it('with white space behind it is malformed, and the cause is said', async () => {
    const { io, text } = world(`${signed}\n\n`)
    await encryptCommand(['-', ...nested, '--cty', 'JWT'], io)
    const judged = world(text())
    expect(await verifyCommand(verify, judged.io)).toBe(1)
    expect(judged.text()).toContain('a token with white space behind it')
  })
})

it.each([
  ['a signed token', signed],
  ['no token', 'words'],
  ['a piece of one', 'eyJhbGciOiJkaXIifQ..aXY'],
])('%s is not opened: 1, and an answer as JSON where that is asked for', async (_, text) => {
  const plain = world()
  expect(await decryptCommand([text, '--key', 'private.pem'], plain.io)).toBe(1)
  expect([plain.text(), plain.err()]).toEqual(['', expect.stringMatching(/^Not opened \(MALFORMED\)/)])
  const json = world()
  expect(await decryptCommand([text, '--key', 'private.pem', '--json'], json.io)).toBe(1)
  expect(JSON.parse(json.text())).toMatchObject({ opened: false, code: 'MALFORMED', plaintext: null })
})
