import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { SkippedSpan, SkippedSummary } from '../../../../../shared/token/scan/found-token.ts'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './skipped-note.module.css'

/** So many are listed; the rest is counted. */
const listed = 50

/** What looks like a token and is none, each with its reason; a click shows where it stands. */
export function SkippedNote({
  text,
  skipped,
  onGo,
}: {
  readonly text: string
  readonly skipped: SkippedSummary
  /** Null where the text is not in an editor. */
  readonly onGo: ((span: SkippedSpan) => void) | null
}) {
  const [open, setOpen] = useState(false)
  const near = skipped.spans.filter(({ code }) => code !== 'NOT_SEARCHED')
  const notes = skipped.spans.filter(({ code }) => code === 'NOT_SEARCHED')
  const count = skipped.count - notes.length
  if (skipped.count === 0) return null
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <div className={styles.note}>
      {count > 0 && (
        <button type="button" className={styles.head} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevron size={14} aria-hidden />
          {count === 1
            ? 'Skipped: 1 thing looks like a token but is none'
            : `Skipped: ${count.toLocaleString('en')} things look like tokens but are none`}
        </button>
      )}
      {open && (
        <ul className={styles.list} aria-label="What was skipped">
          {near.slice(0, listed).map((span) => (
            <li key={`${span.start}-${span.end}`}>
              <Entry text={text} span={span} onGo={onGo} />
            </li>
          ))}
          {count > listed && (
            <li className={styles.rest}>and {(count - listed).toLocaleString('en')} more</li>
          )}
        </ul>
      )}
      {notes.map(({ reason }) => (
        <p key={reason} className={styles.words}>
          {reason}
        </p>
      ))}
    </div>
  )
}

function Entry({
  text,
  span,
  onGo,
}: {
  readonly text: string
  readonly span: SkippedSpan
  readonly onGo: ((span: SkippedSpan) => void) | null
}) {
  const words = (
    <>
      <code className={styles.snippet}>
        <VisibleText text={snippet(text, span)} />
      </code>
      <span>{span.reason}</span>
    </>
  )
  return onGo ? (
    <button type="button" className={styles.entry} onClick={() => onGo(span)}>
      {words}
    </button>
  ) : (
    <div className={styles.entry}>{words}</div>
  )
}

function snippet(text: string, { start, end }: SkippedSpan): string {
  return end - start <= 28 ? text.slice(start, end) : `${text.slice(start, start + 26)}…`
}
