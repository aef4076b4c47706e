import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compactJson } from './compact-json.ts'

test.each([
  ['{ "a" : 12345678901234567890,\n\t"b": [ 1.0, "x  y" ] }', '{"a":12345678901234567890,"b":[1.0,"x  y"]}'],
  ['{"a":"\\" , \\\\" , "a" : 1}', '{"a":"\\" , \\\\","a":1}'],
  ['{ "a": ', '{ "a": '],
  [' plain text ', ' plain text '],
  ['', ''],
])('%j', (text, expected) => {
  expect(compactJson(text)).toBe(expected)
})

test('it says the same as before, in as few characters as JSON.stringify needs', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(compactJson(JSON.stringify(value, null, 2))).toBe(JSON.stringify(value))
    }),
    { numRuns: 100 },
  )
})
