import { expect, test } from 'vitest'
import { readArguments } from './arguments.ts'
import { UsageError } from './io.ts'

const options = {
  key: { type: 'string' },
  json: { type: 'boolean', short: 'j' },
  aud: { type: 'string', multiple: true },
} as const

test('an option that takes one value is given once', () => {
  expect(readArguments(['--key', 'a', '--json', 'token'], options).values).toEqual({ key: 'a', json: true })
  expect(readArguments(['--aud', 'a', '--aud', 'b'], options).values.aud).toEqual(['a', 'b'])
  // What stands after -- is no option.
  expect(readArguments(['--key', 'a', '--', '--key'], options).positionals).toEqual(['--key'])
})

test.each([
  [['--key', 'a', '--key', 'b'], '--key'],
  [['--key=a', '--key', 'a'], '--key'],
  [['--json', '-j'], '--json'],
])('%j is wrong usage: the last one would win unseen', (argv, name) => {
  expect(() => readArguments(argv, options)).toThrow(UsageError)
  expect(() => readArguments(argv, options)).toThrow(`${name} is given twice`)
})
