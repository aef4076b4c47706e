import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendMember, readMemberSpans, removeMember, replaceValue, setMember } from './member-edits.ts'

const remove = (text: string, index: number) => removeMember(text, readMemberSpans(text) ?? [], index)

test('a value is replaced where it stands; order, spaces and big integers stay', () => {
  const text = '{ "a" : 12345678901234567890 ,\n "exp":1,"b" :[ 1 ] }'
  expect(setMember(text, 'exp', '2')).toBe('{ "a" : 12345678901234567890 ,\n "exp":2,"b" :[ 1 ] }')
})

test('of two members of one name the later one is set, and each can be reached by its place', () => {
  const text = '{"a":1,"a":2}'
  expect(setMember(text, 'a', '3')).toBe('{"a":1,"a":3}')
  const [first] = readMemberSpans(text) ?? []
  expect(first && replaceValue(text, first, '9')).toBe('{"a":9,"a":2}')
})

test('a member is taken out with one comma', () => {
  const text = '{ "a": 1, "b": 2, "c": 3 }'
  expect(remove(text, 0)).toBe('{ "b": 2, "c": 3 }')
  expect(remove(text, 1)).toBe('{ "a": 1, "c": 3 }')
  expect(remove(text, 2)).toBe('{ "a": 1, "b": 2 }')
  expect(remove('{ "a": 1 }', 0)).toBe('{}')
})

describe('a new member is written like the others', () => {
  test.each([
    ['{}', '{"x":1}'],
    ['{ }', '{"x":1}'],
    ['{"a":1}', '{"a":1,"x":1}'],
    ['{ "a": 1 }', '{ "a": 1, "x": 1 }'],
    ['{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 2,\n  "x": 1\n}'],
    ['{"\\u0061" : 1}', '{"\\u0061" : 1,"x" : 1}'],
  ])('%j', (text, expected) => {
    expect(appendMember(text, 'x', '1')).toBe(expected)
  })
})

test.each(['', 'x', '[]', '{"a":}', '{"a":1,}', '{"a":1} x', 'null'])(
  '%j cannot be edited by name',
  (text) => {
    expect(readMemberSpans(text)).toBeNull()
    expect(setMember(text, 'a', '1')).toBeNull()
  },
)

test('hostile names are names like others', () => {
  const text = setMember('{}', '__proto__', '"x"') ?? ''
  expect(text).toBe('{"__proto__":"x"}')
  expect(setMember(text, '__proto__', '1')).toBe('{"__proto__":1}')
})

test('what is set is what a reader sees, and nothing else changes', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.string(),
      fc.jsonValue(),
      (object, name, value) => {
        const text = setMember(JSON.stringify(object), name, JSON.stringify(value)) ?? ''
        const expected = new Map(Object.entries(JSON.parse(JSON.stringify(object)) as object))
        expected.set(name, JSON.parse(JSON.stringify(value)))
        expect(new Map(Object.entries(JSON.parse(text) as object))).toEqual(expected)
      },
    ),
    { numRuns: 100 },
  )
})

test('deep nesting is no way to break it', () => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  expect(() => readMemberSpans(deep)).not.toThrow()
})
