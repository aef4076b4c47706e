import { expect, test } from 'vitest'
import { fitKeyMembers } from './key-members.ts'

const secret = { description: 'oct', kid: null, thumbprint: null, algorithms: ['HS256'], publicJwk: null }
const pair = { ...secret, thumbprint: 'tp', publicJwk: '{"kty":"EC"}' }
const header = '{"alg":"HS256","kid":"{{thumbprint}}","typ":"JWT"}'
const dpop = '{"alg":"HS256","jwk":"{{public_jwk}}"}'

test.each([
  ['a secret without a name', header, secret, '{"alg":"HS256","typ":"JWT"}', ['kid']],
  [
    'a secret with a name',
    header,
    { ...secret, kid: 'a"b' },
    '{"alg":"HS256","kid":"a\\"b","typ":"JWT"}',
    [],
  ],
  ['a key pair', header, pair, header, []],
  ['nobody', header, null, '{"alg":"HS256","typ":"JWT"}', ['kid']],
  ['a proof by a secret', dpop, secret, '{"alg":"HS256"}', ['jwk']],
  ['a proof by a pair', dpop, pair, dpop, []],
  ['another text', '{"kid":"x {{thumbprint}}"}', secret, '{"kid":"x {{thumbprint}}"}', []],
  ['no JSON', '{"kid":"{{thumbprint}}"', secret, '{"kid":"{{thumbprint}}"', []],
])('%s', (_, text, facts, expected, left) => {
  const fitted = fitKeyMembers(text, facts)
  expect(fitted.header).toBe(expected)
  expect(fitted.warnings.map(({ message }) => message.split(' ')[0])).toEqual(left)
})
