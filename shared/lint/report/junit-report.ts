import { findRule } from '../catalogue.ts'
import { placePath } from '../find-span.ts'
import type { Finding, LintReport } from '../lint-token.ts'
import type { Severity } from '../rule.ts'

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/**
 * The report as JUnit XML, one test case for each rule that speaks of this token: failed with findings at `failOn` or
 * above, skipped where it was not run or is switched off. A finding below is written out, and does not fail.
 */
export function toJunitReport(report: LintReport, failOn: Severity = 'info'): string {
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
  const counts = `tests="${cases.length}" failures="${failures}" errors="${report.unread === null ? 0 : 1}" skipped="${off.size + report.notRun.length}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n  <testsuite name="Claimscope lint" ${counts}>\n${cases.join('\n')}\n  </testsuite>\n</testsuites>\n`
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
