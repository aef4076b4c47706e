import { expect, it } from 'vitest'
import { encode } from '../electron/jose/test-tokens.ts'
import { diffCommand } from './diff.ts'
import { type CliIo, UsageError } from './io.ts'

const token = (claims: string, kid = 'a') => `${encode({ alg: 'RS256', kid })}.${encode(claims)}.c2ln`
const big = token('{"id":18446744073709551615,"exp":1700000000,"scope":"read list"}')
const other = token('{"id":18446744073709551614,"exp":1700003480,"scope":"read write"}', 'b')
const files: Readonly<Record<string, string>> = {
  'a.jwt': `${big}\n`,
  'userinfo.json': '{"sub":"ada","name":"A\\u202eB"}',
  'words.txt': 'hello',
}

function world(stdin = '') {
  const out: string[] = []
  const io = {
    stdout: async (text: string) => void out.push(text),
    readStdin: async function* () {
      yield stdin
    },
    readFile: async (path: string) => {
      const file = files[path]
      if (file === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' })
      return Buffer.from(file)
    },
  } as unknown as CliIo
  return { io, text: () => out.join('') }
}

it('says what changed, and ends with 1', async () => {
  const { io, text } = world(other)
  expect(await diffCommand(['a.jwt', '-'], io)).toBe(1)
  expect(text()).toContain('~ id     18446744073709551615 → 18446744073709551614')
  expect(text()).toContain('(58 min later)')
  expect(text()).toContain('(+write −list)')
  expect(text()).toContain('kid')
})

const key = { kty: 'EC', crv: 'P-256', x: 'eA', y: 'eQ', d: 'VERY-PRIVATE' }
it.each([
  ['a private JWK', key],
  ['one that begins like an answer', { sub: 'ada', ...key }],
  ['a set', { keys: [key] }],
  ['one beside its public half', { public: {}, private: key }],
  ['one inside an answer', { sub: 'ada', made: [{ deep: key }] }],
  ['a secret', { kty: 'oct', k: 'VERY-PRIVATE' }],
])('never prints %s', async (_, value) => {
  for (const argv of [
    [big, JSON.stringify(value)],
    ['-', 'a.jwt'],
    ['-', 'a.jwt', '--json'],
  ]) {
    const { io, text } = world(JSON.stringify(value))
    const failure = await diffCommand(argv, io).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UsageError)
    expect(`${text()}${(failure as Error).message}`).not.toContain('VERY-PRIVATE')
  }
})

it('compares a public key that is a claim', async () => {
  const { d: _, ...open } = key
  const { io, text } = world(JSON.stringify({ sub: 'ada', cnf: { jwk: open } }))
  expect(await diffCommand(['-', 'userinfo.json'], io)).toBe(1)
  expect(text()).toContain('- cnf')
})

it('ends with 0 where the claims mean the same', async () => {
  const { io } = world()
  expect(await diffCommand([token('{"a":1}'), token('{ "a": 1.0 }')], io)).toBe(0)
})

it('writes JSON with values as they stand in the tokens, and text safe for a terminal', async () => {
  const { io, text } = world()
  expect(await diffCommand([big, 'userinfo.json', '--json'], io)).toBe(1)
  expect(text()).toContain('"first": 18446744073709551615')
  expect(text()).not.toContain('\u202e')
  expect(JSON.parse(text())).toMatchObject({ same: false, signature: 'not_both', header: null })
})

it.each([
  [[big]],
  [[big, big, big]],
  [['-', '-']],
  [[big, 'absent.jwt']],
  [[big, 'words.txt']],
  [[big, `${encode({ alg: 'dir', enc: 'A128GCM' })}..aXY.Y2lwaGVy.dGFn`]],
])('a side that cannot be read is wrong usage: %j', async (argv) => {
  await expect(diffCommand(argv, world().io)).rejects.toThrow(UsageError)
})
