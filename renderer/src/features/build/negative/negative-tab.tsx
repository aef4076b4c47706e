import { Download, FlaskConical } from 'lucide-react'
import { useLayoutEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { goodTokenFault } from '../../../../../shared/negative/good-token-fault.ts'
import {
  type ResultRow,
  toCsvTable,
  toJsonTable,
  toMarkdownTable,
} from '../../../../../shared/negative/result-table.ts'
import { type TimeFault, timeFaultWords } from '../../../../../shared/negative/time-fault.ts'
import { findToken } from '../../../../../shared/token/find-token.ts'
import type { AppActions } from '../../../app-actions.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { useUiActions } from '../../../ui/ui-actions.tsx'
import type { BuildState } from '../build-store.ts'
import { signingKeyOf } from '../sign-form.ts'
import { EndpointForm } from './endpoint-form.tsx'
import styles from './negative.module.css'
import { countVerdicts, filterRows, negativeRows, type RowVerdict, stoppedSentence } from './negative-rows.ts'
import type { NegativeStore } from './negative-store.ts'
import { NegativeTable } from './negative-table.tsx'

/** A table of faulty tokens out of the one in Build, for testing a server of one's own. */
export function NegativeTab({
  state: build,
  store,
  actions,
}: {
  readonly state: BuildState
  readonly store: NegativeStore
  readonly actions: AppActions
}) {
  const state = useStore(store)
  const { making, follow } = state
  const [wanted, setWanted] = useState<RowVerdict | null>(null)
  const candidate = goodToken(build)
  // Before it is painted: the table of an earlier token is not to be sent by a click that came too soon.
  useLayoutEffect(() => follow(candidate), [follow, candidate])
  const fault = useMemo(() => (candidate === null ? null : goodTokenFault(findToken(candidate))), [candidate])
  const good = fault === null ? candidate : null
  const key = signingKeyOf(build.key) ?? { kind: 'none' as const }
  const make = () => {
    if (good !== null) void state.make(good, key)
  }
  if (fault !== null && making.kind !== 'made') {
    return (
      <EmptyState icon={<FlaskConical size={18} aria-hidden />} title="Out of this token none can be made">
        <p>{fault}</p>
        <p>Sign another one under Token, or start there from a template such as the access token.</p>
      </EmptyState>
    )
  }
  if (good === null && making.kind !== 'made') {
    return (
      <EmptyState icon={<FlaskConical size={18} aria-hidden />} title="Negative tokens need a good one">
        Sign a token under Token, or open one there from Inspect. Out of it comes a table of faulty ones:
        expired, for someone else, without a signature and many more, each with what a correct server answers.
      </EmptyState>
    )
  }
  const keyNote =
    key.kind === 'none'
      ? 'Without a key only faults that need no new signature can be made. Choose one under Token.'
      : 'Each has one fault; where it must be signed anew, your key signs it.'
  if (making.kind !== 'made') {
    return (
      <EmptyState
        icon={<FlaskConical size={18} aria-hidden />}
        title="One good token, some forty faulty ones"
        actions={
          <Button variant="primary" disabled={making.kind === 'making'} onClick={make}>
            Make negative tokens
          </Button>
        }
      >
        <p>
          Out of your token comes a table: expired, for someone else, without a signature, signed by a
          stranger and many more, each with what a correct server answers. {keyNote}
        </p>
        <p>
          Nothing is sent. Copy single tokens into your own tests, export the table, or name an endpoint of
          yours afterwards and compare its answers with those that are expected.
        </p>
        {making.kind === 'failed' && (
          <InlineProblem title="No negative tokens were made">{making.error.message}</InlineProblem>
        )}
      </EmptyState>
    )
  }
  const rows = negativeRows(state)
  const counts = countVerdicts(rows)
  // A filter that nothing fits any more, after a new run, would leave a table without rows.
  const shown = counts.some(({ verdict }) => verdict === wanted) ? wanted : null
  const stopped = state.sending.kind === 'done' ? state.sending.stopped : null
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <p className={styles.intro}>
          {making.from === good ? keyNote : `The table is about an earlier token. ${fault ?? ''}`}
        </p>
        {good !== null && <Button onClick={make}>Make them again</Button>}
        {rows.length > 0 && <ExportResults rows={rows} onSaid={actions.notify} />}
      </div>
      {making.set.timeFault && <TimeFaultNote fault={making.set.timeFault} />}
      <EndpointForm state={state} count={rows.length} />
      {stopped && (
        <div className={styles.problem}>
          <InlineProblem tone="warning" title="Stopped before the end">
            {stoppedSentence(stopped)}
          </InlineProblem>
        </div>
      )}
      {counts.length > 0 && (
        <div className={styles.summary} role="status">
          {counts.map(({ verdict, count, words }) => (
            <Button
              key={verdict}
              variant={shown === verdict ? 'plain' : 'ghost'}
              aria-pressed={shown === verdict}
              onClick={() => setWanted(shown === verdict ? null : verdict)}
            >
              {count} {words}
            </Button>
          ))}
          {shown !== null && (
            <Button variant="ghost" onClick={() => setWanted(null)}>
              Show all
            </Button>
          )}
          {state.sending.kind === 'done' && state.sending.cancelled && <span>Cancelled before the end</span>}
        </div>
      )}
      <NegativeTable rows={filterRows(rows, shown)} actions={actions} />
      {making.set.skipped.length > 0 && (
        <details className={styles.skipped}>
          <summary>{making.set.skipped.length} could not be made</summary>
          <ul>
            {making.set.skipped.map(({ id, label, reason }) => (
              <li key={id}>
                {label}: <span>{reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function TimeFaultNote({ fault }: { readonly fault: TimeFault }) {
  const { title, meaning } = timeFaultWords(fault)
  return (
    <div className={styles.problem}>
      <InlineProblem tone="warning" title={title}>
        {meaning}
      </InlineProblem>
    </div>
  )
}

/** What was signed last, else what came, signed or not; an encrypted one is no use here. */
function goodToken({ outcome, original }: BuildState): string | null {
  if (outcome.kind === 'made' && outcome.made.how === 'signed') return outcome.made.token
  return original?.token ?? null
}

const tables = [
  { id: 'csv', label: 'CSV', file: 'negative-tokens.csv', write: toCsvTable },
  { id: 'json', label: 'JSON', file: 'negative-tokens.json', write: toJsonTable },
  { id: 'markdown', label: 'Markdown', file: 'negative-tokens.md', write: toMarkdownTable },
] as const

/** The table for others; the tokens' signatures are cut off. */
function ExportResults({
  rows,
  onSaid,
}: {
  readonly rows: readonly ResultRow[]
  readonly onSaid: (message: string) => void
}) {
  const { copy, saveFile } = useUiActions()
  return (
    <Menu
      label="Export the table"
      items={[
        ...tables.map(({ id, label, write }) => ({
          id: `copy-${id}`,
          label: `Copy as ${label}`,
          onSelect: () =>
            void copy(write(rows)).then((done) =>
              onSaid(done ? `Table copied as ${label}` : 'Could not copy'),
            ),
        })),
        ...tables.map(({ id, label, file, write }, index) => ({
          id: `save-${id}`,
          label: `Save as ${label}…`,
          separated: index === 0,
          onSelect: () =>
            void saveFile(file, write(rows)).then((outcome) => {
              if (outcome !== 'cancelled')
                onSaid(outcome === 'saved' ? `Table saved as ${label}` : 'Could not save')
            }),
        })),
      ]}
      trigger={
        <Button variant="ghost" icon={<Download size={14} aria-hidden />}>
          Export
        </Button>
      }
    />
  )
}
