import { expect, test } from 'vitest'
import { describeChanges, findChange } from './what-changed.ts'

test.each([
  ['{"exp":1}', '{"exp":1}', null],
  ['{"exp":1}', '{"exp":2}', { kind: 'members', names: ['exp'] }],
  ['{"exp":1,"a":1}', '{"a":1,"b":1}', { kind: 'members', names: ['b', 'exp'] }],
  ['{"exp":1}', '{ "exp": 1 }', { kind: 'spelling' }],
  ['{"a":1,"b":2}', '{"b":2,"a":1}', { kind: 'spelling' }],
  ['{"a":1}', '{"a":1,"a":1}', { kind: 'members', names: ['a'] }],
  ['{"a":1}', '{"a":1', { kind: 'text' }],
  ['{"a":1.0}', '{"a":1.00}', { kind: 'members', names: ['a'] }],
])('%s to %s', (before, after, expected) => {
  expect(findChange(before, after)).toEqual(expected)
})

test('the sentence names what was changed', () => {
  const members = (...names: readonly string[]) => ({ kind: 'members', names }) as const
  expect(describeChanges({ header: null, payload: null })).toBeNull()
  expect(describeChanges({ header: null, payload: members('exp') })).toBe('you changed exp')
  expect(describeChanges({ header: members('kid'), payload: members('exp', 'aud') })).toBe(
    'you changed kid in the header and exp and aud',
  )
  expect(describeChanges({ header: null, payload: members('a', 'b', 'c', 'd', 'e', 'f') })).toBe(
    'you changed a, b, c, d and 2 more',
  )
  expect(describeChanges({ header: { kind: 'spelling' }, payload: null })).toBe(
    'you changed the spaces or the spelling of the header',
  )
})
