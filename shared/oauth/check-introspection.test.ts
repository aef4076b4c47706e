import { describe, expect, test } from 'vitest'
import { checkIntrospection, type IntrospectionEvidence, introspectionIsJwt } from './check-introspection.ts'
import { explainFlowCheck, flowCheckTitle } from './explain-flow-check.ts'

const now = 1_800_000_000
const evidence: IntrospectionEvidence = {
  answer: { active: true, client_id: 'c', sub: 'ada', scope: 'b a', exp: now + 300 },
  clientId: 'c',
  subject: 'ada',
  scope: 'a b',
  expiresAt: now + 300,
  revoked: false,
  now,
}
const seen = (change: Partial<IntrospectionEvidence>) =>
  checkIntrospection({ ...evidence, ...change }).map(({ id, status }) => `${id.slice(14)} ${status}`)

test('what agrees passes, whatever the order of the scope', () => {
  expect(seen({})).toEqual(['active pass', 'client_id pass', 'sub pass', 'scope pass', 'exp pass'])
})

describe('active', () => {
  test.each<[string, Partial<IntrospectionEvidence>, string]>([
    ['inactive although good', { answer: { active: false } }, 'active fail'],
    ['inactive after revocation', { answer: { active: false }, revoked: true }, 'active pass'],
    ['active after revocation', { answer: { active: true }, revoked: true }, 'active fail'],
    ['inactive after expiry', { answer: { active: false }, expiresAt: now - 31 }, 'active pass'],
    ['active after expiry', { answer: { active: true }, expiresAt: now - 31 }, 'active fail'],
    ['absent', { answer: {} }, 'active fail'],
    ['as text', { answer: { active: 'true' } }, 'active fail'],
    ['as a number', { answer: { active: 1 } }, 'active fail'],
  ])('%s', (_, change, expected) => expect(seen(change)[0]).toBe(expected))
})

test.each<[string, Record<string, unknown>, string]>([
  ['another client', { client_id: 'x' }, 'client_id fail'],
  ['another person', { sub: 'eve' }, 'sub fail'],
  ['a person as a number', { sub: 7 }, 'sub fail'],
  ['more scope', { scope: 'a b c' }, 'scope fail'],
  ['less scope', { scope: 'a' }, 'scope fail'],
  ['another expiry', { exp: now + 400 }, 'exp fail'],
])('%s', (_, members, expected) => {
  expect(seen({ answer: { active: true, ...members } })).toContain(expected)
})

test('what is absent is neither passed nor failed', () => {
  expect(seen({ answer: { active: true } })).toEqual(['active pass'])
})

test('every check has its words', () => {
  for (const check of checkIntrospection(evidence)) {
    expect(flowCheckTitle(check.id)).not.toBe(check.id)
    expect(explainFlowCheck(check).length).toBeGreaterThan(20)
  }
})

test('a JWT answer is known by its type', () => {
  expect(introspectionIsJwt('application/token-introspection+jwt; charset=utf-8')).toBe(true)
  expect(introspectionIsJwt('application/json')).toBe(false)
  expect(introspectionIsJwt(null)).toBe(false)
})
