import { describe, expect, it } from 'vitest'
import { timeFaultOf, timeFaultWords } from './time-fault.ts'

const now = 1_800_000_000

describe('timeFaultOf', () => {
  it.each([
    ['in time', [['exp', `${now + 1}`]], null],
    ['the very second', [['exp', `${now}`]], { why: 'expired', bySeconds: 0 }],
    ['past', [['exp', `${now - 3600}`]], { why: 'expired', bySeconds: 3600 }],
    [
      'the last of two counts',
      [
        ['exp', `${now - 9}`],
        ['exp', `${now + 9}`],
      ],
      null,
    ],
    [
      'not yet',
      [
        ['nbf', `${now + 60}`],
        ['exp', `${now + 90}`],
      ],
      { why: 'not_yet_valid', bySeconds: 60 },
    ],
    ['nbf reached', [['nbf', `${now}`]], null],
    [
      'text',
      [
        ['exp', '"1"'],
        ['nbf', 'null'],
      ],
      null,
    ],
    ['beyond numbers', [['nbf', '1e999']], null],
    ['without times', [], null],
  ] as const)('%s', (_name, claims, fault) => expect(timeFaultOf(claims, now)).toEqual(fault))

  it('says how long ago', () => {
    expect(timeFaultWords({ why: 'expired', bySeconds: 7200 }).title).toBe('The good token expired 2 h ago')
    expect(timeFaultWords({ why: 'not_yet_valid', bySeconds: 120 }).title).toContain('in 2 min')
  })
})
