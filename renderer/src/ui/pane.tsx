import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './pane.module.css'

/** A named region of the window: a column with a bar on top and scrolling content below. */
export function Pane({
  label,
  className,
  children,
}: {
  readonly label: string
  readonly className?: string | undefined
  readonly children: ReactNode
}) {
  return (
    <section aria-label={label} className={classNames(styles.pane, className)}>
      {children}
    </section>
  )
}

export function PaneBar({
  title,
  level = 2,
  children,
  end,
}: {
  readonly title: string
  readonly level?: 1 | 2
  /** Beside the title: chips, small facts. */
  readonly children?: ReactNode
  /** At the right: actions. */
  readonly end?: ReactNode
}) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className={styles.bar}>
      <Heading className={styles.title}>{title}</Heading>
      {children}
      {end && <div className={styles.end}>{end}</div>}
    </div>
  )
}

/** The part of a pane that scrolls, reachable by keyboard. */
export function PaneScroll({
  className,
  children,
}: {
  readonly className?: string | undefined
  readonly children: ReactNode
}) {
  return <div className={classNames(styles.scroll, className)}>{children}</div>
}

/** The foot of a pane: the one primary action and what it will do. */
export function PaneFoot({ children }: { readonly children: ReactNode }) {
  return <div className={styles.foot}>{children}</div>
}
