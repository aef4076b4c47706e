import { expect, test } from 'vitest'
import type { LintReport } from './lint-token.ts'
import { mergeReports } from './lint-token.ts'

const nothing: LintReport = { findings: [], suppressed: [], notRun: [], passed: [], unread: null }
const noSet = {
  rule: 'JWT-K11',
  title: 'The key set holds private keys',
  needs: 'jwks',
  reason: 'No set.',
} as const

test('a rule that could look at neither layer is listed once, and for each reason of its own', () => {
  const outer = { ...nothing, notRun: [noSet] }
  const inner = { ...nothing, notRun: [noSet, { ...noSet, reason: 'Another.' }] }
  expect(mergeReports(outer, inner).notRun.map(({ reason }) => reason)).toEqual(['No set.', 'Another.'])
})
