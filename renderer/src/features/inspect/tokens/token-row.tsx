import type { FoundToken } from '../../../../../shared/token/scan/found-token.ts'
import { Chip } from '../../../ui/chip.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './token-row.module.css'
import { expiryOf, factsLine } from './token-rows.ts'

/** One token of the list: what it seems to be, whether it says that it expired, whose it is, where it stood. */
export function TokenRow({
  found,
  nowSeconds,
  selected,
  active,
}: {
  readonly found: FoundToken
  readonly nowSeconds: number
  readonly selected: boolean
  /** The row that the keyboard is at. */
  readonly active: boolean
}) {
  const expiry = expiryOf(found, nowSeconds)
  const facts = factsLine(found)
  return (
    <div className={classNames(styles.row, selected && styles.selected, active && styles.active)}>
      <div className={styles.head}>
        <span className={styles.title}>{found.facts.title}</span>
        {expiry && <Chip tone={expiry.expired ? 'warn' : 'none'}>{expiry.text}</Chip>}
        <span className={styles.line}>line {found.line.toLocaleString('en')}</span>
      </div>
      <div className={styles.facts} title={facts}>
        <VisibleText text={facts} />
      </div>
      <div className={styles.place} title={found.place}>
        {found.name !== null && (
          <>
            <code>
              <VisibleText text={found.name} />
            </code>{' '}
          </>
        )}
        {found.place}
      </div>
    </div>
  )
}
