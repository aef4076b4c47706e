import { expect, test } from 'vitest'
import { keyWarnings } from './made-warnings.ts'
import { readOriginal } from './original.ts'

const secret = { description: 'oct', kid: null, thumbprint: null, algorithms: ['HS256'], publicJwk: null }
const pair = { ...secret, kid: 'mine', thumbprint: 'tp', algorithms: ['ES256'], publicJwk: '{"kty":"EC"}' }
const reading = readOriginal(`${Buffer.from('{"alg":"ES256","kid":"old"}').toString('base64url')}.e30.c2ln`)
const original = reading.kind === 'read' ? reading.original : null
const codes = (...input: Parameters<typeof keyWarnings>) => keyWarnings(...input).map(({ code }) => code)

test.each([
  ['{"kid":"old"}', pair, ['KID_OF_ANOTHER_KEY']],
  ['{"kid":"mine"}', pair, []],
  ['{"kid":"tp"}', pair, []],
  ['{"kid":"chosen"}', pair, []],
  ['{}', pair, []],
  ['{"kid":"old"}', secret, ['KID_OF_ANOTHER_KEY']],
  ['{"kid":"old"}', { ...pair, kid: 'old' }, []],
])('signed anew, %s', (header, facts, expected) => {
  expect(codes({ original }, header, 'ES256', facts)).toEqual(expected)
})

test('a DPoP proof by a secret', () => {
  expect(codes({ original: null }, '{"typ":"dpop+jwt"}', 'HS256', secret)).toEqual(['DPOP_SYMMETRIC'])
  expect(codes({ original: null }, '{"typ":"dpop+jwt"}', 'ES256', pair)).toEqual([])
  expect(codes({ original: null }, '{"typ":"JWT"}', 'HS256', secret)).toEqual([])
  expect(codes({ original: null }, '{"typ":"dpop+jwt"}', null, null)).toEqual([])
})
