import { ChevronRight } from 'lucide-react'
import type { TrailStep } from './inspect-state.ts'
import styles from './token-trail.module.css'

/** From which tokens this one was opened; each leads back. */
export function TokenTrail({
  trail,
  from,
  onBack,
}: {
  readonly trail: readonly TrailStep[]
  /** Where in the last of them this one stands. */
  readonly from: string | null
  readonly onBack: (step: number) => void
}) {
  if (trail.length === 0) return null
  return (
    <nav aria-label="Opened from" className={styles.trail}>
      <ol>
        {trail.map(({ title }, step) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a trail never move
          <li key={step}>
            <button type="button" onClick={() => onBack(step)}>
              {title}
            </button>
            <ChevronRight size={12} aria-hidden />
          </li>
        ))}
        <li aria-current="true">{from ?? 'this token'}</li>
      </ol>
    </nav>
  )
}
