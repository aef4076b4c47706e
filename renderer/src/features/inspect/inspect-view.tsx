import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Span } from '../../../../shared/token/reading.ts'
import type { AppActions } from '../../app-actions.ts'
import type { OnDemand } from '../../ui/on-demand.tsx'
import { Split } from '../../ui/split.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { clearInput } from './clear-input.ts'
import { InputPane } from './input-pane.tsx'
import { asOf, type InspectStore } from './inspect-state.ts'
import styles from './inspect-view.module.css'
import { type ResultProps, ResultSide } from './result-side.tsx'
import type { EditorTarget } from './token-editor.tsx'
import type { TabId } from './token-tabs.tsx'
import { FileDrop } from './tokens/file-drop.tsx'
import { useNow } from './use-now.ts'

/** Below this width the input folds to a strip above the result. */
const narrow = '(max-width: 999px)'

export function InspectView({
  store,
  result: loadedResult,
  actions,
}: {
  readonly store: InspectStore
  /** The right side, whose code is loaded when there is a token to show. */
  readonly result: OnDemand<ResultProps>
  readonly actions: AppActions
}) {
  const state = useStore(store)
  const strip = useMedia(narrow)
  const moment = asOf(state)
  const nowSeconds = useNow(state.now, moment.isNow ? null : moment.seconds)
  // Above the switch of layouts, which builds the panes anew.
  const [tab, setTab] = useState<TabId>('claims')
  const choose = useCallback(
    (next: TabId) => {
      const open = next === 'compare'
      if (store.getState().comparing.open !== open) store.getState().changeComparing({ open })
      if (!open) setTab(next)
    },
    [store],
  )
  const [marked, setMarked] = useState<EditorTarget | null>(null)
  // One and the same, so that the result need not be drawn again with each key.
  const mark = useCallback(({ start, end }: Span) => setMarked({ start, end, focus: true }), [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key !== 'Enter' ||
        !(event.ctrlKey || event.metaKey) ||
        document.querySelector('dialog[open]')
      )
        return
      event.preventDefault()
      event.stopPropagation()
      void store.getState().verify()
    }
    // On the way down: the editor would take it for a new line.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [store])
  const input = (
    <InputPane
      state={state}
      nowSeconds={nowSeconds}
      strip={strip}
      marked={marked}
      onClear={() => clearInput(store, actions)}
    />
  )
  const result = (
    <ResultSide
      result={loadedResult}
      state={state}
      tab={state.comparing.open ? 'compare' : tab}
      onTab={choose}
      actions={actions}
      onMark={mark}
    />
  )
  return (
    <FileDrop
      onFile={(file, others) => {
        if (others > 0) actions.notify(`${file.name} was opened; one file at a time is searched`)
        void state.openFile(file)
      }}
      onText={state.paste}
    >
      <div className={strip ? styles.stacked : styles.beside}>
        {strip ? (
          <>
            {input}
            <div className={styles.result}>{result}</div>
          </>
        ) : (
          <Split
            id="inspect"
            label="Width of the input"
            first={input}
            second={result}
            firstMin={300}
            secondMin={420}
          />
        )}
      </div>
    </FileDrop>
  )
}
