import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { AppActions } from '../../app-actions.ts'
import { Pane } from '../../ui/pane.tsx'
import { Split } from '../../ui/split.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { useMedia } from '../../ui/use-media.ts'
import type { BuildStore } from './build-store.ts'
import styles from './build-view.module.css'
import { KeyPane } from './key-pane.tsx'
import type { NegativeStore } from './negative/negative-store.ts'
import { NegativeTab } from './negative/negative-tab.tsx'
import { type Mode, PartsPane } from './parts-pane.tsx'
import { ResultPane } from './result-pane.tsx'

type TabId = 'token' | 'negative'

const tabs = [
  { id: 'token', label: 'Token' },
  { id: 'negative', label: 'Negative tokens' },
] as const

/** Below this width the result stands under the editors. */
const narrow = '(max-width: 1159px)'

export function BuildView({
  store,
  negative,
  actions,
}: {
  readonly store: BuildStore
  readonly negative: NegativeStore
  readonly actions: AppActions
}) {
  const state = useStore(store)
  const [tab, setTab] = useState<TabId>('token')
  // Above the switch of layouts, which builds the panes anew.
  const [mode, setMode] = useState<Mode | null>(null)
  const stacked = useMedia(narrow)
  const { load, forgetPasted } = state
  useEffect(() => {
    void load()
  }, [load])
  useEffect(() => () => forgetPasted(), [forgetPasted])
  useBuildShortcut(store, tab === 'token')

  const parts = <PartsPane state={state} now={state.now} chosen={mode} onChoose={setMode} />
  const result = <ResultPane state={state} actions={actions} isLow={stacked} />
  return (
    <Pane label="Build">
      <h1 className="visually-hidden">Build</h1>
      <Tabs label="Build" tabs={tabs} value={tab} onValueChange={setTab} className={styles.tabs}>
        <TabPanel id="token" className={styles.panel}>
          <Split
            id="build"
            label="Width of the key and form"
            firstSize={300}
            firstMin={264}
            secondMin={480}
            first={<KeyPane state={state} actions={actions} />}
            second={
              stacked ? (
                <div className={styles.stacked}>
                  <div className={styles.parts}>{parts}</div>
                  <div className={styles.result}>{result}</div>
                </div>
              ) : (
                <Split
                  id="build-result"
                  label="Width of the header and claims"
                  firstSize="58%"
                  firstMin={340}
                  secondMin={280}
                  first={parts}
                  second={result}
                />
              )
            }
          />
        </TabPanel>
        <TabPanel id="negative" className={styles.panel}>
          <NegativeTab state={state} store={negative} actions={actions} />
        </TabPanel>
      </Tabs>
    </Pane>
  )
}

/** Ctrl or Cmd with Enter signs, from the editors too. */
function useBuildShortcut(store: BuildStore, active: boolean) {
  useEffect(() => {
    if (!active) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      if (document.querySelector('dialog[open]')) return
      event.preventDefault()
      event.stopPropagation()
      void store.getState().build()
    }
    // On the way down: the editor would take it for a new line.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [store, active])
}
