import { findRule } from '../catalogue.ts'
import { placePath } from '../find-span.ts'
import type { Finding, LintReport } from '../lint-token.ts'
import type { Severity } from '../rule.ts'
import type { JudgedToken } from './judged-token.ts'

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

type Suite = {
  readonly xml: string
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
}

/**
 * The report as JUnit XML, one test case for each rule that speaks of this token: failed with findings at `failOn` or
 * above, skipped where it was not run or is switched off. A finding below is written out, and does not fail.
 */
export function toJunitReport(report: LintReport, failOn: Severity = 'info'): string {
  return toXml([toSuite(report, failOn, 'Claimscope lint')])
}

/** The same with a test suite for each token. */
export function toJunitReports(judged: readonly JudgedToken[], failOn: Severity = 'info'): string {
  return toXml(judged.map(({ name, title, report }) => toSuite(report, failOn, `${name}: ${title}`)))
}

function toXml(suites: readonly Suite[]): string {
  const sum = (name: 'tests' | 'failures' | 'errors' | 'skipped') =>
    suites.reduce((total, suite) => total + suite[name], 0)
  const counts = `tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}" skipped="${sum('skipped')}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n${suites.map(({ xml }) => xml).join('')}</testsuites>\n`
}

function toSuite(report: LintReport, failOn: Severity, name: string): Suite {
  const found = new Map<string, readonly Finding[]>()
  for (const finding of report.findings)
    found.set(finding.rule, [...(found.get(finding.rule) ?? []), finding])
  const off = new Map(report.suppressed.map(({ finding, reason }) => [finding.rule, reason]))
  const cases = [
    ...[...found].map(([rule, findings]) => foundCase(rule, findings, failOn)),
    ...[...off].map(([rule, reason]) =>
      testCase(rule, `<skipped message="${escapeXml(`switched off: ${reason}`)}"/>`),
    ),
    ...report.notRun.map(({ rule, needs, reason }) =>
      testCase(rule, `<skipped message="${escapeXml(`needs ${needs}: ${reason}`)}"/>`),
    ),
    ...report.passed.map((rule) => testCase(rule, '')),
    ...(report.unread === null
      ? []
      : [
          `    <testcase classname="token" name="readable"><error message="${escapeXml(report.unread)}"/></testcase>`,
        ]),
  ]
  const failures = [...found.values()].filter((findings) => failing(findings, failOn).length > 0).length
  const errors = report.unread === null ? 0 : 1
  const skipped = off.size + report.notRun.length
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`
  const xml = `  <testsuite name="${escapeXml(name)}" ${counts}>\n${cases.join('\n')}\n  </testsuite>\n`
  return { xml, tests: cases.length, failures, errors, skipped }
}

function failing(findings: readonly Finding[], failOn: Severity): readonly Finding[] {
  return findings.filter(({ severity }) => weight[severity] <= weight[failOn])
}

function foundCase(rule: string, findings: readonly Finding[], failOn: Severity): string {
  const bad = failing(findings, failOn)
  const text = (list: readonly Finding[]) =>
    escapeXml(
      list
        .map(({ severity, sentence, where }) => `${severity}: ${sentence} (${placePath(where)})`)
        .join('\n'),
    )
  const [first] = bad
  if (!first) return testCase(rule, `<system-out>${text(findings)}</system-out>`)
  return testCase(
    rule,
    `<failure type="${first.severity}" message="${escapeXml(first.sentence)}">${text(findings)}\n${escapeXml(first.advice)}</failure>`,
  )
}

function testCase(rule: string, content: string): string {
  const { family = 'token', title = '' } = findRule(rule) ?? {}
  const name = escapeXml(`${rule} ${title}`)
  const head = `    <testcase classname="${family}" name="${name}"`
  return content === '' ? `${head}/>` : `${head}>${content}</testcase>`
}

/** Characters that XML 1.0 cannot hold at all, in no spelling, become the replacement character (XML 1.0 §2.2). */
const notXml =
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Text for XML content and attributes. */
export function escapeXml(text: string): string {
  return text
    .replace(notXml, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
}
