import type { ReactNode } from 'react'
import type { Check } from '../../../../shared/verdict/check.ts'
import { checkTitle } from '../../../../shared/verdict/explain-check.ts'
import { SpecLink } from '../../ui/spec-link.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import styles from './rung.module.css'

/** A rung while the key choice is open: its line holds the field for what is expected. */
export function AskingRung({ check, children }: { readonly check: Check; readonly children: ReactNode }) {
  return (
    <li className={styles.rung}>
      <div className={styles.line}>
        <div className={styles.ask}>
          <StatusIcon status={check.status} />
          <span className={styles.askTitle}>{checkTitle(check.id)}</span>
          {children}
        </div>
        <span className={styles.spec}>
          <SpecLink spec={check.spec} />
        </span>
      </div>
    </li>
  )
}
