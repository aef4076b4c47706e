import { expect, test } from 'vitest'
import { readArguments, readTokenArgument } from './arguments.ts'
import { type CliIo, UsageError } from './io.ts'

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

const io = {} as CliIo
const token = 'eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln'

test.each(['t.jwt', './t', '../t', '/tmp/t', '~/t', 'C:\\keys\\t.txt', 'a/b/c.JSON'])(
  'a token is no file: %s is not read',
  async (text) => {
    await expect(readTokenArgument([text], io)).rejects.toThrow(
      text === 't.jwt' ? 't.jwt reads as the name of a file; give' : 'reads as the name of a file; give',
    )
  },
)

test.each([
  token,
  'opaque',
  'v4.local.abc',
  `/cb#${token}`,
  `https://a.test/${token}.json`,
  `./${token}`,
  'a/b+c==',
])('what may be a token is one: %s', async (text) => {
  expect(await readTokenArgument([text], io)).toBe(text)
})
