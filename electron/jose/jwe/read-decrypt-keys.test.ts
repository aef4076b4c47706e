import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readDecryptKeys } from './read-decrypt-keys.ts'

const pairs: readonly (readonly [string, KeyObject])[] = [
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['X25519', generateKeyPairSync('x25519').privateKey],
  ['X448', generateKeyPairSync('x448').privateKey],
]
const pem = (key: KeyObject, more: object = {}) =>
  key.export({ type: 'pkcs8', format: 'pem', ...more } as never) as unknown as string
const lock = { cipher: 'aes-256-cbc', passphrase: 'open' }
const read = (text: string, passphrase?: string) =>
  readDecryptKeys({
    kind: 'key',
    text,
    provenance: 'pasted',
    ...(passphrase === undefined ? {} : { passphrase }),
  })

describe.each(pairs)('a private key, %s', (_name, key) => {
  const jwk = key.export({ format: 'jwk' })
  it('as PKCS#8, also with line breaks as environment files write them, and as DER in base64', () => {
    const der = key.export({ type: 'pkcs8', format: 'der' }).toString('base64')
    for (const text of [pem(key), pem(key).replaceAll('\n', '\\n'), der]) {
      expect(read(text)).toMatchObject({ keys: [jwk] })
    }
  })
  it('encrypted, with its passphrase and no other', () => {
    const locked = pem(key, lock)
    expect(read(locked, 'open')).toMatchObject({ keys: [jwk] })
    for (const passphrase of [undefined, '', 'wrong']) {
      expect(read(locked, passphrase)).toEqual({ refusal: expect.objectContaining({ code: 'PASSPHRASE' }) })
    }
  })
})

it.each([
  ['a public key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
  ['no end', '-----BEGIN PRIVATE KEY-----\nAAAA'],
  ['no base64', '-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----'],
  ['nothing inside', '-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----'],
  ['bytes that are none', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----'],
  ['no key at all', 'hello'],
  ['an empty set', '{"keys":[]}'],
])('%s is refused, and nothing is thrown', (_name, text) => {
  expect(read(text, 'x')).toEqual({
    refusal: expect.objectContaining({ status: 'not_checked', code: 'KEY_INVALID' }),
  })
})

it('a public key decrypts nothing', () => {
  const { publicKey } = generateKeyPairSync('x25519')
  const text = publicKey.export({ type: 'spki', format: 'pem' }) as string
  expect(read(text)).toEqual({
    refusal: expect.objectContaining({ found: expect.stringContaining('public half') }),
  })
})

it('a key that is bound to PSS by its container decrypts nothing', () => {
  const { privateKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
  expect(read(pem(privateKey))).toEqual({ refusal: expect.objectContaining({ code: 'KEY_INVALID' }) })
})
