import { FileText } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './large-text.module.css'
import { megabytes, type Scan } from './token-input.ts'

const shownLines = 8
const shownWidth = 160

/** Stands where the editor would: a text this large is searched, not edited. */
export function LargeText({
  text,
  name,
  count,
  scan,
  folded,
  now,
  onCancel,
}: {
  readonly text: string
  /** The file's name; null for a paste. */
  readonly name: string | null
  readonly count: number
  readonly scan: Scan
  /** Without its first lines: in a small window. */
  readonly folded: boolean
  readonly now: () => number
  readonly onCancel: () => void
}) {
  const beginning = useMemo(() => firstLines(text), [text])
  const found = `${count.toLocaleString('en')} ${count === 1 ? 'token' : 'tokens'}`
  return (
    <div className={styles.card}>
      <div className={styles.head}>
        <FileText size={16} aria-hidden />
        <p className={styles.title}>
          <VisibleText text={name ?? 'Pasted text'} />{' '}
          <span className={styles.size}>{megabytes(text.length)}</span>
        </p>
        <p className={styles.count} role="status">
          {scan.kind === 'complete' ? `${found} found` : ''}
        </p>
      </div>
      {scan.kind === 'running' && <Progress scan={scan} found={found} now={now} onCancel={onCancel} />}
      {scan.kind === 'cancelled' && (
        <InlineProblem tone="info" title={`Stopped at ${percent(scan)} of the text`}>
          The list holds the {found} up to there; what comes after was not searched.
        </InlineProblem>
      )}
      {scan.kind === 'failed' && (
        <InlineProblem title="The search did not end">
          {scan.message} The list holds what was found until then.
        </InlineProblem>
      )}
      {!folded && (
        <>
          <pre className={styles.lines}>
            <VisibleText text={beginning} />
          </pre>
          <p className={styles.words}>The first lines. A text this large is searched, not edited.</p>
        </>
      )}
    </div>
  )
}

/** What ends within this time needs no word about it. */
const patience = 300

function Progress({
  scan,
  found,
  now,
  onCancel,
}: {
  readonly scan: Extract<Scan, { kind: 'running' }>
  readonly found: string
  readonly now: () => number
  readonly onCancel: () => void
}) {
  const [late, setLate] = useState(() => now() - scan.since >= patience)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), Math.max(0, patience - (now() - scan.since)))
    return () => clearTimeout(timer)
  }, [scan.since, now])
  if (!late) return null
  return (
    <div className={styles.progress}>
      <progress max={scan.total} value={scan.at} aria-label="Search of the text" />
      <span>
        Searching: {percent(scan)}, {found} so far
      </span>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  )
}

function percent({ at, total }: { readonly at: number; readonly total: number }): string {
  return `${Math.floor((at / Math.max(1, total)) * 100)} %`
}

function firstLines(text: string): string {
  return text
    .slice(0, shownLines * 2000)
    .split(/\r\n?|\n/, shownLines)
    .map((line) => (line.length > shownWidth ? `${line.slice(0, shownWidth)}…` : line))
    .join('\n')
}
