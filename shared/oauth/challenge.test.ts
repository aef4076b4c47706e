import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseChallenges } from './challenge.ts'

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, token68, parameters }) => [
    scheme,
    token68,
    Object.fromEntries(parameters),
  ])

test.each([
  ['Bearer', [['Bearer', '', {}]]],
  [
    'Bearer realm="example", error="invalid_token"',
    [['Bearer', '', { realm: 'example', error: 'invalid_token' }]],
  ],
  ['Bearer error=invalid_token', [['Bearer', '', { error: 'invalid_token' }]]],
  [
    'DPoP error="use_dpop_nonce", algs="ES256 PS256", Bearer scope="a b"',
    [
      ['DPoP', '', { error: 'use_dpop_nonce', algs: 'ES256 PS256' }],
      ['Bearer', '', { scope: 'a b' }],
    ],
  ],
  [
    'Negotiate YII=, Basic realm="a, \\"b\\" = c"',
    [
      ['Negotiate', 'YII=', {}],
      ['Basic', '', { realm: 'a, "b" = c' }],
    ],
  ],
  ['Bearer  realm = "x" ,, ERROR="y"', [['Bearer', '', { realm: 'x', error: 'y' }]]],
  ['', []],
  ['error="no scheme"', []],
  ['Bearer error="never closed', [['Bearer', '', {}]]],
  ['Bearer error="a", \u0000', [['Bearer', '', { error: 'a' }]]],
])('%s', (header, expected) => {
  expect(read(header)).toEqual(expected)
})

test('hostile headers end, and end soon', () => {
  expect(parseChallenges('a, '.repeat(50_000)).length).toBe(20)
  expect(parseChallenges(`Bearer a="${'\\'.repeat(100_000)}`)).toHaveLength(1)
  fc.assert(fc.property(fc.string(), (header) => parseChallenges(header).length <= 20))
})
