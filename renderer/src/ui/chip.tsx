import type { ReactNode } from 'react'
import styles from './chip.module.css'
import { classNames } from './class-names.ts'

export type Tone = 'none' | 'pass' | 'fail' | 'warn' | 'info' | 'accent'

/** A short label in a pill. Colour never says it alone: the words do. */
export function Chip({
  tone = 'none',
  icon,
  children,
}: {
  readonly tone?: Tone
  readonly icon?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <span className={classNames(styles.chip, styles[tone])}>
      {icon}
      {children}
    </span>
  )
}
