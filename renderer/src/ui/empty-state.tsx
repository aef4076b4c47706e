import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

/** An empty place that teaches: what goes here, one example to click, the shortcut. */
export function EmptyState({
  icon,
  title,
  level = 2,
  children,
  actions,
}: {
  readonly icon?: ReactNode
  readonly title: string
  /** 1 where nothing above it names the view. */
  readonly level?: 1 | 2
  readonly children?: ReactNode
  readonly actions?: ReactNode
}) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className={styles.empty}>
      {icon && <div className={styles.icon}>{icon}</div>}
      <Heading className={styles.title}>{title}</Heading>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
