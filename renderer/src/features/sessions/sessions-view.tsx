import { Route, Timer } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Select } from '../../ui/select.tsx'
import { Split } from '../../ui/split.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { useNow } from '../../ui/use-now.ts'
import { SessionDetail } from './session-detail.tsx'
import { SessionList } from './session-list.tsx'
import { variantText } from './session-words.ts'
import { openSession, type SessionsStore } from './sessions-store.ts'
import styles from './sessions-view.module.css'

/** Sessions: whose tokens are here, how long they are good, and what can be done with them. */
export function SessionsView({
  store,
  actions,
}: {
  readonly store: SessionsStore
  readonly actions: AppActions
}) {
  const state = useStore(store)
  const narrow = useMedia('(max-width: 1000px)')
  const { load } = state
  useEffect(() => void load(), [load])
  const nowSeconds = Math.floor(useNow(state.now, true) / 1000)
  const session = openSession(state)
  if (session === null) return <NoSession actions={actions} />
  const detail = (
    <SessionDetail
      key={session.id}
      session={session}
      state={state}
      nowSeconds={nowSeconds}
      actions={actions}
    />
  )
  if (narrow) {
    return (
      <div className={styles.stacked}>
        <div className={styles.strip}>
          <h1 className="visually-hidden">Sessions</h1>
          <Select
            aria-label="Session"
            options={(state.sessions ?? []).map((each) => ({
              value: each.id,
              label: [plainText(each.profileName), variantText(each)].filter(Boolean).join(' · '),
            }))}
            value={session.id}
            onValueChange={state.open}
          />
        </div>
        {detail}
      </div>
    )
  }
  return (
    <Split
      id="sessions"
      label="Width of the list"
      firstSize={300}
      firstMin={220}
      secondMin={480}
      first={<SessionList state={state} openId={session.id} nowSeconds={nowSeconds} />}
      second={detail}
    />
  )
}

function NoSession({ actions }: { readonly actions: AppActions }) {
  return (
    <Pane label="Sessions">
      <div className={styles.empty}>
        <EmptyState
          level={1}
          icon={<Timer size={18} aria-hidden />}
          title="No session yet"
          actions={
            <Button
              variant="primary"
              icon={<Route size={14} aria-hidden />}
              onClick={() => actions.goTo('flows')}
            >
              Run a flow
            </Button>
          }
        >
          <p>
            The tokens of a run become a session of its profile, environment, client, user and scope. Here
            they are refreshed, copied, revoked and, if you want, kept.
          </p>
        </EmptyState>
      </div>
    </Pane>
  )
}
