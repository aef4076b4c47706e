import { placePath } from '../find-span.ts'
import { countFindings, type Finding, type LintReport } from '../lint-token.ts'
import type { JudgedToken } from './judged-token.ts'

/** One finding as data for programs: a path instead of a place, nothing of the token but what the sentence names. */
export function findingData(finding: Finding): Readonly<Record<string, unknown>> {
  const { rule, severity, title, sentence, where, why, advice, spec, downgraded } = finding
  return {
    rule,
    severity,
    title,
    message: sentence,
    path: placePath(where),
    why,
    advice,
    spec,
    ...(downgraded === undefined ? {} : { downgraded }),
  }
}

/** The report as JSON text. Holds no token and no signature. */
export function toJsonReport(report: LintReport, indent = 2): string {
  return JSON.stringify(reportData(report), null, indent)
}

/** The same of several tokens; `unseen` of the text were not judged. */
export function toJsonReports(judged: readonly JudgedToken[], unseen = 0, indent = 2): string {
  const summary = countFindings(judged.flatMap(({ report }) => report.findings))
  const tokens = judged.map(({ report, ...place }) => ({ ...place, ...reportData(report) }))
  return JSON.stringify({ summary, tokens, not_judged: unseen }, null, indent)
}

function reportData(report: LintReport): Readonly<Record<string, unknown>> {
  return {
    summary: countFindings(report.findings),
    findings: report.findings.map(findingData),
    suppressed: report.suppressed.map(({ finding, reason }) => ({ ...findingData(finding), reason })),
    not_run: report.notRun,
    passed: report.passed,
    ...(report.unread === null ? {} : { unread: report.unread }),
  }
}
