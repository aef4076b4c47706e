import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lostSignatures, readOriginal, withOldSignature } from './original.ts'

const encode = (bytes: string | Uint8Array) => Buffer.from(bytes as string).toString('base64url')
const jws = (header: string, payload: string | Uint8Array, signature = 'c2ln') =>
  `${encode(header)}.${encode(payload)}.${signature}`
const read = (token: string) => {
  const reading = readOriginal(token)
  if (reading.kind === 'unreadable') throw new Error(reading.reason)
  return reading.original
}

describe('a token is put together again byte by byte', () => {
  test.each([
    jws('{"alg":"ES256"}', '{ "a" : 1,\r\n"a":2 }'),
    jws('{"alg":"ES256"}', 'no JSON'),
    jws('{"alg":"ES256"}', '\ufeff{"a":"\u202e"}'),
    jws('{"alg":"ES256"}', Uint8Array.from([0xff, 0xfe, 0])),
    jws('{"alg":"none"}', '{"a":1}', ''),
    `${jws('{"alg":"ES256","typ":"dc+sd-jwt"}', '{"_sd":["x"]}')}~WyJzYWx0IiwiYSIsMV0~`,
  ])('%s', (token) => {
    const original = read(token)
    expect(original.token).toBe(token)
    expect(withOldSignature(original, original.header, original.payload)).toBe(token)
  })

  test('whatever the payload is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const token = jws('{"alg":"ES256","kid":"k"}', bytes)
        const original = read(token)
        expect(withOldSignature(original, original.header, original.payload)).toBe(token)
      }),
      { numRuns: 100 },
    )
  })
})

test('what cannot be changed says why', () => {
  expect(readOriginal(`${encode('{"alg":"dir","enc":"A128GCM"}')}.a.b.c.d`)).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('encrypted'),
  })
  expect(readOriginal('opaque-token-123').kind).toBe('unreadable')
  expect(readOriginal('').kind).toBe('unreadable')
})

test('an SD-JWT keeps its disclosures and loses its key binding', () => {
  const token = `${jws('{"alg":"ES256"}', '{"_sd":["x"]}')}~WyJzYWx0IiwiYSIsMV0~${jws('{"alg":"ES256","typ":"kb+jwt"}', '{"nonce":"n"}')}`
  const reading = readOriginal(token)
  expect(reading).toMatchObject({ kind: 'read', original: { suffix: '~WyJzYWx0IiwiYSIsMV0~' } })
  expect(reading.kind === 'read' && reading.notes).toHaveLength(1)
})

test('signatures that do not come along are told before anything is made', () => {
  const general = (count: number) =>
    JSON.stringify({
      payload: encode('{"sub":"ada"}'),
      signatures: Array.from({ length: count }, () => ({
        protected: encode('{"alg":"ES256"}'),
        signature: 'AA',
      })),
    })
  const lost = (text: string) => {
    const reading = readOriginal(text)
    return reading.kind === 'read' ? lostSignatures(reading.original) : undefined
  }
  expect(lost(general(1))).toBe(null)
  expect(lost(general(2))).toContain('the second is dropped')
  expect(lost(general(4))).toContain('the other 3 are dropped')
  expect(lost(jws('{"alg":"ES256"}', '{}'))).toBe(null)
})
