import { Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import { describeInstant } from '../../../../shared/time/instant.ts'
import type { Member } from '../../../../shared/token/reading.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { SpecLink } from '../../ui/spec-link.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { buildRows, type ClaimRow, filterRows, rowsAsText } from './claim-rows.ts'
import styles from './claim-table.module.css'

/** More rows than this are shown on request only; a token with thousands of claims must not stop the window. */
const firstRows = 200

/** Members of the header or the claims: name, value, explanation; searched and copied. `failed` names are marked. */
export function ClaimTable({
  members,
  of,
  nowSeconds,
  failed,
}: {
  readonly members: readonly Member[]
  readonly of: 'header' | 'payload'
  readonly nowSeconds: number
  readonly failed: ReadonlySet<string>
}) {
  const [query, setQuery] = useState('')
  const [shown, setShown] = useState(firstRows)
  const rows = useMemo(() => buildRows(members, of), [members, of])
  const found = filterRows(rows, query)
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
          {query.trim() === '' ? '' : `${found.length} of ${rows.length}`}
        </span>
        <CopyButton label={`Copy the ${what} as text`} text={rowsAsText(found)}>
          Copy all
        </CopyButton>
      </div>
      <table className={styles.table}>
        <caption className="visually-hidden">
          {of === 'header' ? 'Header parameters' : 'Claims'}: name, value, explanation
        </caption>
        <colgroup>
          <col className={styles.nameColumn} />
          <col className={styles.valueColumn} />
          <col />
        </colgroup>
        <tbody>
          {found.slice(0, shown).map((row) => (
            <ClaimLine key={row.key} row={row} nowSeconds={nowSeconds} failed={failed.has(row.name)} />
          ))}
        </tbody>
      </table>
      {found.length === 0 && (
        <p className={styles.none}>
          {rows.length === 0 ? `The ${what} hold nothing.` : `Nothing here holds “${query.trim()}”.`}
        </p>
      )}
      {found.length > shown && (
        <div className={styles.more}>
          <Button onClick={() => setShown(found.length)}>Show {found.length - shown} more</Button>
        </div>
      )}
    </div>
  )
}

function ClaimLine({
  row,
  nowSeconds,
  failed,
}: {
  readonly row: ClaimRow
  readonly nowSeconds: number
  readonly failed: boolean
}) {
  const { name, value, info, duplicate, copyText } = row
  const [open, setOpen] = useState(false)
  return (
    <tr>
      <th scope="row" className={failed ? styles.failed : undefined}>
        <VisibleText text={name} />
        {duplicate && (
          <span className={styles.mark}>
            <Chip tone="fail">duplicate</Chip>
          </span>
        )}
      </th>
      <td className={styles.value}>
        <div className={styles.valueLine}>
          <div className={styles.valueText}>
            {value.kind === 'text' && (
              <>
                <span className={styles.quote}>"</span>
                <VisibleText text={value.text} />
                <span className={styles.quote}>"</span>
              </>
            )}
            {value.kind === 'json' && <VisibleText text={value.shown} />}
            {value.kind === 'time' && (
              <span className={styles.time}>
                <VisibleText text={value.raw} />
                <Instant seconds={value.seconds} nowSeconds={nowSeconds} />
              </span>
            )}
          </div>
          <CopyButton label={`Copy ${name}`} text={copyText} className={styles.copy} />
        </div>
      </td>
      <td className={styles.info}>
        {info ? (
          <span className={styles.infoLine}>
            <button
              type="button"
              className={styles.explanation}
              aria-expanded={open}
              title={open ? undefined : `${info.title}. ${info.explanation}`}
              onClick={() => setOpen(!open)}
            >
              <span className={styles.title}>{info.title}.</span> {info.explanation}
            </button>
            {open && (
              <span className={styles.source}>
                <SpecLink spec={info.spec} inline />
              </span>
            )}
          </span>
        ) : (
          <span className={styles.unknown}>Not a registered name</span>
        )}
      </td>
    </tr>
  )
}

function Instant({ seconds, nowSeconds }: { readonly seconds: number; readonly nowSeconds: number }) {
  const instant = describeInstant(seconds, nowSeconds)
  if (!instant) return <span className={styles.instant}>out of range</span>
  return (
    <>
      <span className={styles.relative}>{instant.relative}</span>
      <span className={styles.instant}>
        <span>{instant.local}</span>
        {/* The same words twice would say less: the difference is what the second one is for. */}
        <span>{instant.local.endsWith('+00:00') ? 'local time is UTC' : instant.utc}</span>
      </span>
    </>
  )
}
