import { expect, test } from 'vitest'
import type { Check, CheckStatus } from '../../../shared/verdict/check.ts'
import { checksAsText, groupChecks, orderChecks, shortlistChecks } from './order-checks.ts'

function check(id: string, status: CheckStatus): Check {
  return { id, status, spec: 'RFC 7519' }
}
const checks = [
  check('answer', 'pass'),
  check('pkce', 'not_checked'),
  check('nonce', 'pass'),
  check('at_hash', 'fail'),
  check('signature', 'pass'),
  check('state', 'fail'),
]

test('what failed comes first, then what was not checked; the order within stays', () => {
  expect(orderChecks(checks).map(({ id }) => id)).toEqual([
    'at_hash',
    'state',
    'pkce',
    'answer',
    'nonce',
    'signature',
  ])
})

test('of the passed ones the short list names what proves most', () => {
  expect(shortlistChecks(checks).map(({ id }) => id)).toEqual([
    'at_hash',
    'state',
    'pkce',
    'signature',
    'nonce',
    'answer',
  ])
})

test('as text it is one line a check, whatever the values hold', () => {
  const text = checksAsText([
    { ...check('state', 'fail'), expected: 'a', found: 'x\ty\nz' },
    check('nonce', 'pass'),
  ])
  expect(text.split('\n').map((line) => line.split('\t').length)).toEqual([6, 6, 6])
  expect(text).toContain('fail\tstate\ta\tx y z\t\tRFC 7519')
})

test('the checks of a follow-up stand apart from those of the sign-in', () => {
  const mixed = [...checks, check('refresh_signature', 'pass'), check('userinfo_sub', 'pass')]
  expect(groupChecks(mixed).map(({ title, checks: { length } }) => [title, length])).toEqual([
    ['Sign-in', 6],
    ['Refresh', 1],
    ['Userinfo', 1],
  ])
  expect(groupChecks(checks)).toEqual([{ title: 'Sign-in', checks }])
})
