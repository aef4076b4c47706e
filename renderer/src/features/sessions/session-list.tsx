import { RefreshCw, Save } from 'lucide-react'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { standingOf, variantText } from './session-words.ts'
import { foundSessions, type SessionsState } from './sessions-store.ts'
import styles from './sessions-view.module.css'

/** All sessions, the newest first, each with what is left of it. */
export function SessionList({
  state,
  openId,
  nowSeconds,
}: {
  readonly state: SessionsState
  readonly openId: string
  readonly nowSeconds: number
}) {
  const sessions = state.sessions ?? []
  const found = foundSessions(sessions, state.query)
  return (
    <Pane label="Sessions">
      <PaneBar title="Sessions" level={1} />
      {sessions.length > 5 && (
        <div className={styles.tools}>
          <TextInput
            type="search"
            aria-label="Search sessions"
            placeholder="Profile, environment, user, scope"
            value={state.query}
            onChange={(event) => state.search(event.target.value)}
          />
        </div>
      )}
      <PaneScroll>
        <ul className={styles.list}>
          {found.map((session) => {
            const standing = standingOf(session, nowSeconds)
            const variant = variantText(session)
            return (
              <li key={session.id}>
                <button
                  type="button"
                  className={styles.session}
                  aria-current={session.id === openId}
                  onClick={() => state.open(session.id)}
                >
                  <span className={styles.name}>
                    <span className={styles.text}>
                      <VisibleText text={session.profileName} />
                    </span>
                    {session.autoRefresh && <RefreshCw size={12} aria-label="refreshed by itself" />}
                    {session.isKept && <Save size={12} aria-label="kept" />}
                  </span>
                  {variant !== '' && (
                    <span className={styles.variant}>
                      <VisibleText text={variant} />
                    </span>
                  )}
                  <span className={styles.standing}>
                    <StatusIcon status={standing.status} label={null} size={12} />
                    {standing.text}
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
        {found.length === 0 && <p className={styles.nothing}>No session holds “{state.query.trim()}”.</p>}
      </PaneScroll>
    </Pane>
  )
}
