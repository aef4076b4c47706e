import { Columns2, Ellipsis, Trash2 } from 'lucide-react'
import { describeInstant } from '../../../../shared/time/instant.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import type { HistoryRow } from './history-store.ts'
import styles from './run-history.module.css'

const icons = { pass: 'pass', fail: 'fail', none: 'not_checked', info: 'info' } as const

/** One run of the history: what became of it, when it was, and whether it is on disk. */
export function HistoryRowView({
  row,
  index,
  of,
  measure,
  current,
  canCompare,
  onOpen,
  onCompare,
  onDelete,
}: {
  readonly row: HistoryRow
  readonly index: number
  readonly of: number
  readonly measure: ((element: HTMLElement | null) => void) | null
  readonly current: boolean
  readonly canCompare: boolean
  readonly onOpen: () => void
  readonly onCompare: () => void
  readonly onDelete: () => void
}) {
  const { profileName, title, outcome, tone, startedAt, where } = row
  return (
    <li ref={measure} data-index={index} aria-posinset={index + 1} aria-setsize={of} className={styles.row}>
      <button
        type="button"
        className={styles.run}
        aria-current={current}
        title={`${profileName}: ${title}, ${describeInstant(Math.floor(startedAt / 1000), 0)?.local ?? ''}`}
        onClick={onOpen}
      >
        <StatusIcon status={icons[tone]} label={null} size={14} />
        <span className={styles.name}>
          <VisibleText text={profileName} />
          <span className={styles.title}>{outcome}</span>
        </span>
        <span className={styles.time}>
          {timeText(startedAt)}
          <span className={styles.where}>{where === 'kept' ? 'kept' : 'in memory'}</span>
        </span>
      </button>
      <Menu
        label={`More for the run of ${profileName}`}
        trigger={
          <IconButton
            label="More for this run"
            className={styles.more}
            icon={<Ellipsis size={14} aria-hidden />}
          />
        }
        items={[
          {
            id: 'compare',
            label: 'Compare with the run shown',
            icon: <Columns2 size={14} aria-hidden />,
            disabled: !canCompare,
            onSelect: onCompare,
          },
          {
            id: 'delete',
            label: 'Delete this run',
            icon: <Trash2 size={14} aria-hidden />,
            danger: true,
            separated: true,
            onSelect: onDelete,
          },
        ]}
      />
    </li>
  )
}

/** The local day, `2026-01-31`. */
export function dayText(ms: number): string {
  const day = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** `15:30:00` of today, otherwise the day. */
function timeText(ms: number): string {
  if (dayText(ms) !== dayText(Date.now())) return dayText(ms)
  return (
    describeInstant(Math.floor(ms / 1000), 0)
      ?.local.split(' ')
      .at(-2) ?? ''
  )
}
