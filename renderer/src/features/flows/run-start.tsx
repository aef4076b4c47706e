import { LogIn, Play } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import type { Attempt } from './flows-store.ts'
import type { Precondition } from './precondition.ts'
import styles from './run-form.module.css'

export type StartActions = {
  /** What the button that starts a run says. */
  readonly startLabel: string
  readonly onStart: () => void
  readonly onStartProvider: () => void
  readonly onEditProfile: () => void
}

/** The primary button, with what it will do or what stands in its way. */
export function RunStart({
  precondition,
  attempt,
  underWay,
  actions,
  compact = false,
}: {
  readonly precondition: Precondition
  readonly attempt: Attempt
  /** A run of this profile is going on; another one may be started beside it. */
  readonly underWay: boolean
  readonly actions: StartActions
  readonly compact?: boolean
}) {
  const busy = attempt.kind === 'busy' ? attempt.what : null
  const ready = precondition.kind === 'ready'
  const start = (
    <Button
      variant="primary"
      size={compact ? 'normal' : 'large'}
      icon={<LogIn size={15} aria-hidden />}
      {...(compact ? {} : { keys: ['Mod', 'Enter'] })}
      aria-keyshortcuts="Control+Enter"
      disabled={!ready || busy === 'run'}
      onClick={actions.onStart}
    >
      {busy === 'run' ? 'Starting' : actions.startLabel}
    </Button>
  )
  return (
    <>
      {start}
      {!compact && (
        <>
          {ready && (
            <p className={styles.will}>
              {underWay ? 'A run of this profile is under way; this starts another one. ' : ''}
              {precondition.will}
            </p>
          )}
          <StartObstacle precondition={precondition} busy={busy} actions={actions} />
        </>
      )}
    </>
  )
}

/** What stands in the way, with the button that removes it. */
export function StartObstacle({
  precondition,
  busy,
  actions,
}: {
  readonly precondition: Precondition
  readonly busy: 'run' | 'provider' | 'action' | null
  readonly actions: StartActions
}) {
  switch (precondition.kind) {
    case 'ready':
    case 'no_profile':
      return null
    case 'provider_starting':
      return <InlineProblem tone="info" title={precondition.reason} />
    case 'provider_stopped':
    case 'provider_failed':
      return (
        <InlineProblem
          tone={precondition.kind === 'provider_failed' ? 'fail' : 'info'}
          title={precondition.reason}
          actions={
            <Button
              icon={<Play size={13} aria-hidden />}
              disabled={busy === 'provider'}
              onClick={actions.onStartProvider}
            >
              {busy === 'provider' ? 'Starting' : 'Start the built-in provider'}
            </Button>
          }
        />
      )
    default:
      return (
        <InlineProblem
          tone="warning"
          title={precondition.reason}
          actions={<Button onClick={actions.onEditProfile}>Edit profile</Button>}
        />
      )
  }
}
