import { expect, test } from 'vitest'
import type { Exchange } from './run.ts'
import { findTravelledTokens } from './travelled-tokens.ts'

const part = (value: object) =>
  btoa(JSON.stringify(value)).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_')
const jwt = (name: string) => `${part({ alg: 'RS256' })}.${part({ name })}.c2ln`
const jwe = `${part({ alg: 'dir', enc: 'A256GCM' })}..aXY.Y3Q.dGFn`

function exchange(
  url: string,
  headers: [string, string][],
  body: string | null,
  answer: string | null,
): Exchange {
  return {
    request: { method: 'POST', url, headers, body },
    response:
      answer === null ? null : { status: 200, headers: [], body: answer, byteLength: 1, truncated: false },
    durationMs: 1,
  }
}
const found = (each: Exchange) => findTravelledTokens(each).map(({ where, name }) => `${where} ${name}`)

test('tokens are found where they can stand, once each, and read', () => {
  const each = exchange(
    `https://op.test/auth?request=${jwt('a')}#id_token=${jwt('b')}`,
    [
      ['DPoP', jwt('c')],
      ['authorization', `DPoP ${jwt('d')}`],
    ],
    `client_assertion=${jwt('e')}&again=${jwt('a')}`,
    JSON.stringify({ id_token: jwt('f'), more: [{ access_token: jwt('g') }], encrypted: jwe, opaque: 'abc' }),
  )
  expect(found(each)).toEqual([
    'request request',
    'request id_token',
    'request DPoP',
    'request authorization',
    'request client_assertion',
    'answer id_token',
    'answer access_token',
    'answer encrypted',
  ])
  const tokens = findTravelledTokens(each)
  expect(tokens[0]).toMatchObject({ token: jwt('a'), header: '{"alg":"RS256"}', claims: '{"name":"a"}' })
  expect(tokens.at(-1)).toMatchObject({ header: '{"alg":"dir","enc":"A256GCM"}', claims: null })
})

test('an answer that is a token as a whole, such as signed userinfo', () => {
  expect(found(exchange('https://op.test/userinfo', [], null, `${jwt('u')}\n`))).toEqual(['answer '])
})

test.each(['', 'abc', '{', 'eyJ', 'eyJhbGciOiJub25lIn0', '[[[[', '‹JWT RS256, 80 characters›'])(
  'nothing in %s',
  (body) => {
    expect(found(exchange('not an address', [], body, body))).toEqual([])
  },
)

test('a header or claims that are no JSON object are not shown as such', () => {
  const token = `eyJhbGci.${btoa('[1]')}.c2ln`.replaceAll('=', '')
  expect(findTravelledTokens(exchange('https://op.test', [], `x=${token}`, null))[0]).toMatchObject({
    claims: null,
  })
})

test('deep nesting neither fails nor is walked to its end', () => {
  const body = `${'{"a":'.repeat(3000)}"x"${'}'.repeat(3000)}`
  expect(found(exchange('https://op.test', [], null, body))).toEqual([])
})
