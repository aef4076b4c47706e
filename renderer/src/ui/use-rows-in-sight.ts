import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'

/** Up to this many rows all are drawn, so that the page's own search finds them. */
const drawAll = 200

export type RowsInSight<T> = {
  readonly rows: readonly { readonly row: T; readonly index: number }[]
  /** Heights of what is left out above and below. */
  readonly before: number
  readonly after: number
  readonly measure: ((element: HTMLElement | null) => void) | null
}

/** The rows of a table or list worth drawing: all of a short one, of a long one those near what is in sight. */
export function useRowsInSight<T extends { readonly key: string }>(
  body: RefObject<HTMLElement | null>,
  rows: readonly T[],
  usualHeight = 46,
): RowsInSight<T> {
  const many = rows.length > drawAll
  const [place, setPlace] = useState<{ readonly scroller: HTMLElement | null; readonly top: number }>({
    scroller: null,
    top: 0,
  })
  useLayoutEffect(() => {
    if (!many || !body.current) return
    const scroller = scrollerOf(body.current)
    const top = scroller
      ? body.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
      : 0
    setPlace((before) => (before.scroller === scroller && before.top === top ? before : { scroller, top }))
  }, [many, body])
  const virtual = useVirtualizer({
    count: many ? rows.length : 0,
    getScrollElement: () => place.scroller,
    estimateSize: () => usualHeight,
    overscan: 12,
    scrollMargin: place.top,
    getItemKey: (index) => rows[index]?.key ?? index,
  })
  if (!many) {
    return { rows: rows.map((row, index) => ({ row, index })), before: 0, after: 0, measure: null }
  }
  const items = virtual.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  return {
    rows: items.flatMap(({ index }) => {
      const row = rows[index]
      return row ? [{ row, index }] : []
    }),
    before: first ? first.start - place.top : 0,
    after: last ? virtual.getTotalSize() - (last.end - place.top) : 0,
    measure: virtual.measureElement,
  }
}

/** The nearest element around it that scrolls up and down. */
function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at)
    if (overflowY === 'auto' || overflowY === 'scroll') return at
  }
  return null
}
