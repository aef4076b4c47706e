import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  assertPair,
  isUsable,
  type LoopbackCertificate,
  makeLoopbackCertificate,
  readLoopbackFacts,
} from './loopback-certificate.ts'

const day = 24 * 60 * 60 * 1000
let made: LoopbackCertificate
let other: LoopbackCertificate
beforeAll(async () => {
  made = await makeLoopbackCertificate()
  other = await makeLoopbackCertificate()
})

test('is for this machine alone, no authority, and for a server only', () => {
  const read = new X509Certificate(made.certificate)
  expect(read.subjectAltName).toBe('IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:localhost')
  expect(read.ca).toBe(false)
  expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  expect(read.verify(read.publicKey)).toBe(true)
  const facts = readLoopbackFacts(made.certificate)
  expect(facts.fingerprint).toBe(read.fingerprint256)
  expect(facts.expiresAt - Date.parse(read.validFrom)).toBeLessThanOrEqual(825 * day)
})

test('is used until a week before its end', () => {
  const { expiresAt } = readLoopbackFacts(made.certificate)
  expect(isUsable(made, Date.now())).toBe(true)
  expect(isUsable(made, expiresAt - 8 * day)).toBe(true)
  expect(isUsable(made, expiresAt - 6 * day)).toBe(false)
})

describe('what cannot be shown', () => {
  test.each<[string, () => LoopbackCertificate]>([
    ['the key of another', () => ({ ...made, privateKey: other.privateKey })],
    ['no key', () => ({ ...made, privateKey: '' })],
    ['a certificate for a key', () => ({ ...made, privateKey: made.certificate })],
    ['a key for a certificate', () => ({ ...made, certificate: made.privateKey })],
    ['no certificate', () => ({ ...made, certificate: '' })],
    ['words', () => ({ certificate: 'words', privateKey: 'words' })],
  ])('%s', (_, pair) => {
    expect(isUsable(pair(), Date.now())).toBe(false)
    expect(() => assertPair(pair())).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }))
  })

  test('nothing of the key is in the message', () => {
    const secret = made.privateKey.split('\n')[1] ?? ''
    try {
      assertPair({ certificate: made.privateKey, privateKey: made.privateKey })
    } catch (error) {
      expect(String(error)).not.toContain(secret)
    }
    expect.assertions(1)
  })
})
