import type { Run, Step } from '../../../../shared/oauth/run.ts'
import { durationText } from './step-text.ts'

/** Whether the run still works or waits. */
export function isUnderWay(run: Run): boolean {
  const { kind } = run.phase
  return kind === 'preparing' || kind === 'waiting' || kind === 'exchanging'
}

/** Whether what the run holds was refused or never accepted: its tokens are for looking at only. */
export function isUntrusted(run: Run): boolean {
  return run.phase.kind !== 'done'
}

/** What happens now, in one sentence that changes only when the phase does; for live regions. */
export function progressText(run: Run): string {
  switch (run.phase.kind) {
    case 'preparing':
      return 'Preparing the request'
    case 'waiting':
      return 'Waiting for you to sign in in the browser'
    case 'exchanging':
      return 'The answer is here; exchanging the code and checking'
    case 'done':
      return run.busy === null ? 'The run is over' : busyText[run.busy]
    case 'refused':
      return `The answer was refused: ${run.phase.problem.message}`
    case 'failed':
      return `The run failed: ${run.phase.problem.message}`
    case 'cancelled':
      return 'The run was cancelled'
  }
}

const busyText = {
  refresh: 'Refreshing the tokens',
  userinfo: 'Asking for userinfo',
  revoke: 'Revoking the token',
} as const

/** How long the run took and how much of it was the person's, for example `1.84 s, of which 1.31 s in the browser`. */
export function timingText(run: Run): string | null {
  if (run.endedAt === null) return null
  const whole = durationText(run.endedAt - run.startedAt)
  const browser = run.steps
    .filter((step) => step.id === 'sign_in')
    .reduce((sum, step) => sum + (step.durationMs ?? 0), 0)
  return browser > 0 ? `${whole}, of which ${durationText(browser)} in the browser` : whole
}

/**
 * The step whose details are shown: the chosen one; otherwise the one under way; otherwise the one that failed;
 * otherwise the exchange of the code; otherwise the last.
 */
export function shownStep(run: Run, stepKey: string | null): Step | null {
  const { steps } = run
  return (
    steps.find((step) => step.key === stepKey) ??
    steps.findLast((step) => step.status === 'active') ??
    steps.findLast((step) => step.status === 'failed') ??
    (run.phase.kind === 'done' ? steps.findLast((step) => step.id === 'token') : undefined) ??
    steps.at(-1) ??
    null
  )
}
