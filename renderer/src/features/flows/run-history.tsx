import { Ellipsis } from 'lucide-react'
import { useDeferredValue, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { filterRuns } from '../../../../shared/oauth/run-filter.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Menu } from '../../ui/menu.tsx'
import { useRowsInSight } from '../../ui/use-rows-in-sight.ts'
import { type FlowsState, shownRun } from './flows-store.ts'
import { type HistoryStore, historyRows } from './history-store.ts'
import styles from './run-history.module.css'
import { historyMenu } from './run-history-menu.tsx'
import { dayText, HistoryRowView } from './run-history-row.tsx'
import { HistoryTools } from './run-history-tools.tsx'

const usualHeight = 42
/** With fewer runs than this there is nothing to search. */
const worthSearching = 5

/** The runs of this session and those that were kept, the newest first; searched, opened, compared, deleted. */
export function RunHistory({
  state,
  history,
  actions,
}: {
  readonly state: FlowsState
  readonly history: HistoryStore
  readonly actions: AppActions
}) {
  const { lines, keptIn, filter, limit, problem, read, clear, restore, compare, dismissProblem } =
    useStore(history)
  const rows = useMemo(() => historyRows(state.runs, { lines, keptIn }), [state.runs, lines, keptIn])
  const wanted = useDeferredValue(filter)
  const found = useMemo(() => filterRuns(rows, wanted, dayText), [rows, wanted])
  const list = useRef<HTMLUListElement>(null)
  const sight = useRowsInSight(list, found, usualHeight)

  const runOf = async (id: string) => state.runs.find((run) => run.id === id) ?? (await read(id))
  const open = async (id: string) => {
    if (state.runs.some((run) => run.id === id)) return state.selectRun(id)
    const run = await read(id)
    if (run) state.showKept(run)
  }
  const compareWithShown = async (id: string) => {
    const shown = shownRun(state)
    const other = await runOf(id)
    if (!shown || !other) return
    compare(shown, other)
    state.showSide('compare')
  }
  const remove = async (id: string) => {
    const isKept = lines.some((line) => line.id === id)
    if (!(await clear({ which: 'one', id }))) return
    actions.notify('Run deleted', ...(isKept ? [{ run: () => void restore(id) }] : []))
  }
  if (rows.length === 0) return null
  return (
    <section className={styles.history} aria-label="Runs">
      <div className={styles.head}>
        <h2>Runs</h2>
        <span className={styles.kept}>{keptText(keptIn, limit)}</span>
        <Menu
          label="Kept runs"
          trigger={<IconButton label="Kept runs" icon={<Ellipsis size={15} aria-hidden />} />}
          items={historyMenu({ state, history, actions, count: rows.length })}
        />
      </div>
      {rows.length >= worthSearching && (
        <HistoryTools history={history} profileId={state.profileId} found={found.length} of={rows.length} />
      )}
      {problem !== null && (
        <InlineProblem
          tone="warning"
          title={problem}
          actions={
            <Button variant="ghost" onClick={dismissProblem}>
              Dismiss
            </Button>
          }
        />
      )}
      <ul ref={list} style={{ paddingTop: sight.before, paddingBottom: sight.after }}>
        {sight.rows.map(({ row, index }) => (
          <HistoryRowView
            key={row.key}
            row={row}
            index={index}
            of={found.length}
            measure={sight.measure}
            current={row.id === state.runId && state.side === 'run'}
            canCompare={state.runId !== null && row.id !== state.runId}
            onOpen={() => void open(row.id)}
            onCompare={() => void compareWithShown(row.id)}
            onDelete={() => void remove(row.id)}
          />
        ))}
      </ul>
      {found.length === 0 && <p className={styles.nothing}>No run fits this search.</p>}
    </section>
  )
}

function keptText(keptIn: 'vault' | 'memory', limit: number): string {
  if (keptIn === 'memory') return 'in memory until the app quits'
  return limit === 0 ? 'not kept' : `the last ${limit.toLocaleString('en')} are kept`
}
