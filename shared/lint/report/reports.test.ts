import { describe, expect, it } from 'vitest'
import { readToken } from '../../token/read-token.ts'
import { lintRules } from '../catalogue.ts'
import { lintToken } from '../lint-token.ts'
import { bytes, jws, plain, rs256 } from '../test-cases/test-token.ts'
import { toJsonReport } from './json-report.ts'
import { escapeXml, toJunitReport } from './junit-report.ts'
import { summariseFindings } from './report-summary.ts'
import { toSarifReport } from './sarif-report.ts'

const signature = bytes(256, 201)
const token = jws(
  { ...rs256, jku: 'https://evil.test/<&">' },
  { ...plain, aud: undefined, picture: "'><script>\0" },
  signature,
)
const report = lintToken(readToken(token), {}, [{ rule: 'JWT-C09', reason: 'only <one> & "here"' }])

type Json = Readonly<Record<string, unknown>>
type Sarif = {
  readonly version: string
  readonly $schema: string
  readonly runs: readonly {
    readonly tool: { readonly driver: Json & { readonly rules: readonly (Json & { readonly id: string })[] } }
    readonly artifacts: readonly Json[]
    readonly results: readonly (Json & {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly suppressions?: readonly Json[]
    })[]
  }[]
}

describe('SARIF', () => {
  const log = JSON.parse(toSarifReport(report, '1.2.3')) as Sarif
  const run = log.runs[0]
  it('has what SARIF 2.1.0 requires (§3.13, §3.14, §3.19, §3.27, §3.49)', () => {
    expect(log.version).toBe('2.1.0')
    expect(log.$schema).toContain('sarif-2.1.0')
    expect(log.runs).toHaveLength(1)
    expect(run?.tool.driver).toMatchObject({ name: 'Claimscope', semanticVersion: '1.2.3' })
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(lintRules.map(({ id }) => id))
    for (const rule of run?.tool.driver.rules ?? []) {
      expect(rule).toMatchObject({
        shortDescription: { text: expect.any(String) },
        help: { text: expect.any(String) },
        helpUri: expect.stringMatching(/^https:\/\//),
        defaultConfiguration: { level: expect.stringMatching(/^(?:error|warning|note)$/) },
      })
      expect(rule.name).toMatch(/^[A-Z][A-Za-z0-9]+$/)
    }
  })
  it('ties each result to its rule and its place', () => {
    expect(run?.results.length).toBe(report.findings.length + report.suppressed.length)
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId)
      expect(result).toMatchObject({
        level: expect.stringMatching(/^(?:error|warning|note|none)$/),
        message: { text: expect.any(String) },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: 'token', index: 0 } },
            logicalLocations: [{ fullyQualifiedName: expect.any(String) }],
          },
        ],
        partialFingerprints: { 'claimscopeRulePlace/v1': expect.stringContaining(result.ruleId) },
      })
    }
    const off = run?.results.find(({ ruleId }) => ruleId === 'JWT-C09')
    expect(off?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'only <one> & "here"' },
    ])
  })
})

describe('JUnit', () => {
  const xml = toJunitReport(report)
  it('has one case a rule, and its counts are right', () => {
    const rules = new Set(report.findings.map(({ rule }) => rule))
    const total = rules.size + 1 + report.notRun.length + report.passed.length
    expect(xml.match(/<testcase /g)).toHaveLength(total)
    expect(xml.match(/<failure /g)).toHaveLength(rules.size)
    expect(xml).toContain(
      `<testsuite name="Claimscope lint" tests="${total}" failures="${rules.size}" errors="0" skipped="${report.notRun.length + 1}">`,
    )
  })
  it('fails only from the level that is asked for', () => {
    const errors = new Set(
      report.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule),
    )
    expect(toJunitReport(report, 'error').match(/<failure /g)).toHaveLength(errors.size)
  })
  it('is well-formed, whatever the token holds', () => {
    expect(xml).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f]/)
    expect(xml).not.toContain('<script>')
    expect(xml).toContain('only &lt;one&gt; &amp; &quot;here&quot;')
    expect(xml.replaceAll(/&(?:amp|lt|gt|quot|apos);/g, '')).not.toContain('&')
    expect(escapeXml('a\0\ud800b<')).toBe('a\ufffd\ufffdb&lt;')
  })
  it('says of what cannot be read that it cannot', () => {
    expect(toJunitReport(lintToken(readToken('nothing')))).toContain('errors="1"')
  })
})

it.each([
  ['JSON', toJsonReport(report)],
  ['SARIF', toSarifReport(report, '1')],
  ['JUnit', toJunitReport(report)],
])('%s holds nothing of the signature, nor the token', (_name, text) => {
  expect(text).not.toContain(signature.slice(0, 12))
  for (const part of token.split('.')) expect(text).not.toContain(part)
})

it('sums up in words', () => {
  expect(summariseFindings(lintToken(readToken(jws(rs256, plain))))).toBe('Nothing found')
  expect(summariseFindings(lintToken(readToken(jws(rs256, { ...plain, aud: undefined }))))).toBe('1 warning')
  expect(JSON.parse(toJsonReport(report))).toMatchObject({ summary: { error: expect.any(Number) } })
})
