import { ChevronDown, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, memo } from 'react'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useUiActions } from '../../ui/ui-actions.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { ClaimInstant } from './claim-instant.tsx'
import { ClaimMenu } from './claim-menu.tsx'
import { type ClaimRow, isDigests } from './claim-rows.ts'
import styles from './claim-table.module.css'
import { ClampedValue } from './clamped-value.tsx'
import { Explanation } from './explanation.tsx'

/** One row: a member or an element, its value, and what is known of it. C copies the value, P its path, O opens a token. */
export const ClaimLine = memo(function ClaimLine({
  row,
  index,
  of,
  nowSeconds,
  failed,
  flat,
  open,
  measure,
  onFold,
  onOpenToken: openToken,
}: {
  readonly row: ClaimRow
  readonly index: number
  readonly of: 'header' | 'payload'
  /** Null where the row says no time, so that it need not be drawn each second. */
  readonly nowSeconds: number | null
  readonly failed: boolean
  /** The rows around it are left out: the whole path takes the place of the name. */
  readonly flat: boolean
  readonly open: boolean
  readonly measure: ((element: HTMLElement | null) => void) | null
  readonly onFold: (row: ClaimRow) => void
  readonly onOpenToken: ((row: ClaimRow) => void) | null
}) {
  const onOpenToken = openToken && (() => openToken(row))
  const { name, value, depth, duplicate, disclosed, copyText, pathText, isToken } = row
  const actions = useUiActions()
  const foldable = row.inside > 0 && !flat
  const onKey = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const keys: Readonly<Record<string, () => void>> = {
      c: () => void actions.copy(copyText),
      p: () => void actions.copy(pathText),
      ...(onOpenToken ? { o: onOpenToken } : {}),
    }
    const run = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined
    if (!run) return
    event.preventDefault()
    run()
  }
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 1} onKeyDown={onKey}>
      <th scope="row" className={failed ? styles.failed : undefined}>
        <span className={styles.nameLine} style={flat ? undefined : { paddingLeft: Math.min(depth, 8) * 12 }}>
          {foldable && (
            <button
              type="button"
              className={styles.fold}
              aria-expanded={open}
              aria-label={`${open ? 'Fold' : 'Unfold'} ${name}`}
              onClick={() => onFold(row)}
            >
              {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            </button>
          )}
          <span className={depth > 0 && !flat ? styles.nested : undefined}>
            <VisibleText text={flat && depth > 0 ? pathText : name} />
          </span>
        </span>
        {disclosed && (
          <span className={styles.mark}>
            <Chip tone="info">disclosed</Chip>
          </span>
        )}
        {duplicate && (
          <span className={styles.mark}>
            <Chip tone="fail">duplicate</Chip>
          </span>
        )}
      </th>
      <td className={styles.value}>
        <div className={styles.valueLine}>
          <div className={styles.valueText}>
            <Value row={row} folded={!foldable || !open} nowSeconds={nowSeconds} />
            {row.meaning !== null && <span className={styles.meaning}>{row.meaning}</span>}
            {isToken && onOpenToken && (
              <span className={styles.meaning}>
                A token itself.{' '}
                <Button variant="ghost" className={styles.openToken} onClick={onOpenToken}>
                  Open
                </Button>
              </span>
            )}
          </div>
          <CopyButton label={`Copy ${name}`} text={copyText} className={styles.copy} />
          <ClaimMenu row={row} of={of} className={styles.copy} onOpenToken={onOpenToken} />
        </div>
        {value.kind === 'time' && value.odd && <span className={styles.odd}>{value.odd.words}</span>}
      </td>
      <td className={styles.info}>
        <Explanation row={row} />
      </td>
    </tr>
  )
})

function Value({
  row,
  folded,
  nowSeconds,
}: {
  readonly row: ClaimRow
  readonly folded: boolean
  readonly nowSeconds: number | null
}) {
  const { value } = row
  switch (value.kind) {
    case 'text':
      return <ClampedValue text={value.text} quoted />
    case 'json':
      return <ClampedValue text={value.raw} />
    case 'time':
      return (
        <span className={styles.time}>
          <VisibleText text={value.raw} />
          {nowSeconds !== null && (
            <ClaimInstant seconds={value.odd ? value.odd.guess : value.seconds} nowSeconds={nowSeconds} />
          )}
        </span>
      )
    case 'group': {
      const counted = `${value.count} ${value.of === 'list' ? 'element' : 'member'}${value.count === 1 ? '' : 's'}`
      if (isDigests(row)) {
        return <span className={styles.quote}>{`${value.count} digest${value.count === 1 ? '' : 's'}`}</span>
      }
      if (!folded) return <span className={styles.quote}>{counted}</span>
      return value.raw.length > 300 ? (
        <>
          <span className={styles.quote}>{counted}: </span>
          <VisibleText text={value.raw.slice(0, 240)} />
          <span className={styles.quote}>…</span>
        </>
      ) : (
        <VisibleText text={value.raw} />
      )
    }
  }
}
