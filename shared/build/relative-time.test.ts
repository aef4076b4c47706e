import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRelativeTime } from './relative-time.ts'

const now = 1_700_000_000.7

describe('a time told from now', () => {
  test.each([
    ['now', 0],
    [' NOW ', 0],
    ['now + 1h', 3600],
    ['now+1 h', 3600],
    ['now - 5 min', -300],
    ['+1h', 3600],
    ['-10s', -10],
    ['now + 1h 30m', 5400],
    ['now + 1h30m', 5400],
    ['now + 2 days', 172_800],
    ['now + 1 week', 604_800],
    ['now - 1y', -31_536_000],
  ])('%s', (text, offset) => {
    expect(parseRelativeTime(text, now)).toBe(1_700_000_000 + offset)
  })

  test.each([
    '',
    '1h',
    'now 1h',
    'now +',
    'now + 1',
    'now + h',
    'now + 1 month',
    'now + 1 constructor',
    'now + 1 __proto__',
    'now + 1h, 2m',
    'now ++ 1h',
    'now + -1h',
    'now + 1.5h',
    'now + 999999999999y',
    `now + ${'1h'.repeat(100)}`,
    '1700000000',
    'tomorrow',
  ])('%j is none', (text) => {
    expect(parseRelativeTime(text, now)).toBeNull()
  })

  test('any text gives whole seconds or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const seconds = parseRelativeTime(text, now)
        expect(seconds === null || Number.isSafeInteger(seconds)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})
