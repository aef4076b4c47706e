import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requestText, responseText } from '../../../shared/run-export/exchange-text.ts'
import { formPairs, indentJson, readRequestParts, readResponseParts } from './read-exchange.ts'

const json = [['Content-Type', 'application/json; charset=utf-8']] as const
const form = [['content-type', 'application/x-www-form-urlencoded']] as const

function answer(body: string, headers: readonly (readonly [string, string])[] = json, status = 200) {
  return { status, headers, body, byteLength: body.length, truncated: false }
}

describe('a request', () => {
  test('shows its query and its form, duplicates and order kept', () => {
    const request = {
      method: 'POST',
      url: 'https://op.example/token?a=1&a=2&b=x%20y#frag?c=3',
      headers: form,
      body: 'grant_type=authorization_code&code=‹hidden, 43 characters›&scope=a+b',
    }
    expect(readRequestParts(request)).toEqual([
      {
        kind: 'pairs',
        title: 'Query',
        pairs: [
          { name: 'a', value: '1' },
          { name: 'a', value: '2' },
          { name: 'b', value: 'x y' },
        ],
      },
      {
        kind: 'pairs',
        title: 'Form',
        pairs: [
          { name: 'grant_type', value: 'authorization_code' },
          { name: 'code', value: '‹hidden, 43 characters›' },
          { name: 'scope', value: 'a b' },
        ],
      },
    ])
    expect(requestText(request)).toBe(
      `POST ${request.url}\ncontent-type: application/x-www-form-urlencoded\n\n${request.body}`,
    )
  })

  test('without query and body has no parts', () => {
    const request = { method: 'GET', url: 'https://op.example/jwks', headers: [], body: null }
    expect(readRequestParts(request)).toEqual([])
    expect(requestText(request)).toBe('GET https://op.example/jwks')
  })
})

describe('an answer', () => {
  test('that is JSON is indented', () => {
    expect(readResponseParts(answer('{"a":1,"b":[]}'))).toEqual([
      { kind: 'json', title: 'JSON', text: '{\n  "a": 1,\n  "b": []\n}' },
    ])
  })

  test('that claims to be JSON and is a web page is shown as text', () => {
    expect(readResponseParts(answer('<html>'))).toEqual([
      { kind: 'text', title: 'Body, application/json; charset=utf-8', text: '<html>' },
    ])
  })

  test('that redirects shows the address and its query', () => {
    const parts = readResponseParts(answer('', [['Location', 'https://x.example/?error=no']], 302))
    expect(parts.map((part) => part.kind)).toEqual(['text', 'pairs', 'note'])
  })

  test('as text has status, headers and body', () => {
    expect(responseText(answer('{}', [['a', 'b']], 503))).toBe('HTTP 503\na: b\n\n{}')
  })
})

test.each([
  ['{"a":1,"a":2}', '{\n  "a": 1,\n  "a": 2\n}'],
  ['{"n":12345678901234567890.10}', '{\n  "n": 12345678901234567890.10\n}'],
  ['"\\u202e"', '"\\u202e"'],
  ['{"a":1', null],
  ['{"a":1,}', null],
  ['{"a":"\\"[[["}', '{\n  "a": "\\"[[["\n}'],
  ['/* c */{}', null],
  ['{} {}', null],
  ['', null],
  ['['.repeat(50_000), null],
  [`${'['.repeat(65)}${']'.repeat(65)}`, null],
])('indenting %#', (text, expected) => {
  expect(indentJson(text)).toBe(expected)
})

test('indented JSON means the same as before', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      expect(JSON.parse(indentJson(text) ?? 'not read')).toEqual(JSON.parse(text))
    }),
  )
})

test('any text reads as a form without throwing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(formPairs(text))))
})
