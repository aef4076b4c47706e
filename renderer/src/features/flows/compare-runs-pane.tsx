import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { toComparableRun } from '../../../../shared/oauth/comparable-run.ts'
import {
  type ComparedPart,
  type ComparedRow,
  compareRuns,
  isDifference,
} from '../../../../shared/oauth/compare-runs.ts'
import type { Run } from '../../../../shared/oauth/run.ts'
import { describeInstant } from '../../../../shared/time/instant.ts'
import { IconButton } from '../../ui/button.tsx'
import { MarkedText } from '../../ui/marked-text.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { Switch } from '../../ui/switch.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './compare-runs-pane.module.css'
import type { HistoryStore } from './history-store.ts'

const words = {
  same: 'same',
  changed: 'changed',
  added: 'only in the second',
  removed: 'only in the first',
  hidden: 'hidden, not compared',
  fresh: 'new in each run',
} as const
const marks = { same: '', changed: '≠', added: '+', removed: '−', hidden: '?', fresh: '' } as const
/** In characters; the whole stands in the run itself. */
const longestValue = 600

/** Two runs beside each other, part by part; the first line says what differs most. */
export function CompareRunsPane({
  history,
  onClose,
}: {
  readonly history: HistoryStore
  readonly onClose: () => void
}) {
  const pair = useStore(history, (state) => state.pair)
  const [onlyDifferent, setOnlyDifferent] = useState(true)
  const compared = useMemo(
    () => pair && compareRuns(toComparableRun(pair[0]), toComparableRun(pair[1])),
    [pair],
  )
  if (!pair || !compared) return null
  const pick = (part: ComparedPart) =>
    onlyDifferent ? part.rows.filter((row) => isDifference(row) || row.kind === 'hidden') : part.rows
  return (
    <Pane label="Two runs compared">
      <PaneBar
        title="Two runs compared"
        end={
          <>
            <label className={styles.only} htmlFor="compare-runs-only">
              <Switch
                id="compare-runs-only"
                checked={onlyDifferent}
                onChange={(event) => setOnlyDifferent(event.target.checked)}
              />
              Only differences
            </label>
            <IconButton label="Back to the run" icon={<X size={14} aria-hidden />} onClick={onClose} />
          </>
        }
      />
      <PaneScroll>
        <p className={styles.headline} role="status">
          <VisibleText text={compared.headline} />
        </p>
        <table className={styles.table}>
          <caption className="visually-hidden">Both runs, part by part</caption>
          <colgroup>
            <col className={styles.nameColumn} />
            <col />
            <col />
            <col className={styles.howColumn} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">
                <RunName run={pair[0]} place="First" />
              </th>
              <th scope="col">
                <RunName run={pair[1]} place="Second" />
              </th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          {compared.parts.map((part) => (
            <tbody key={part.id}>
              <tr className={styles.part}>
                <th scope="rowgroup" colSpan={4}>
                  {part.title}
                </th>
              </tr>
              {pick(part).map((row) => (
                <Row key={row.name} row={row} />
              ))}
              {pick(part).length === 0 && (
                <tr>
                  <td colSpan={4} className={styles.none}>
                    {part.rows.length === 0 ? 'Nothing in either run.' : 'No difference.'}
                  </td>
                </tr>
              )}
            </tbody>
          ))}
        </table>
      </PaneScroll>
    </Pane>
  )
}

function RunName({ run, place }: { readonly run: Run; readonly place: string }) {
  return (
    <>
      {place}: <VisibleText text={run.profileName} />
      <span className={styles.when}>{describeInstant(Math.floor(run.startedAt / 1000), 0)?.local ?? ''}</span>
    </>
  )
}

function Row({ row: { name, first, second, kind } }: { readonly row: ComparedRow }) {
  return (
    <tr className={styles[kind]}>
      <th scope="row">
        <VisibleText text={name} />
      </th>
      <Value text={first} />
      <Value text={second} />
      <td className={styles.how}>
        <span className={styles.mark} aria-hidden>
          {marks[kind]}
        </span>{' '}
        {words[kind]}
      </td>
    </tr>
  )
}

function Value({ text }: { readonly text: string | null }) {
  if (text === null) return <td className={styles.none}>none</td>
  return (
    <td className={styles.value}>
      <MarkedText text={text.length > longestValue ? `${text.slice(0, longestValue)}…` : text} />
    </td>
  )
}
