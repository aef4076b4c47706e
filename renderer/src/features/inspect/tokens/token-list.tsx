import { useVirtualizer } from '@tanstack/react-virtual'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { FoundToken } from '../../../../../shared/token/scan/found-token.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Select } from '../../../ui/select.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { ExportMenu } from './export-menu.tsx'
import styles from './token-list.module.css'
import { TokenRow } from './token-row.tsx'
import { orderRows, type SortBy, sortNames } from './token-rows.ts'

const rowHeight = 64

/** Every token of the text: searched, sorted, exported; arrows walk, Enter reads. Only what is in sight is drawn. */
export function TokenList({
  text,
  tokens,
  selected,
  nowSeconds,
  layout,
  onSelect,
}: {
  readonly text: string
  readonly tokens: readonly FoundToken[]
  readonly selected: number
  readonly nowSeconds: number
  /** `tall`: it has the pane to itself; `above`: the text stands below it; `strip`: the result does. */
  readonly layout: 'tall' | 'above' | 'strip'
  readonly onSelect: (index: number) => void
}) {
  const [query, setQuery] = useState('')
  const [by, setBy] = useState<SortBy>('place')
  const wanted = useDeferredValue(query)
  const rows = useMemo(() => orderRows(tokens, wanted, by), [tokens, wanted, by])
  const scroll = useRef<HTMLDivElement>(null)
  const id = useId()
  const [active, setActive] = useState(0)
  const [focused, setFocused] = useState(false)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  // A new order begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what makes a new order
  useEffect(() => {
    setActive(0)
    if (scroll.current) scroll.current.scrollTop = 0
  }, [wanted, by])

  const go = (to: number) => {
    const next = Math.min(Math.max(to, 0), rows.length - 1)
    setActive(next)
    virtual.scrollToIndex(next)
  }
  const onKey = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? rowHeight) / rowHeight) - 1)
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    }
    const to = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined
    const row = rows[active]
    if (to !== undefined) go(to)
    else if (
      (event.key === 'Enter' || event.key === ' ') &&
      row !== undefined &&
      !event.ctrlKey &&
      !event.metaKey
    )
      onSelect(row)
    else return
    event.preventDefault()
  }
  const optionId = (row: number) => `${id}-${row}`
  const activeRow = rows[active]
  return (
    <div className={classNames(styles.wrap, styles[layout])}>
      <div className={styles.tools}>
        <div className={styles.search}>
          <Search size={13} aria-hidden />
          <TextInput
            type="search"
            aria-label="Search the tokens"
            placeholder="Kind, issuer, subject, place"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setQuery('')
              if (event.key === 'ArrowDown') scroll.current?.focus()
            }}
          />
        </div>
        <Select
          aria-label="Sort the tokens by"
          className={styles.sort}
          options={sortNames.map(([value, label]) => ({ value, label }))}
          value={by}
          onValueChange={setBy}
        />
        <ExportMenu text={text} tokens={tokens} rows={rows} />
      </div>
      <p className={styles.count} aria-live="polite">
        {wanted.trim() === ''
          ? ''
          : `${rows.length.toLocaleString('en')} of ${tokens.length.toLocaleString('en')}`}
      </p>
      <div
        ref={scroll}
        role="listbox"
        aria-label="Tokens in this text"
        aria-activedescendant={activeRow === undefined ? undefined : optionId(activeRow)}
        tabIndex={0}
        className={styles.list}
        onKeyDown={onKey}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]
            const found = row === undefined ? undefined : tokens[row]
            if (row === undefined || !found) return null
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list box around it hears the keys
              <div
                key={row}
                id={optionId(row)}
                role="option"
                tabIndex={-1}
                aria-selected={row === selected}
                aria-posinset={index + 1}
                aria-setsize={rows.length}
                className={styles.option}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
                onClick={() => {
                  setActive(index)
                  onSelect(row)
                  scroll.current?.focus()
                }}
              >
                <TokenRow
                  found={found}
                  nowSeconds={nowSeconds}
                  selected={row === selected}
                  active={focused && index === active}
                />
              </div>
            )
          })}
        </div>
      </div>
      {rows.length === 0 && tokens.length > 0 && (
        <p className={styles.none}>No token here matches “{wanted.trim()}”.</p>
      )}
    </div>
  )
}
