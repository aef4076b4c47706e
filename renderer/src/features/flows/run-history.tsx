import type { Run } from '../../../../shared/oauth/run.ts'
import { summariseRun } from '../../../../shared/oauth/summarise-run.ts'
import { describeInstant } from '../../../../shared/time/instant.ts'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './run-history.module.css'
import { shortOutcome } from './short-outcome.ts'

const icons = { pass: 'pass', fail: 'fail', none: 'not_checked', info: 'info' } as const

/** The runs of this session, the newest first. */
export function RunHistory({
  runs,
  runId,
  onSelect,
}: {
  readonly runs: readonly Run[]
  readonly runId: string | null
  readonly onSelect: (runId: string) => void
}) {
  if (runs.length === 0) return null
  return (
    <section className={styles.history} aria-label="Runs since the app started">
      <h2>Runs since the app started</h2>
      <ul>
        {runs.map((run) => {
          const { title, tone } = summariseRun(run)
          return (
            <li key={run.id}>
              <button
                type="button"
                className={styles.run}
                aria-current={run.id === runId}
                title={`${run.profileName}: ${title}`}
                onClick={() => onSelect(run.id)}
              >
                <StatusIcon status={icons[tone]} label={null} size={14} />
                <span className={styles.name}>
                  <VisibleText text={run.profileName} />
                  <span className={styles.title}>{shortOutcome(run)}</span>
                </span>
                <span className={styles.time}>{clockText(run.startedAt)}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** `15:30:00` of the machine's own clock. */
function clockText(ms: number): string {
  const words = describeInstant(Math.floor(ms / 1000), Math.floor(ms / 1000))
  return words?.local.split(' ').at(-2) ?? ''
}
