import { placePath } from '../shared/lint/find-span.ts'
import type { Finding, LintReport } from '../shared/lint/lint-token.ts'
import { toJsonReport, toJsonReports } from '../shared/lint/report/json-report.ts'
import { toJunitReport, toJunitReports } from '../shared/lint/report/junit-report.ts'
import { summariseFindings } from '../shared/lint/report/report-summary.ts'
import { toSarifReport, toSarifReports } from '../shared/lint/report/sarif-report.ts'
import type { Severity } from '../shared/lint/rule.ts'
import type { LintedText } from './lint-scan.ts'
import { terminalJson, terminalText, terminalXml } from './terminal-text.ts'

export const lintFormats = ['text', 'json', 'sarif', 'junit'] as const
export type LintFormat = (typeof lintFormats)[number]

/** The report in one of its forms, with a line break at its end. Holds neither the token nor its signature. */
export function formatLint(
  report: LintReport,
  format: LintFormat,
  options: { readonly title: string; readonly failOn: Severity; readonly version: string },
): string {
  switch (format) {
    case 'json':
      return `${terminalJson(toJsonReport(report))}\n`
    case 'sarif':
      return `${terminalJson(toSarifReport(report, options.version))}\n`
    case 'junit':
      return terminalXml(toJunitReport(report, options.failOn))
    case 'text':
      return toText(report, options.title)
  }
}

/** The reports on all tokens of a text as one. Holds neither tokens nor signatures. */
export function formatLintScan(
  { judged, unseen }: LintedText,
  format: LintFormat,
  options: { readonly uri: string; readonly failOn: Severity; readonly version: string },
): string {
  switch (format) {
    case 'json':
      return `${terminalJson(toJsonReports(judged, unseen))}\n`
    case 'sarif':
      return `${terminalJson(toSarifReports(judged, options.uri, options.version))}\n`
    case 'junit':
      return terminalXml(toJunitReports(judged, options.failOn))
    case 'text':
      return judged.map(({ name, title, report }) => toText(report, `${name}: ${title}`)).join('\n')
  }
}

/** How many were judged, in one line for standard error. */
export function scanSummary({ judged, unseen, unreadable }: LintedText): string {
  const words = [
    `${judged.length} ${judged.length === 1 ? 'token' : 'tokens'} judged`,
    unreadable > 0 ? `${unreadable} opaque or only named` : '',
    unseen > 0 ? `${unseen} more NOT judged: cut the text into pieces` : '',
  ]
  return `${words.filter((word) => word).join(', ')}. Nothing was verified.\n`
}

const marks: Readonly<Record<Severity, string>> = {
  error: '✗ error  ',
  warning: '! warning',
  info: 'i info   ',
}

function toText(report: LintReport, title: string): string {
  const lines = [terminalText(title), summariseFindings(report)]
  for (const finding of report.findings) lines.push('', ...findingLines(finding))
  if (report.suppressed.length > 0) {
    lines.push('', `Switched off (${report.suppressed.length})`)
    for (const { finding, reason } of report.suppressed)
      lines.push(`  ${finding.rule}  ${terminalText(finding.sentence)} Reason: ${terminalText(reason)}`)
  }
  if (report.notRun.length > 0) {
    lines.push('', `Not run (${report.notRun.length}), for want of`)
    const needs = [...new Set(report.notRun.map(({ needs }) => needs))]
    for (const need of needs) {
      const rules = report.notRun.filter(({ needs }) => needs === need).map(({ rule }) => rule)
      lines.push(`  ${need}: ${rules.join(', ')}`)
    }
  }
  if (report.unread === null)
    lines.push('', 'Nothing was verified: a token without findings is not thereby good.')
  return `${lines.join('\n')}\n`
}

function findingLines(finding: Finding): readonly string[] {
  const { rule, severity, title, sentence, where, why, advice, spec, downgraded } = finding
  return [
    `${marks[severity]}  ${rule}  ${title}  (${terminalText(placePath(where))})`,
    `  ${terminalText(sentence)}`,
    `  Why: ${why}`,
    `  What to do: ${advice}`,
    ...(downgraded === undefined ? [] : [`  Weighs less here: ${downgraded}`]),
    `  ${spec}`,
  ]
}
