import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasPlaceholders, type PlaceholderSources, resolvePlaceholders } from './placeholders.ts'

const sources: PlaceholderSources = { nowSeconds: 1000, uuid: () => 'u-1', thumbprint: 'tp', publicJwk: null }
const text = (input: string, more: Partial<PlaceholderSources> = {}) =>
  resolvePlaceholders(input, { ...sources, ...more }).text

test('what a shared secret cannot give is not blamed on a missing key', () => {
  const secret = { ...sources, thumbprint: null, publicJwk: null, keyIsSecret: true }
  const { unresolved } = resolvePlaceholders('["{{thumbprint}}","{{public_jwk}}"]', secret)
  expect(unresolved.map(({ reason }) => reason.startsWith('a shared secret has no'))).toEqual([true, true])
})

test('a whole string is replaced, and every other byte stays', () => {
  expect(text('{ "exp" :\t"{{now + 1h}}",\n"jti":"{{ uuid }}" , "n": 12345678901234567890}')).toBe(
    '{ "exp" :\t4600,\n"jti":"u-1" , "n": 12345678901234567890}',
  )
  expect(text('{"kid":"{{thumbprint}}"}')).toBe('{"kid":"tp"}')
})

test('each uuid is a new one', () => {
  let count = 0
  expect(text('["{{uuid}}","{{uuid}}"]', { uuid: () => `u${++count}` })).toBe('["u1","u2"]')
})

test.each([
  '{"a":"x {{now}}"}',
  '{"a":"{{now}} x"}',
  '{"a":"{now}"}',
  '{"a":{{now}}}',
  '{"a":"\\"{{now}}\\""}',
])('%s holds no placeholder', (input) => {
  expect(text(input)).toBe(input)
})

test('what cannot be resolved stays as it is and is named', () => {
  const reading = resolvePlaceholders('{"a":"{{user}}","kid":"{{thumbprint}}"}', {
    ...sources,
    thumbprint: null,
  })
  expect(reading.text).toBe('{"a":"{{user}}","kid":"{{thumbprint}}"}')
  expect(reading.unresolved.map(({ placeholder }) => placeholder)).toEqual(['{{user}}', '{{thumbprint}}'])
})

test('a value never brings a placeholder or a quote of its own', () => {
  expect(text('{"a":"{{uuid}}"}', { uuid: () => '$& "{{now}}"' })).toBe('{"a":"$& \\"{{now}}\\""}')
})

test('asking twice gives the same answer', () => {
  expect([hasPlaceholders('"{{now}}"'), hasPlaceholders('"{{now}}"'), hasPlaceholders('"now"')]).toEqual([
    true,
    true,
    false,
  ])
})

test('text without braces is never touched', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      fc.pre(!json.includes('{{'))
      expect(text(json)).toBe(json)
    }),
    { numRuns: 100 },
  )
})
