import { describe, expect, it } from 'vitest'
import { readToken } from '../token/read-token.ts'
import { specUrl } from '../verdict/spec-url.ts'
import { findRule, lintRules, reservedForFlows } from './catalogue.ts'
import { lintToken } from './lint-token.ts'
import { claimCases } from './test-cases/claim-cases.ts'
import { formCases } from './test-cases/form-cases.ts'
import { keyCases } from './test-cases/key-cases.ts'
import { kindCases } from './test-cases/kind-cases.ts'
import { sdJwtCases } from './test-cases/sd-jwt-cases.ts'
import type { Case, RuleCases } from './test-cases/test-token.ts'

const cases: RuleCases = { ...formCases, ...keyCases, ...claimCases, ...kindCases, ...sdJwtCases }
const lint = ({ token, context }: Case) => lintToken(readToken(token), context)
const numbers = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(2, '0')}`)

describe('the catalogue', () => {
  it('has every rule once, each with a token that triggers it and one that does not', () => {
    const ids = lintRules.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect([...ids].sort()).toEqual(
      [
        ...numbers('JWT-S', 10),
        ...numbers('JWT-A', 15),
        ...numbers('JWT-K', 13),
        ...numbers('JWE-', 10),
        ...numbers('JWT-C', 17),
        ...numbers('JWT-T', 5),
        ...numbers('AT-', 11),
        ...numbers('ID-', 18),
        ...['LO-01', 'CA-01', 'CA-02', 'DP-01', 'DP-02', 'DP-03', 'RO-01', 'JR-01'],
        ...numbers('SD-', 5),
      ].sort(),
    )
    expect(Object.keys(cases).sort()).toEqual([...ids].sort())
    for (const { bad, good } of Object.values(cases))
      expect(Math.min(bad.length, good.length)).toBeGreaterThan(0)
    expect(reservedForFlows.filter((id) => findRule(id))).toEqual([])
  })

  it.each(lintRules.map((rule) => [rule.id, rule] as const))(
    '%s has words and a page to read',
    (_id, rule) => {
      expect(specUrl(rule.spec)).not.toBeNull()
      for (const text of [rule.why, rule.advice]) expect(text).toMatch(/^[A-Za-z0-9].*\.$/)
      expect(rule.title).not.toMatch(/[.!]$/)
      expect([rule.title, rule.why, rule.advice].join(' ')).not.toContain('!')
    },
  )
})

describe.each(Object.entries(cases))('%s', (id, { bad, good }) => {
  it.each(bad.map((each, index) => [index, each] as const))('finds it (%i)', (_index, each) => {
    const found = lint(each).findings.filter(({ rule }) => rule === id)
    expect(found.length).toBeGreaterThan(0)
    for (const { sentence } of found) expect(sentence).toMatch(/[.?]$/)
  })
  it.each(good.map((each, index) => [index, each] as const))('looks and is silent (%i)', (_index, each) => {
    expect(lint(each).passed).toContain(id)
  })
})

describe('rules that need more than the token', () => {
  const contextual = lintRules.filter(({ needs }) => !needs.includes('token'))
  it.each(contextual.map(({ id }) => id))('%s is not run without it, and does not pass', (id) => {
    const each = cases[id]?.good[0]
    const report = lintToken(readToken(each?.token ?? ''))
    expect(report.notRun.map(({ rule }) => rule)).toContain(id)
    expect(report.passed).not.toContain(id)
  })
})
