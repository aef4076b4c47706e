import { expect, test } from 'vitest'
import { readParameters } from './read-parameters.ts'

test('parameters of the file come before those of the command line, each with its request and place', () => {
  const file = {
    parameters: { prompt: 'login', resource: ['https://a.example', 'https://b.example'] },
    request_parameters: [{ name: 'X-A', value: '1', target: { request: 'token', place: 'header' } as const }],
  }
  const values = { param: ['acr_values=a=b'], 'param-at': ['userinfo.query:fields=name,email'] }
  expect(readParameters(values, file)).toEqual([
    { name: 'prompt', value: 'login' },
    { name: 'resource', value: 'https://a.example' },
    { name: 'resource', value: 'https://b.example' },
    { name: 'acr_values', value: 'a=b' },
    { name: 'X-A', value: '1', target: { request: 'token', place: 'header' } },
    { name: 'fields', value: 'name,email', target: { request: 'userinfo', place: 'query' } },
  ])
})

test.each(['x', '=x', ''])('--param %j is refused', (text) => {
  expect(() => readParameters({ param: [text] }, {})).toThrow('--param is name=value')
})

test.each(['token:a=b', 'token.body', 'token.cookie:a=b', 'authorize.query:a=b', 'token.body:=b', 'a=b', ''])(
  '--param-at %j is refused',
  (text) => {
    expect(() => readParameters({ 'param-at': [text] }, {})).toThrow('--param-at is REQUEST.PLACE:NAME=VALUE')
  },
)
