import { useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './clamped-value.module.css'

/** Up to this many characters on one line never take more lines than are shown, even where it is narrow. */
const alwaysFits = 100
/** No more than this is drawn while it is closed; it is far beyond what can be seen. */
const mostClosed = 2_000

/** A long value by its first lines, with the whole of it on request. */
export function ClampedValue({ text, quoted = false }: { readonly text: string; readonly quoted?: boolean }) {
  const [open, setOpen] = useState(false)
  const [cut, setCut] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  const short = text.length <= alwaysFits && !text.includes('\n')
  useEffect(() => {
    const element = box.current
    if (short || open || !element) return
    const watch = new ResizeObserver(() => setCut(element.scrollHeight > element.clientHeight + 1))
    watch.observe(element)
    return () => watch.disconnect()
  }, [short, open])
  const quote = quoted && <span className={styles.quote}>"</span>
  if (short) {
    return (
      <>
        {quote}
        <VisibleText text={text} />
        {quote}
      </>
    )
  }
  const shown = open ? text : text.slice(0, mostClosed)
  return (
    <>
      <span ref={box} className={open ? undefined : styles.clamped}>
        {quote}
        <VisibleText text={shown} />
        {shown.length === text.length ? quote : '…'}
      </span>
      {(cut || open) && (
        <Button variant="ghost" className={styles.more} onClick={() => setOpen(!open)} aria-expanded={open}>
          {open ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
        </Button>
      )}
    </>
  )
}
