import type { Session, SessionEvent } from '../../../../shared/session/session.ts'
import { describeInstant } from '../../../../shared/time/instant.ts'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { eventText } from './session-words.ts'
import styles from './sessions-view.module.css'

const icons: Readonly<Record<SessionEvent['kind'], 'info' | 'fail' | 'not_checked'>> = {
  signed_in: 'info',
  refreshed: 'info',
  refused: 'fail',
  revoked: 'not_checked',
  restored: 'not_checked',
}

/** What happened to the session, the newest first. */
export function SessionHistory({ session }: { readonly session: Session }) {
  return (
    <section className={styles.block}>
      <h3>History</h3>
      <ol className={styles.history}>
        {session.events.map((event, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place; two may come in one millisecond
          <li key={at}>
            <StatusIcon status={icons[event.kind]} label={null} size={13} />
            <span className={styles.event}>
              <VisibleText text={eventText(event)} />
            </span>
            <time>{timeText(event.at)}</time>
          </li>
        ))}
      </ol>
    </section>
  )
}

function timeText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return describeInstant(seconds, seconds)?.local ?? ''
}
