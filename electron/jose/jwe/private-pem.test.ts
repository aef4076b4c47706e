import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readPrivatePem } from './private-pem.ts'

const pairs: readonly (readonly [string, KeyObject])[] = [
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['X25519', generateKeyPairSync('x25519').privateKey],
  ['X448', generateKeyPairSync('x448').privateKey],
]
const pem = (key: KeyObject, more: object = {}) =>
  key.export({ type: 'pkcs8', format: 'pem', ...more } as never) as unknown as string
const lock = { cipher: 'aes-256-cbc', passphrase: 'open' }

describe.each(pairs)('a private key, %s', (_name, key) => {
  const jwk = key.export({ format: 'jwk' })
  it('as PKCS#8, also with line breaks as environment files write them', () => {
    expect(readPrivatePem(pem(key), undefined)).toMatchObject({ jwk })
    expect(readPrivatePem(pem(key).replaceAll('\n', '\\n'), undefined)).toMatchObject({ jwk })
  })
  it('encrypted, with its passphrase and no other', () => {
    const locked = pem(key, lock)
    expect(readPrivatePem(locked, 'open')).toMatchObject({ jwk })
    for (const passphrase of [undefined, '', 'wrong']) {
      const read = readPrivatePem(locked, passphrase)
      expect(read).toMatchObject({ needsPassphrase: true })
      expect(read).not.toHaveProperty('jwk')
    }
  })
})

it.each([
  ['a public key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
  ['no end', '-----BEGIN PRIVATE KEY-----\nAAAA'],
  ['no base64', '-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----'],
  ['nothing inside', '-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----'],
  ['bytes that are none', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----'],
])('%s is a problem, not an error', (_name, text) => {
  expect(readPrivatePem(text, 'x')).toHaveProperty('problem')
})
