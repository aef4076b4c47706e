import { describe, expect, it } from 'vitest'
import { readJson } from './json-text.ts'

const namesBefore = (text: string) => readJson(text).members?.map(({ name, raw }) => [name, raw])

describe('members before a break', () => {
  it.each([
    [
      '{"iss":"x","sub":"a" "exp":1}',
      [
        ['iss', '"x"'],
        ['sub', '"a"'],
      ],
    ],
    ['{"a":"x"', [['a', '"x"']]],
    ['{"a":[1,2]', [['a', '[1,2]']]],
    ['{"a":{"b":1} x', [['a', '{"b":1}']]],
    ['{"a":17 "b":1', [['a', '17']]],
    ['{"a":17', []],
    ['{"a":"x', []],
    ['{"a":[1,2', []],
  ])('keeps what stands whole in %s', (text, expected) => {
    expect(namesBefore(text)).toEqual(expected)
  })
})
