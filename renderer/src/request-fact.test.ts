import { expect, it } from 'vitest'
import type { Run, Step } from '../../shared/oauth/run.ts'
import { requestFact } from './request-fact.ts'

const exchange = {
  request: { method: 'GET', url: 'https://a.test', headers: [], body: null },
  response: null,
  durationMs: 1,
}
const step = (from: Step['from'], to: Step['to'], count: number): Step => ({
  key: `${from}${to}`,
  id: 'discovery',
  from,
  to,
  status: 'done',
  startedAt: 0,
  durationMs: 1,
  note: '',
  exchanges: Array.from({ length: count }, () => exchange),
  facts: [],
})
const run = {
  steps: [
    step('claimscope', 'provider', 2),
    step('browser', 'provider', 1),
    step('claimscope', 'provider', 1),
  ],
} as unknown as Run

it('speaks of what the view in front sent, and of nothing else', () => {
  expect(requestFact('inspect', 0, run)?.short).toBe('0 requests since paste')
  expect(requestFact('inspect', 1, null)?.short).toBe('1 request since paste')
  expect(requestFact('flows', 5, run)?.short).toBe('3 requests in this run')
  expect(requestFact('flows', 5, null)).toBeNull()
  expect(requestFact('profiles', 5, run)).toBeNull()
  expect(requestFact('settings', 5, run)).toBeNull()
})
