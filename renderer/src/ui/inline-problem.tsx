import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './inline-problem.module.css'
import { StatusIcon } from './status-icon.tsx'

/** What went wrong or deserves care, where it happened: a fact, why, and what can be done. */
export function InlineProblem({
  tone = 'fail',
  title,
  children,
  actions,
  announce = true,
}: {
  readonly tone?: 'fail' | 'warning' | 'info'
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** False where a live region around it speaks already. */
  readonly announce?: boolean
}) {
  return (
    <div className={classNames(styles.problem, styles[tone])} {...(announce ? { role: 'status' } : {})}>
      <StatusIcon status={tone} />
      <div className={styles.body}>
        <p className={styles.title}>{title}</p>
        {children && <div className={styles.text}>{children}</div>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  )
}
