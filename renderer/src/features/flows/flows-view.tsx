import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { AppActions } from '../../app-actions.ts'
import { Split } from '../../ui/split.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { CompareRunsPane } from './compare-runs-pane.tsx'
import { chosenProfile, chosenVariant, type FlowsStore } from './flows-store.ts'
import styles from './flows-view.module.css'
import type { HistoryStore } from './history-store.ts'
import { checkPrecondition, startLabel } from './precondition.ts'
import { RunColumn, RunStrip } from './run-column.tsx'
import { RunSide } from './run-side.tsx'
import type { StartActions } from './run-start.tsx'
import { WhatIfPane } from './what-if/what-if-pane.tsx'
import type { WhatIfStore } from './what-if/what-if-store.ts'

/** Flows: what will be sent at the left, what happened at the right. */
export function FlowsView({
  store,
  whatIf,
  history,
  actions,
}: {
  readonly store: FlowsStore
  readonly whatIf: WhatIfStore
  readonly history: HistoryStore
  readonly actions: AppActions
}) {
  const state = useStore(store)
  const narrow = useMedia('(max-width: 1000px)')
  const { load } = state
  const { load: loadHistory } = useStore(history)
  useEffect(() => {
    void load()
    void loadHistory()
  }, [load, loadHistory])
  useRunShortcut(store)

  const profile = chosenProfile(state)
  const start: StartActions = {
    startLabel: startLabel(profile),
    onStart: () => void state.start(),
    onStartProvider: () => void state.startProvider(),
    onEditProfile: () => {
      if (!profile) return
      const precondition = checkPrecondition(profile, state.provider)
      const field = precondition.kind === 'input_missing' ? precondition.field : undefined
      actions.editProfile(profile.id, field, chosenVariant(state))
    },
  }
  const right =
    state.side === 'what_if' ? (
      <WhatIfPane
        store={whatIf}
        profile={profile}
        variant={chosenVariant(state)}
        actions={actions}
        onClose={() => state.showSide('run')}
      />
    ) : state.side === 'compare' ? (
      <CompareRunsPane history={history} onClose={() => state.showSide('run')} />
    ) : (
      <RunSide state={state} actions={actions} start={start} />
    )
  if (narrow) {
    return (
      <div className={styles.stacked}>
        <RunStrip state={state} history={history} start={start} actions={actions} />
        {right}
      </div>
    )
  }
  return (
    <Split
      id="flows"
      label="Width of the profile summary"
      firstSize={336}
      firstMin={270}
      secondMin={480}
      first={<RunColumn state={state} history={history} start={start} actions={actions} />}
      second={right}
    />
  )
}

/** Ctrl or Cmd with Enter starts a run from anywhere in this view. */
function useRunShortcut(store: FlowsStore) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return
      // The command palette is in front.
      if (document.querySelector('dialog[open]')) return
      event.preventDefault()
      void store.getState().start()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [store])
}
