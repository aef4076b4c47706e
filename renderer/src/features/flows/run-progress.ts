import type { Run, Step, StepId } from '../../../../shared/oauth/run.ts'
import { durationText, type StepOutcome } from './step-text.ts'

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
      if (run.phase.backchannel) return 'Waiting for the person to decide on their device'
      return run.phase.device
        ? 'Waiting for the code to be entered at the provider'
        : 'Waiting for you to sign in in the browser'
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
  introspect: 'Introspecting the token',
  logout: 'Waiting for the browser to come back',
  api: 'Calling the API',
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

const followUps: readonly StepId[] = [
  'userinfo',
  'introspect',
  'refresh',
  'revoke',
  'logout',
  'api',
  'frontchannel_logout',
  'backchannel_logout',
]

/** Turned away, which is no failure of the run. */
const strangers: readonly StepId[] = ['ignored_callback', 'ignored_notification']

/**
 * The step whose details are shown: the chosen one; otherwise the one under way; otherwise the last follow-up;
 * otherwise the one that failed; otherwise the exchange of the code; otherwise the last. A reply that was turned
 * away is no failure of the run, so it never holds the view.
 */
export function shownStep(run: Run, stepKey: string | null): Step | null {
  const { steps } = run
  const own = steps.filter((step) => !strangers.includes(step.id))
  return (
    steps.find((step) => step.key === stepKey) ??
    own.findLast((step) => step.status === 'active') ??
    own.findLast((step) => followUps.includes(step.id)) ??
    own.findLast((step) => step.status === 'failed') ??
    (run.phase.kind === 'done' ? own.findLast((step) => step.id === 'token') : undefined) ??
    own.at(-1) ??
    steps.at(-1) ??
    null
  )
}

/** How a step ended. What was under way when the run was cancelled did not fail. */
export function stepOutcome(run: Run, step: Step): StepOutcome {
  if (step.status !== 'failed' || run.phase.kind !== 'cancelled') return step.status
  const last = run.steps.findLast((each) => each.status === 'failed' && !strangers.includes(each.id))
  const stopped = step.note === 'cancelled' || step.key === last?.key
  return stopped && !strangers.includes(step.id) ? 'cancelled' : 'failed'
}
