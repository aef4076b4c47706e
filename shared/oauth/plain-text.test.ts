import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explainProviderError } from './explain-problem.ts'
import { plainText, plainValue } from './plain-text.ts'

test.each([
  ['a\u0000b', 'a b'],
  ['\u001b[31mred\u001b[0m', '[31mred [0m'],
  ['a\r\n\tb', 'a b'],
  ['safe\u202Egnp.exe', 'safe gnp.exe'],
  ['zero\u200Bwidth', 'zero width'],
  ['lone \ud800 half', 'lone half'],
  ['pair \ud83d\ude00', 'pair \ud83d\ude00'],
  ['<b>&amp;</b>', '<b>&amp;</b>'],
])('%j', (text, shown) => {
  expect(plainText(text)).toBe(shown)
})

test('cuts by characters, not by halves of them', () => {
  expect(plainText('\ud83d\ude00'.repeat(10), 3)).toBe(`${'\ud83d\ude00'.repeat(3)}…`)
  expect(plainText('a'.repeat(2_000_000)).length).toBe(501)
})

test('whatever comes in, one clean line comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = plainText(text)
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      expect(Array.from(shown).length).toBeLessThanOrEqual(501)
    }),
  )
})

test.each([
  [undefined, 'nothing'],
  [null, 'null'],
  [['a', 1], '["a",1]'],
  ['text', 'text'],
])('values: %j', (value, shown) => {
  expect(plainValue(value)).toBe(shown)
})

test.each([
  [
    'access_denied',
    null,
    'The provider refused: access_denied (you or the provider said no to the sign-in).',
  ],
  ['odd', 'because', 'The provider refused: odd. It says: “because”.'],
  ['toString', null, 'The provider refused: toString.'],
  ['', null, 'The provider refused: an error without a name.'],
])('explains %s', (error, description, message) => {
  expect(explainProviderError(error, description)).toMatchObject({ code: 'PROVIDER_ERROR', message })
})

test('a redirect URI that is not registered has its own advice', () => {
  expect(explainProviderError('invalid_request', 'redirect_uri did not match').advice).toContain(
    'redirect URI',
  )
})
