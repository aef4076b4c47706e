import { describe, expect, it } from 'vitest'
import { judgeAnswer } from './judge-answer.ts'
import type { NegativeToken } from './negative-token.ts'
import { type ResultRow, toCsvTable, toJsonTable, toMarkdownTable } from './result-table.ts'
import { type SendAnswer, sendRequest } from './send-request.ts'

const answer = (status: number | null, error: string | null = null): SendAnswer => ({
  id: 'x',
  status,
  error,
  problem: status === null ? 'refused' : null,
  durationMs: 1,
})

describe('judgeAnswer', () => {
  it.each([
    ['refuse', 401, 'pass'],
    ['refuse', 200, 'fail'],
    ['refuse', 204, 'fail'],
    ['refuse', 403, 'warning'],
    ['refuse', 400, 'warning'],
    ['refuse', 500, 'fail'],
    ['refuse', 302, 'not_checked'],
    ['refuse', null, 'not_checked'],
    ['should_refuse', 200, 'warning'],
    ['should_refuse', 401, 'pass'],
    ['no_crash', 200, 'pass'],
    ['no_crash', 431, 'pass'],
    ['no_crash', 500, 'fail'],
    ['no_crash', 503, 'not_checked'],
    ['refuse', 503, 'not_checked'],
    ['refuse', 429, 'not_checked'],
    ['should_refuse', 429, 'not_checked'],
    ['no_crash', 429, 'not_checked'],
    ['accept', 429, 'not_checked'],
    ['accept', 302, 'not_checked'],
    ['accept', 200, 'pass'],
    ['accept', 401, 'not_checked'],
  ] as const)('%s, %s: %s', (expectation, status, verdict) => {
    expect(judgeAnswer(expectation, answer(status), true).verdict).toBe(verdict)
  })
  it('takes a refusal for nothing where the good token was refused too, and an acceptance for what it is', () => {
    expect(judgeAnswer('refuse', answer(401), false).verdict).toBe('not_checked')
    expect(judgeAnswer('no_crash', answer(400), false).verdict).toBe('not_checked')
    expect(judgeAnswer('refuse', answer(200), false).verdict).toBe('fail')
    expect(judgeAnswer('refuse', answer(500), false).verdict).toBe('not_checked')
  })
  it('minds another error than invalid_token', () => {
    expect(judgeAnswer('refuse', answer(401, 'invalid_token'), true).verdict).toBe('pass')
    expect(judgeAnswer('refuse', answer(401, 'insufficient_scope'), true).verdict).toBe('warning')
  })
})

describe('result tables', () => {
  const token: NegativeToken = {
    id: 'expired',
    label: '=cmd|"x"',
    change: 'a | b',
    expectation: 'refuse',
    spec: 'RFC 7519 §4.1.4',
    token: 'aaa.bbb.SIGNATURE',
  }
  const rows: readonly ResultRow[] = [
    { token, answer: answer(401), judgement: { verdict: 'pass', words: 'Refused' } },
    { token, answer: null, judgement: null },
  ]
  it('cuts the signature off everywhere', () => {
    for (const text of [toJsonTable(rows), toCsvTable(rows), toMarkdownTable(rows)])
      expect(text).not.toContain('SIGNATURE')
  })
  it('escapes what a spreadsheet or a page would take for its own', () => {
    expect(toCsvTable(rows)).toContain('"\'=cmd|""x"""')
    expect(toMarkdownTable(rows)).toContain('a \\| b')
    expect(toMarkdownTable(rows).split('\n')[0]?.split('|')).toHaveLength(8)
    expect(JSON.parse(toJsonTable(rows))).toMatchObject([
      { verdict: 'pass', token: 'aaa.bbb.…' },
      { verdict: 'not_checked' },
    ])
  })
})

describe('sendRequest', () => {
  const good = {
    url: 'https://api.test/',
    method: 'GET',
    header: { name: 'Authorization', template: 'Bearer {token}' },
    tokens: [{ id: 'a', token: 'a.b.c' }],
    confirmed: true,
  }
  it('takes a whole request', () => expect(sendRequest.safeParse(good).success).toBe(true))
  it.each([
    ['not confirmed', { confirmed: false }],
    ['confirmation left out', { confirmed: undefined }],
    ['another method', { method: 'DELETE' }],
    ['no token in the header', { header: { name: 'Authorization', template: 'Bearer' } }],
    ['a second header', { header: { name: 'X', template: '{token}\r\nX-Other: 1' } }],
    ['the host header', { header: { name: 'Host', template: '{token}' } }],
    ['a name with a colon', { header: { name: 'X: y', template: '{token}' } }],
    ['white space in a token', { tokens: [{ id: 'a', token: 'a b' }] }],
    ['too many', { tokens: Array.from({ length: 62 }, (_, index) => ({ id: `t${index}`, token: 'a' })) }],
    ['none', { tokens: [] }],
    ['something unknown', { body: 'x' }],
  ])('refuses %s', (_name, change) => {
    expect(sendRequest.safeParse({ ...good, ...change }).success).toBe(false)
  })
})
