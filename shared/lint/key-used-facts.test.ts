import { expect, it } from 'vitest'
import { keyUsedFacts } from './key-used-facts.ts'

it.each([
  ['RSA 1024', { kty: 'RSA', bits: 1024, isPrivate: false }],
  ['EC P-256', { kty: 'EC', crv: 'P-256', isPrivate: false }],
  ['OKP Ed25519', { kty: 'OKP', crv: 'Ed25519' }],
  ['oct 80 bits', { kty: 'oct', bits: 80, isPrivate: true }],
])('reads %s', (description, facts) => {
  expect(keyUsedFacts({ description, provenance: 'pasted' })).toMatchObject({
    ...facts,
    provenance: 'pasted',
  })
})

it('is null for other words', () =>
  expect(keyUsedFacts({ description: 'a key', provenance: 'token' })).toBeNull())
