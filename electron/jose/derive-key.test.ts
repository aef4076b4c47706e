import { argon2id } from '@noble/hashes/argon2.js'
import { expect, it } from 'vitest'
import { deriveKey } from './derive-key.ts'

const salt = Buffer.from('0123456789abcdef')
const settings = { salt, memory: 64, passes: 2, lanes: 1 }

it('is argon2id, the same by either library', () => {
  const expected = argon2id('open sesame', salt, { m: 64, t: 2, p: 1, dkLen: 32 })
  expect(Buffer.from(deriveKey({ passphrase: 'open sesame', ...settings }))).toEqual(Buffer.from(expected))
})

it('is the same for the two forms of an accent, and another for each change', () => {
  const hex = (more: Partial<Parameters<typeof deriveKey>[0]>) =>
    Buffer.from(deriveKey({ passphrase: 'caf\u00e9', ...settings, ...more })).toString('hex')
  expect(hex({ passphrase: 'cafe\u0301' })).toBe(hex({}))
  const others = [
    hex({ passphrase: 'cafe' }),
    hex({ passes: 3 }),
    hex({ memory: 128 }),
    hex({ salt: Buffer.alloc(16) }),
  ]
  expect(new Set([hex({}), ...others]).size).toBe(5)
})

it.each([
  ['a gigabyte and more', { memory: 1024 * 1024 + 1 }],
  ['too many passes', { passes: 21 }],
  ['no pass', { passes: 0 }],
  ['a short salt', { salt: Buffer.alloc(8) }],
  ['too little memory', { memory: 4 }],
])('refuses what a file asks for: %s', (_name, more) => {
  expect(() => deriveKey({ passphrase: 'x', ...settings, ...more })).toThrow(
    expect.objectContaining({ code: 'ERR_PASSPHRASE' }),
  )
})
