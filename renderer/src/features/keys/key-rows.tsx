import { useVirtualizer } from '@tanstack/react-virtual'
import { KeyRound, KeySquare, TextCursorInput } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { Chip } from '../../ui/chip.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './key-list.module.css'
import type { Place } from './keys-state.ts'

/** Up to this many keys all are drawn. */
const drawAll = 60
const usualHeight = 58
const padding = 6

/** The keys as a list that scrolls with what is around it; of many keys those near what is in sight are drawn. */
export function KeyRows({
  keys,
  marksMemory,
  currentId,
  onGo,
}: {
  readonly keys: readonly KeyRecord[]
  readonly marksMemory: boolean
  readonly currentId: string | null
  readonly onGo: (place: Place) => void
}) {
  const list = useRef<HTMLUListElement>(null)
  const many = keys.length > drawAll
  const virtual = useVirtualizer({
    count: many ? keys.length : 0,
    getScrollElement: () => list.current?.parentElement ?? null,
    estimateSize: () => usualHeight,
    overscan: 8,
    paddingStart: padding,
    paddingEnd: padding,
    getItemKey: (index) => keys[index]?.id ?? index,
  })
  const items = virtual.getVirtualItems()
  const at = many ? keys.findIndex(({ id }) => id === currentId) : -1
  const target = useRef({ virtual, at })
  target.current = { virtual, at }
  const isThere = at !== -1
  // A key that is opened from elsewhere, for example one just made, comes into sight.
  useEffect(() => {
    const { virtual, at } = target.current
    if (currentId !== null && isThere) virtual.scrollToIndex(at, { align: 'auto' })
  }, [currentId, isThere])
  const common = { marksMemory, onGo }
  if (!many) {
    return (
      <ul ref={list} className={styles.list} aria-label="Your keys">
        {keys.map((key) => (
          <Row key={key.id} record={key} current={key.id === currentId} measure={null} {...common} />
        ))}
      </ul>
    )
  }
  const before = items[0]?.start ?? padding
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? padding)
  return (
    <ul
      ref={list}
      className={styles.list}
      aria-label="Your keys"
      style={{ paddingTop: before, paddingBottom: after }}
    >
      {items.map(({ index }) => {
        const key = keys[index]
        return key ? (
          <Row
            key={key.id}
            record={key}
            current={key.id === currentId}
            index={index}
            of={keys.length}
            measure={virtual.measureElement}
            {...common}
          />
        ) : null
      })}
    </ul>
  )
}

const Row = memo(function Row({
  record,
  marksMemory,
  current,
  index,
  of,
  measure,
  onGo,
}: {
  readonly record: KeyRecord
  /** Where all keys are in memory, the notice says it once. */
  readonly marksMemory: boolean
  readonly current: boolean
  /** Where it stands in a list of which only a part is drawn. */
  readonly index?: number
  readonly of?: number
  readonly measure: ((element: HTMLElement | null) => void) | null
  readonly onGo: (place: Place) => void
}) {
  const { name, kty, description, alg, kid, thumbprint, keptIn, hasPrivate } = record
  const Icon = kty === 'oct' ? TextCursorInput : hasPrivate ? KeyRound : KeySquare
  const row = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // A row of many is also drawn anew while the list is scrolled, which must not move it.
    if (current && measure === null) row.current?.scrollIntoView({ block: 'nearest' })
  }, [current, measure])
  const facts = [description, alg, hasPrivate ? null : 'public only'].filter((fact) => fact !== null)
  return (
    <li
      ref={measure}
      data-index={index}
      aria-posinset={index === undefined ? undefined : index + 1}
      aria-setsize={of}
    >
      <button
        ref={row}
        type="button"
        className={styles.key}
        aria-current={current}
        title={name}
        onClick={() => onGo({ kind: 'key', id: record.id })}
      >
        <span className={styles.icon}>
          <Icon size={14} aria-hidden />
        </span>
        <span className={styles.name}>
          <span className={styles.text}>
            <VisibleText text={name} />
          </span>
          {marksMemory && keptIn === 'memory' && <Chip tone="warn">not saved</Chip>}
        </span>
        <span className={styles.facts}>
          <VisibleText text={facts.join(' · ')} />
        </span>
        {(kid !== null || thumbprint !== null) && (
          <span className={styles.facts}>
            <span className={styles.print}>
              <VisibleText text={kid ?? thumbprint ?? ''} />
            </span>
          </span>
        )}
      </button>
    </li>
  )
})
