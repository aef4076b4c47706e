import { ChevronDown, ChevronUp } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Problem, SegmentName, TokenReading } from '../../../../shared/token/reading.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Pane, PaneBar } from '../../ui/pane.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { readUnderlines } from './editor-marks.ts'
import styles from './input-pane.module.css'
import { PlainEditor } from './plain-editor.tsx'

const TokenEditor = lazy(() =>
  import('./token-editor.tsx').then(({ TokenEditor }) => ({ default: TokenEditor })),
)

const segmentWords: Readonly<Record<SegmentName, readonly [label: string, color: string | undefined]>> = {
  header: ['header', styles.header],
  payload: ['claims', styles.payload],
  signature: ['signature', styles.signature],
  encrypted_key: ['key', styles.payload],
  iv: ['iv', styles.other],
  ciphertext: ['ciphertext', styles.signature],
  tag: ['tag', styles.other],
  aad: ['additional data', styles.other],
}

/** The left side: the pasted text with its parts coloured, what is wrong with it, and a legend. */
export function InputPane({
  reading,
  from,
  strip,
  onEdit,
  onPaste,
  onClear,
}: {
  readonly reading: TokenReading
  readonly from: string | null
  /** In a small window the pane is a strip that opens. */
  readonly strip: boolean
  readonly onEdit: (text: string) => void
  readonly onPaste: (text: string) => void
  readonly onClear: () => void
}) {
  const [target, setTarget] = useState<{ readonly start: number; readonly end: number } | null>(null)
  const [opened, setOpened] = useState(false)
  const isEmpty = reading.input === ''
  const open = !strip || opened || isEmpty
  const editor = { reading, onEdit, onPaste, target }
  const bar = from ?? reading.wrapper
  return (
    <Pane label="Input" className={classNames(strip && styles.strip)}>
      <PaneBar
        title="Input"
        end={
          <>
            {strip && !isEmpty && (
              <Button
                variant="ghost"
                icon={open ? <ChevronUp size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
                aria-expanded={open}
                onClick={() => setOpened(!opened)}
              >
                {open ? 'Fold' : 'Show text'}
              </Button>
            )}
            {!isEmpty && (
              <Button variant="ghost" onClick={onClear}>
                Clear
              </Button>
            )}
            <Kbd keys={['Mod', 'V']} />
          </>
        }
      >
        {bar && !isEmpty && <Chip>{bar}</Chip>}
        {strip && !isEmpty && <Legend reading={reading} />}
      </PaneBar>
      {open && (
        <div className={styles.editor}>
          <Suspense fallback={<PlainEditor {...editor} />}>
            <TokenEditor {...editor} />
          </Suspense>
        </div>
      )}
      {reading.more !== undefined && (
        <p className={styles.more}>
          <StatusIcon status="info" label={null} size={14} />
          {reading.more} more {reading.more === 1 ? 'token' : 'tokens'} in this text; paste one alone to read
          it.
        </p>
      )}
      <Problems
        problems={readUnderlines(reading)}
        onGo={({ start, end }) => {
          setOpened(true)
          setTarget({ start, end })
        }}
      />
      {!strip && !isEmpty && (
        <div className={styles.foot}>
          <Legend reading={reading} />
        </div>
      )}
    </Pane>
  )
}

/** Problems beyond these are counted, not listed; they are underlined all the same. */
const listed = 6

function Problems({
  problems,
  onGo,
}: {
  readonly problems: readonly Problem[]
  readonly onGo: (problem: Problem) => void
}) {
  if (problems.length === 0) return null
  const rest = problems.length - listed
  return (
    <ul className={styles.problems} aria-label="Problems in the input">
      {problems.slice(0, listed).map((problem) => (
        <li key={`${problem.code}-${problem.start}-${problem.end}`}>
          <button type="button" className={styles.problem} onClick={() => onGo(problem)}>
            <StatusIcon
              status={problem.severity === 'error' ? 'fail' : 'warning'}
              label={problem.severity === 'error' ? 'Error' : 'Warning'}
              size={14}
            />
            <span>{problem.message}</span>
            <span className={styles.position}>at {problem.start + 1}</span>
          </button>
        </li>
      ))}
      {rest > 0 && <li className={styles.rest}>and {rest} more, underlined above</li>}
    </ul>
  )
}

function Legend({ reading }: { readonly reading: TokenReading }) {
  const skipped = reading.span.start > 0 || reading.span.end < reading.input.length
  if (reading.segments.length === 0) {
    return (
      <p className={styles.legend}>
        {reading.token.length} {reading.token.length === 1 ? 'character' : 'characters'}, not a JWT
      </p>
    )
  }
  return (
    <p className={styles.legend}>
      {reading.segments.map((segment) => {
        const [label, color] = segmentWords[segment.name]
        return (
          <span key={segment.start} className={styles.part}>
            <i className={classNames(styles.swatch, color)} aria-hidden />
            {label} {segment.byteLength === null ? 'unreadable' : `${segment.byteLength} B`}
          </span>
        )
      })}
      {skipped && <span className={styles.skipped}>skipped text in grey</span>}
    </p>
  )
}
