import { useStore } from 'zustand'
import { findSpan } from '../../../../../shared/lint/find-span.ts'
import { hmacBits } from '../../../../../shared/lint/known-algorithms.ts'
import { countFindings, type Finding, type LintReport } from '../../../../../shared/lint/lint-token.ts'
import type { Severity } from '../../../../../shared/lint/rule.ts'
import type { Span, TokenReading } from '../../../../../shared/token/reading.ts'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { ExportMenu } from './export-menu.tsx'
import { FindingRow, severityIcon } from './finding-row.tsx'
import styles from './findings.module.css'
import type { FindingsStore } from './findings-store.ts'
import { keyedFindings } from './keyed-findings.ts'
import { NotRun, SwitchedOff } from './not-run.tsx'
import { WeakSecret } from './weak-secret.tsx'

const severities: readonly Severity[] = ['error', 'warning', 'info']
const plurals: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
}

/** What the rules found in the token, most severe first; what they could not look at; what is switched off. */
export function FindingsTab({
  report,
  reading,
  store,
  onMark,
  onSaid,
}: {
  readonly report: LintReport
  readonly reading: TokenReading
  readonly store: FindingsStore
  /** Marks a stretch of the input; null where the token does not stand there as it is. */
  readonly onMark: ((span: Span) => void) | null
  readonly onSaid: (message: string) => void
}) {
  const state = useStore(store)
  if (report.unread !== null) return <p className={styles.empty}>{report.unread}</p>
  const counts = countFindings(report.findings)
  const { findings } = report
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <p className={styles.counts}>
          {findings.length === 0
            ? `Nothing found by ${report.passed.length} rules. That alone does not make it a good token.`
            : severities
                .filter((severity) => counts[severity] > 0)
                .map((severity) => (
                  <span key={severity} className={styles.count}>
                    <StatusIcon status={severityIcon[severity]} label={null} size={14} />
                    {counts[severity]} {plurals[severity][counts[severity] === 1 ? 0 : 1]}
                  </span>
                ))}
        </p>
        <ExportMenu report={report} appVersion={state.appVersion} onSaid={onSaid} />
      </div>
      {isHmac(reading) && <WeakSecret token={reading.token} state={state} />}
      {severities.map((severity) => (
        <Group
          key={severity}
          severity={severity}
          findings={findings.filter((finding) => finding.severity === severity)}
          reading={reading}
          onMark={onMark}
          onSwitchOff={state.switchOff}
        />
      ))}
      <SwitchedOff findings={report.suppressed} onSwitchOn={state.switchOn} />
      <NotRun rules={report.notRun} />
    </div>
  )
}

function Group({
  severity,
  findings,
  reading,
  onMark,
  onSwitchOff,
}: {
  readonly severity: Severity
  readonly findings: readonly Finding[]
  readonly reading: TokenReading
  readonly onMark: ((span: Span) => void) | null
  readonly onSwitchOff: (rule: string, reason: string) => void
}) {
  if (findings.length === 0) return null
  const heading = plurals[severity][1]
  return (
    <ul className={styles.list} aria-label={heading.charAt(0).toUpperCase() + heading.slice(1)}>
      {keyedFindings(findings, (finding) => finding).map(({ key, item: finding }) => {
        const span = onMark ? findSpan(finding.where, reading) : null
        return (
          <FindingRow
            key={key}
            finding={finding}
            onMark={onMark && span ? () => onMark(span) : null}
            onSwitchOff={(reason) => onSwitchOff(finding.rule, reason)}
          />
        )
      })}
    </ul>
  )
}

function isHmac(reading: TokenReading): boolean {
  if (reading.format !== 'jws') return false
  const header = reading.segments.find(({ name }) => name === 'header')
  const alg = header?.members?.findLast(({ name }) => name === 'alg')?.value
  return typeof alg === 'string' && hmacBits(alg) !== null
}
