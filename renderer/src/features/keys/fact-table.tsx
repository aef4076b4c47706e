import type { ReactNode } from 'react'
import { CopyButton } from '../../ui/copy-button.tsx'
import { SpecLink } from '../../ui/spec-link.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './fact-table.module.css'

export type Fact = {
  readonly label: string
  /** Text from the key itself; null where it says nothing. */
  readonly value: string | null
  readonly code?: boolean
  readonly copy?: boolean
  readonly spec?: string
  readonly note?: ReactNode
}

/** Label, value, and where it is specified. */
export function FactTable({ label, facts }: { readonly label: string; readonly facts: readonly Fact[] }) {
  return (
    <table className={styles.table} aria-label={label}>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.label}>
            <th scope="row">{fact.label}</th>
            <td>
              <span className={styles.value}>
                {fact.value === null ? (
                  <span className={styles.none}>not stated</span>
                ) : fact.code ? (
                  <code>
                    <VisibleText text={fact.value} />
                  </code>
                ) : (
                  <VisibleText text={fact.value} />
                )}
                {fact.copy && fact.value !== null && (
                  <CopyButton label={`Copy ${fact.label}`} text={fact.value} />
                )}
                {fact.note}
              </span>
            </td>
            <td className={styles.spec}>{fact.spec && <SpecLink spec={fact.spec} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
