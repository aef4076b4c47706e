import { useState } from 'react'
import { describeInstant } from '../../../../../shared/time/instant.ts'
import { isTimeClaim } from '../../../../../shared/token/claims.ts'
import type { Comparison, Difference } from '../../../../../shared/token/compare/compare-tokens.ts'
import { comparedName, explainDifference } from '../../../../../shared/token/compare/explain-difference.ts'
import { Button } from '../../../ui/button.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './compare-table.module.css'

/** More rows than this are shown on request only. */
const firstRows = 200
/** In characters; the whole value stands in the token's own table. */
const longestValue = 600

const marks = { same: '', changed: '≠', added: '+', removed: '−' } as const
const words = {
  same: 'same',
  changed: 'changed',
  added: 'only in the other',
  removed: 'only in this',
} as const

/** Header and claims of both sides in one table, what differs marked by sign and word as well as by colour. */
export function CompareTable({
  comparison,
  onlyDifferent,
  secondLabel,
}: {
  readonly comparison: Comparison
  readonly onlyDifferent: boolean
  readonly secondLabel: string
}) {
  const { header, claims } = comparison
  const [shown, setShown] = useState(firstRows)
  const pick = (all: readonly Difference[]) =>
    onlyDifferent ? all.filter(({ kind }) => kind !== 'same') : all
  const rows = pick(claims)
  return (
    <>
      <table className={styles.table}>
        <caption className="visually-hidden">Both tokens, claim by claim</caption>
        <colgroup>
          <col className={styles.nameColumn} />
          <col />
          <col />
          <col className={styles.howColumn} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">This token</th>
            <th scope="col">
              <VisibleText text={secondLabel} />
            </th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((each) => (
            <Row key={each.name} difference={each} of="claims" />
          ))}
          {rows.length === 0 && <NoRows />}
        </tbody>
        {header && (
          <tbody>
            <tr className={styles.part}>
              <th scope="rowgroup" colSpan={4}>
                Header
              </th>
            </tr>
            {pick(header).map((each) => (
              <Row key={each.name} difference={each} of="header" />
            ))}
            {pick(header).length === 0 && <NoRows />}
          </tbody>
        )}
      </table>
      {rows.length > shown && (
        <div className={styles.more}>
          <Button onClick={() => setShown(rows.length)}>Show {rows.length - shown} more</Button>
        </div>
      )}
    </>
  )
}

function Row({ difference, of }: { readonly difference: Difference; readonly of: 'claims' | 'header' }) {
  const { name, kind, first, second } = difference
  const detail = explainDifference(difference)
  return (
    <tr className={styles[kind]}>
      <th scope="row">
        <VisibleText text={comparedName(difference)} />
      </th>
      <Value name={name} raw={first} of={of} />
      <Value name={name} raw={second} of={of} />
      <td className={styles.how}>
        <span className={styles.mark} aria-hidden>
          {marks[kind]}
        </span>{' '}
        <VisibleText text={detail === '' ? words[kind] : detail} />
      </td>
    </tr>
  )
}

function Value({
  name,
  raw,
  of,
}: {
  readonly name: string
  readonly raw: string | null
  readonly of: string
}) {
  if (raw === null) return <td className={styles.none}>none</td>
  const instant = of === 'claims' && isTimeClaim(name) ? describeInstant(Number(raw), 0) : null
  return (
    <td className={styles.value}>
      <VisibleText text={raw.length > longestValue ? `${raw.slice(0, longestValue)}…` : raw} />
      {instant && <span className={styles.instant}>{instant.local}</span>}
    </td>
  )
}

function NoRows() {
  return (
    <tr>
      <td colSpan={4} className={styles.none}>
        No difference.
      </td>
    </tr>
  )
}
