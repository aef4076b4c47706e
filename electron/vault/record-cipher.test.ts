import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyLength, openRecord, sealRecord } from './record-cipher.ts'

const key = randomBytes(keyLength)
const place = { kind: 'secret', id: 'a', version: 7 }
const plain = Buffer.from('swordfish')

it('opens what it sealed, in its place, with its key', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
      const sealed = sealRecord(key, place, Buffer.from(bytes))
      expect(openRecord(key, place, sealed)).toEqual(Buffer.from(bytes))
    }),
  )
})

it.each([
  ['another kind', { ...place, kind: 'profile' }],
  ['another id', { ...place, id: 'b' }],
  ['an older version', { ...place, version: 6 }],
  ['parts that run together', { kind: 'secreta', id: '', version: 7 }],
  ['a version as text in the id', { kind: 'secret', id: 'a",7', version: 7 }],
])('opens nothing for %s', (_name, other) => {
  expect(openRecord(key, other, sealRecord(key, place, plain))).toBeNull()
})

it('opens nothing with another key', () => {
  expect(openRecord(randomBytes(keyLength), place, sealRecord(key, place, plain))).toBeNull()
})

it('opens nothing that was changed, cut or made up', () => {
  const sealed = sealRecord(key, place, plain)
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed)
    changed[bit >> 3] = sealed[bit >> 3]! ^ (1 << (bit & 7))
    expect(openRecord(key, place, changed)).toBeNull()
  }
  for (let length = 0; length < sealed.length; length += 1) {
    expect(openRecord(key, place, sealed.subarray(0, length))).toBeNull()
  }
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      (bytes) => openRecord(key, place, Buffer.from(bytes)) === null,
    ),
  )
})

it('never seals the same way twice', () => {
  const nonces = new Set(
    Array.from({ length: 500 }, () => sealRecord(key, place, plain).toString('hex', 0, 12)),
  )
  expect(nonces.size).toBe(500)
})
