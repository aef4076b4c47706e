import { Search } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Provider } from '../../../../shared/token/providers/find-provider.ts'
import type { Member } from '../../../../shared/token/reading.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { useRowsInSight } from '../../ui/use-rows-in-sight.ts'
import { isLocalUtc } from './claim-instant.tsx'
import { ClaimLine } from './claim-line.tsx'
import type { ClaimRow } from './claim-rows.ts'
import styles from './claim-table.module.css'
import { filterRows, isOpenAtFirst, rowsAsText, visibleRows } from './shown-rows.ts'
import { useClaimRows } from './use-claim-rows.ts'

/** Members of the header or the claims: name, value, explanation; searched, folded and copied. `failed` names are marked. */
export function ClaimTable({
  members,
  of,
  nowSeconds,
  failed,
  provider = null,
  disclosed,
  brokenOff = false,
  onOpenToken,
}: {
  readonly members: readonly Member[]
  readonly of: 'header' | 'payload'
  readonly nowSeconds: number
  readonly failed: ReadonlySet<string>
  /** Whose token it looks like, for its own names and values. */
  readonly provider?: Provider | null
  /** The text breaks before its end: there may be more members than these. */
  readonly brokenOff?: boolean
  /** JSONPaths of what came out of disclosures; absent where none were put in place. */
  readonly disclosed?: ReadonlySet<string> | undefined
  /** Reads a token that stands in a claim; absent where that makes no sense. */
  readonly onOpenToken?: (row: ClaimRow) => void
}) {
  const [query, setQuery] = useState('')
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map())
  const rows = useClaimRows(members, of, provider, disclosed)
  const searching = query.trim() !== ''
  const isOpen = useCallback((row: ClaimRow) => folds.get(row.key) ?? isOpenAtFirst(row), [folds])
  const found = useMemo(
    () => (searching ? filterRows(rows, query) : visibleRows(rows, isOpen)),
    [rows, query, searching, isOpen],
  )
  const body = useRef<HTMLTableSectionElement>(null)
  const sight = useRowsInSight(body, found)
  // One and the same for all drawings, so that a row that is as before is not drawn again.
  const fold = useCallback(
    (row: ClaimRow) =>
      setFolds((folds) => new Map(folds).set(row.key, !(folds.get(row.key) ?? isOpenAtFirst(row)))),
    [],
  )
  const opener = useRef(onOpenToken)
  useEffect(() => {
    opener.current = onOpenToken
  }, [onOpenToken])
  const openToken = useCallback((row: ClaimRow) => opener.current?.(row), [])
  const what = of === 'header' ? 'header' : 'claims'
  return (
    <div className={styles.wrap}>
      <div className={styles.tools}>
        <div className={styles.search}>
          <Search size={13} aria-hidden />
          <TextInput
            type="search"
            aria-label={`Search the ${what}`}
            placeholder="Search names, values, explanations"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setQuery('')
            }}
          />
        </div>
        <span className={styles.count} aria-live="polite">
          {searching ? `${found.length} of ${rows.length}` : ''}
        </span>
        <span className={styles.told}>
          {[
            ...(disclosed ? ['with the disclosures in place'] : []),
            ...(rows.some(({ value }) => value.kind === 'time') && isLocalUtc() ? ['local time is UTC'] : []),
          ].join(' · ')}
        </span>
        <CopyButton label={`Copy the ${what} as text`} text={rowsAsText(searching ? found : rows)}>
          Copy all
        </CopyButton>
      </div>
      <table className={styles.table} aria-rowcount={found.length}>
        <caption className="visually-hidden">
          {of === 'header' ? 'Header parameters' : 'Claims'}: name, value, explanation
        </caption>
        <colgroup>
          <col className={styles.nameColumn} />
          <col className={styles.valueColumn} />
          <col />
        </colgroup>
        <tbody ref={body}>
          {sight.before > 0 && <tr aria-hidden style={{ height: sight.before }} />}
          {sight.rows.map(({ row, index }) => (
            <ClaimLine
              key={row.key}
              row={row}
              index={index}
              of={of}
              nowSeconds={row.value.kind === 'time' ? nowSeconds : null}
              failed={row.depth === 0 && failed.has(row.name)}
              flat={searching}
              open={isOpen(row)}
              measure={sight.measure}
              onFold={fold}
              onOpenToken={row.isToken && onOpenToken ? openToken : null}
            />
          ))}
          {sight.after > 0 && <tr aria-hidden style={{ height: sight.after }} />}
        </tbody>
      </table>
      {found.length === 0 && rows.length > 0 && (
        <p className={styles.none}>Nothing here holds “{query.trim()}”.</p>
      )}
      {(brokenOff || rows.length === 0) && (
        <p className={styles.none}>{restText(of, brokenOff, rows.length === 0)}</p>
      )}
    </div>
  )
}

/** What is to be known of what stands in no row. */
function restText(of: 'header' | 'payload', brokenOff: boolean, empty: boolean): string {
  const isHeader = of === 'header'
  const what = isHeader ? 'header' : 'claims'
  if (!brokenOff) return isHeader ? 'The header holds nothing.' : 'The claims hold nothing.'
  return empty
    ? `The ${what} could not be read; what ${isHeader ? 'it holds' : 'they hold'} is not known.`
    : `The ${what} ${isHeader ? 'breaks' : 'break'} off here; what follows could not be read.`
}
