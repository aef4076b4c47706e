import type { ReactNode } from 'react'
import type { Check } from '../../../../shared/verdict/check.ts'
import { checkTitle } from '../../../../shared/verdict/explain-check.ts'
import { StatusIcon } from '../../ui/status-icon.tsx'
import styles from './asking-rung.module.css'

/** A rung while the key choice is open, in one cell: its line holds the field for what is expected. */
export function AskingRung({ check, children }: { readonly check: Check; readonly children: ReactNode }) {
  return (
    <li className={styles.ask} data-wide={check.id === 'time' || undefined}>
      {check.unproved ? (
        <StatusIcon status="info" label="Fits, not proved" />
      ) : (
        <StatusIcon status={check.status} />
      )}
      <span className={styles.title}>{checkTitle(check.id)}</span>
      {children}
    </li>
  )
}
