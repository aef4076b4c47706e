import { describe, expect, test } from 'vitest'
import { convertRaw, fieldText, kindOf, momentOf, readField } from './member-values.ts'

const now = 1_700_000_000

test.each([
  ['sub', 'ada', 'text'],
  ['exp', 5, 'time'],
  ['exp', '{{now + 1h}}', 'time'],
  ['exp', '{{NOW + 1H}}', 'time'],
  ['exp', '5', 'text'],
  ['n', 5, 'json'],
  ['aud', ['a'], 'json'],
  ['jti', '{{uuid}}', 'text'],
] as const)('%s of %j is edited as %s', (name, value, kind) => {
  expect(kindOf(name, value)).toBe(kind)
})

describe('a field becomes JSON text', () => {
  test.each([
    ['text', '5', '"5"'],
    ['text', 'a"b\n', '"a\\"b\\n"'],
    ['time', '1795447800', '1795447800'],
    ['time', '12345678901234567890', '12345678901234567890'],
    ['time', '2023-11-14T22:13:20Z', '1700000000'],
    ['time', ' now + 1h ', '"{{now + 1h}}"'],
    ['json', ' [1,  2] ', '[1,  2]'],
    ['json', '12345678901234567890', '12345678901234567890'],
  ] as const)('%s %j', (kind, text, raw) => {
    expect(readField(kind, text, now)).toEqual({ ok: true, raw })
  })
  test.each([
    ['time', 'tomorrow'],
    ['time', ''],
    ['json', '[1,'],
    ['json', ''],
  ] as const)('%s %j is not taken over', (kind, text) => {
    expect(readField(kind, text, now).ok).toBe(false)
  })
})

test('a time told from now is shown without its braces and as a moment', () => {
  expect(fieldText('time', '"{{now + 1h}}"', '{{now + 1h}}')).toBe('now + 1h')
  expect(momentOf('{{now + 1h}}', now)).toBe(now + 3600)
  expect(momentOf('x', now)).toBeNull()
})

test('another kind keeps what was there', () => {
  expect(convertRaw('json', '"[1]"', '[1]', now)).toBe('[1]')
  expect(convertRaw('json', '"ada"', 'ada', now)).toBe('"ada"')
  expect(convertRaw('text', '[1]', [1], now)).toBe('"[1]"')
  expect(convertRaw('time', '"now"', 'now', now)).toBe('"{{now}}"')
})
