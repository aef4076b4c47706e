import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeDuration, describeInstant, parseInstant } from './instant.ts'

const now = Date.UTC(2026, 10, 23, 14, 30, 0) / 1000

describe('describeInstant', () => {
  it('says when, in three ways', () => {
    const words = describeInstant(now + 43 * 60, now)
    expect(words).toMatchObject({ utc: '2026-11-23T15:13:00Z', relative: 'in 43 min' })
    expect(words?.local).toMatch(/^2[34] Nov 2026 \d\d:13:00 [+-]\d\d:\d\d$/)
    expect(Date.parse(words?.local ?? '')).toBe((now + 43 * 60) * 1000)
  })

  it.each([
    [-17 * 60, '17 min ago'],
    [0, 'now'],
    [8, 'in 8 s'],
    [3 * 3600 + 12 * 60, 'in 3 h 12 min'],
    [-2 * 86_400, '2 d ago'],
  ])('%i s from now is %s', (seconds, relative) =>
    expect(describeInstant(now + seconds, now)?.relative).toBe(relative),
  )

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e14, -1e14])('has no words for %d', (seconds) =>
    expect(describeInstant(seconds, now)).toBeNull(),
  )
})

describe('describeDuration', () => {
  it.each([
    [0, '0 s'],
    [59.9, '59 s'],
    [80, '1 min 20 s'],
    [43 * 60 + 7, '43 min'],
    [86_400 + 7200, '1 d 2 h'],
    [31_557_600 * 3, '3 y'],
  ])('%d s is %s', (seconds, words) => expect(describeDuration(seconds)).toBe(words))
})

describe('parseInstant', () => {
  it.each([
    ['2026-11-23T14:30:00Z', now],
    ['2026-11-23t15:30:00+01:00', now],
    [' 2026-11-23T14:30:00.250Z ', now + 0.25],
    [String(now), now],
    ['0', 0],
    ['-1', -1],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29) / 1000],
    ['0001-01-01T00:00:00Z', -62_135_596_800],
  ])('%s', (text, seconds) => expect(parseInstant(text)).toBe(seconds))

  it.each([
    '',
    'now',
    '2026-11-23',
    '2026-11-23T14:30:00',
    '2026-02-30T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '1e9',
    '0x10',
    '99999999999999999',
    '2026-11-23T14:30:00+25:00',
    '2026-13-01T00:00:00Z',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeNull())

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -6e10, max: 2.5e11 }), (seconds) => {
        const utc = describeInstant(seconds, 0)?.utc ?? ''
        fc.pre(/^\d{4}-/.test(utc))
        expect(parseInstant(utc)).toBe(seconds)
      }),
    )
  })
})
