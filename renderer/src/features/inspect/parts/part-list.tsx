import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { PartResult } from '../../../../../shared/verdict/verification.ts'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import { Rung } from '../rung.tsx'
import { partAlgorithm } from './part-algorithm.ts'
import styles from './part-list.module.css'
import { layerParts, partOutcome, partStatus } from './part-words.ts'

/** The signatures, recipients or layers of a token, each with a verdict and, opened, a ladder of its own. */
export function PartList({
  parts,
  reading,
}: {
  readonly parts: readonly PartResult[]
  /** Of the token they are parts of. */
  readonly reading: TokenReading
}) {
  const shown = layerParts(parts)
  if (shown.length === 0) return null
  return (
    <section className={styles.parts} aria-label="Parts of the token">
      <ol className={styles.list}>
        {shown.map((part) => (
          <Part key={part.id} part={part} algorithm={partAlgorithm(reading, part.id)} />
        ))}
      </ol>
    </section>
  )
}

function Part({ part, algorithm }: { readonly part: PartResult; readonly algorithm: string | null }) {
  const [open, setOpen] = useState(false)
  const bodyId = useId()
  const inner = layerParts(part.parts ?? [])
  const status = partStatus(part)
  return (
    <li className={styles.part}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={open ? bodyId : undefined}
        onClick={() => setOpen(!open)}
      >
        <StatusIcon status={status} />
        <span className={styles.title}>
          <VisibleText text={part.title} />
        </span>
        <span className={styles.outcome}>
          {algorithm !== null && (
            <>
              <code>
                <VisibleText text={algorithm} />
              </code>{' '}
              ·{' '}
            </>
          )}
          <VisibleText text={partOutcome(part)} />
        </span>
        <ChevronRight className={styles.chevron} size={14} aria-hidden data-open={open || undefined} />
      </button>
      {open && (
        <div id={bodyId} className={styles.body}>
          <PartChecks part={part} />
        </div>
      )}
      {inner.length > 0 && (
        <ol className={styles.list}>
          {inner.map((each) => (
            <Part key={each.id} part={each} algorithm={null} />
          ))}
        </ol>
      )}
    </li>
  )
}

function PartChecks({ part }: { readonly part: PartResult }) {
  const [shut, setShut] = useState<ReadonlySet<string>>(
    new Set(part.checks.filter(({ status }) => status !== 'fail').map(({ id }) => id)),
  )
  const toggle = (id: string) => {
    const next = new Set(shut)
    if (!next.delete(id)) next.add(id)
    setShut(next)
  }
  return (
    <ol className={styles.checks} aria-label={`Checks: ${part.title}`}>
      {part.checks.map((check) => (
        <Rung
          key={check.id}
          check={check}
          open={!shut.has(check.id)}
          explain
          names={null}
          actions={[]}
          onAction={() => {}}
          onToggle={() => toggle(check.id)}
        />
      ))}
    </ol>
  )
}
