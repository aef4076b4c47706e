import type { Run, RunPhase } from './run.ts'

export type RunSummary = {
  /** One line, for example `Signed in, 17 of 17 checks passed`. */
  readonly title: string
  /** `pass` only where nothing failed; `info` where the answer stands but something is worth a look. */
  readonly tone: 'pass' | 'fail' | 'none' | 'info'
  readonly passed: number
  readonly failed: number
  readonly notChecked: number
}

/** What became of a run, in one line. Checks that were not made are never counted as passed. */
export function summariseRun(run: Run): RunSummary {
  const count = (status: string): number => run.checks.filter((check) => check.status === status).length
  const counts = { passed: count('pass'), failed: count('fail'), notChecked: count('not_checked') }
  switch (run.phase.kind) {
    case 'preparing':
      return { title: 'Preparing', tone: 'none', ...counts }
    case 'waiting':
      return {
        title: waitingTitle(run.phase),
        tone: 'info',
        ...counts,
      }
    case 'exchanging':
      return { title: 'Exchanging the code for tokens', tone: 'info', ...counts }
    case 'done': {
      const made = counts.passed + counts.failed
      const verb = run.tokens.some((token) => token.kind === 'id_token') ? 'Signed in' : 'Authorized'
      const left = counts.notChecked === 0 ? '' : `, ${counts.notChecked} not checked`
      return {
        title: `${verb}, ${counts.passed} of ${made} checks passed${left}`,
        tone: counts.failed === 0 ? 'pass' : 'info',
        ...counts,
      }
    }
    case 'refused': {
      const made = counts.passed + counts.failed
      const failures = counts.failed === 0 ? '' : `, ${counts.failed} of ${made} checks failed`
      return { title: `Answer refused${failures}`, tone: 'fail', ...counts }
    }
    case 'failed':
      return { title: 'The run failed', tone: 'fail', ...counts }
    case 'cancelled':
      return { title: 'Cancelled', tone: 'none', ...counts }
  }
}

function waitingTitle({ device, backchannel }: Extract<RunPhase, { kind: 'waiting' }>): string {
  if (backchannel) return 'Waiting for the person to decide'
  return device ? 'Waiting for the code to be entered' : 'Waiting for your browser'
}
