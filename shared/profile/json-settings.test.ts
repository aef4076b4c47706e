import { expect, test } from 'vitest'
import { authorizationDetailsText, claimsText } from './json-settings.ts'

test.each([
  ['', true],
  ['  ', true],
  ['{}', true],
  ['{"id_token":{"acr":{"essential":true}},"userinfo":{"email":null}}', true],
  ['{"id_token":null}', true],
  ['{"id_token":"acr"}', false],
  ['[]', false],
  ['null', false],
  ['"x"', false],
  ['{"a":{}}}', false],
  ['{"a":{}},"b":{"c":1}', false],
  ['{"id_token":{},"id_token":{}}', false],
  ['{', false],
  [`{"a":${'['.repeat(5000)}`, false],
])('claims %s', (text, isGood) => {
  expect(claimsText.safeParse(text).success).toBe(isGood)
})

test.each([
  ['', true],
  ['[{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"1"}}]', true],
  ['[{"type":"a"},{"type":"b"}]', true],
  ['[]', false],
  ['{"type":"a"}', false],
  ['[{"type":""}]', false],
  ['[{"type":1}]', false],
  ['[null]', false],
  ['[{"type":"a","type":"b"}]', false],
  ['[{"type":"a"}],"x":[{"type":"b"}]', false],
  ['[{"type":"a"}', false],
])('authorization_details %s', (text, isGood) => {
  expect(authorizationDetailsText.safeParse(text).success).toBe(isGood)
})
