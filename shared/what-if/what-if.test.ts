import { describe, expect, test } from 'vitest'
import { bothFindings, judgeRefusal } from './judge-refusal.ts'
import { whatIfCaseIds, whatIfCases } from './what-if-case.ts'
import { whatIfJson, whatIfMarkdown } from './what-if-report.ts'

test('every case has its words, once', () => {
  expect(whatIfCases.map(({ id }) => id).toSorted()).toEqual(whatIfCaseIds.toSorted())
})

describe('a refusal is judged by its reason', () => {
  test.each([
    [200, null, 'fail'],
    [201, 'invalid_grant', 'fail'],
    [400, 'invalid_grant', 'pass'],
    [401, 'invalid_client', 'warning'],
    [400, null, 'warning'],
    [302, null, 'not_checked'],
    [429, 'invalid_grant', 'not_checked'],
    [503, null, 'not_checked'],
    [500, 'invalid_grant', 'fail'],
  ] as const)('%s with %s: %s', (status, error, verdict) => {
    expect(judgeRefusal({ status, error }, ['invalid_grant']).verdict).toBe(verdict)
  })

  test('an error code of any length and with any characters stays one short plain line', () => {
    const { actual } = judgeRefusal({ status: 400, error: `x\u202e\n${'y'.repeat(5000)}` }, ['invalid_grant'])
    expect(actual.length).toBeLessThan(250)
    expect(actual).not.toMatch(/[\n\u202e]/)
  })
})

test('of two findings the weaker decides, and both are said', () => {
  const pass = { verdict: 'pass', actual: 'A' } as const
  const weak = { verdict: 'warning', actual: 'B' } as const
  expect(bothFindings(pass, weak)).toEqual({ verdict: 'warning', actual: 'A. B' })
  expect(bothFindings({ verdict: 'fail', actual: 'C' }, weak).verdict).toBe('fail')
})

test('the report says expected, actual and specification, and server text cannot become markup', () => {
  const report = {
    profileName: 'Staging | [x](http://evil)',
    issuer: 'https://op.test',
    clientId: 'c',
    at: 0,
    results: [{ id: 'code_replay', verdict: 'fail', actual: 'Accepted <img>\n| x', exchanges: [] } as const],
  }
  const text = whatIfMarkdown(report)
  expect(text).toContain(
    '| Code replay | Refused: invalid\\_grant; the first tokens end | Accepted \\<img\\> \\| x |',
  )
  expect(text).toContain('RFC 6749 §4.1.2')
  expect(text).not.toContain('[x](')
  expect(JSON.parse(whatIfJson(report)).results).toEqual([
    expect.objectContaining({ id: 'code_replay', verdict: 'fail', specification: 'RFC 6749 §4.1.2' }),
  ])
})
