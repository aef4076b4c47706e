import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJsonMarks } from './json-marks.ts'

test('names and placeholders are marked, values are not', () => {
  const text = '{"a":"{{now}}","b":["x",{"c":1}]}'
  expect(readJsonMarks(text).map(({ from, to, kind }) => [text.slice(from, to), kind])).toEqual([
    ['"a"', 'name'],
    ['"{{now}}"', 'placeholder'],
    ['"b"', 'name'],
    ['"c"', 'name'],
  ])
})

test('any text gives marks in order and inside it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.json().map((json) => json.slice(0, -3)),
      ),
      (text) => {
        let at = 0
        for (const { from, to } of readJsonMarks(text)) {
          expect(from).toBeGreaterThanOrEqual(at)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(text.length)
          at = to
        }
      },
    ),
    { numRuns: 100 },
  )
})

test('deep nesting does not end it', () => {
  expect(() => readJsonMarks('['.repeat(90_000))).not.toThrow()
  expect(() => readJsonMarks('{"a":'.repeat(15_000))).not.toThrow()
})
