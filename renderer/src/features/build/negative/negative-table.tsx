import { expectationWords } from '../../../../../shared/negative/negative-token.ts'
import type { ResultRow } from '../../../../../shared/negative/result-table.ts'
import type { AppActions } from '../../../app-actions.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { SpecLink } from '../../../ui/spec-link.tsx'
import { StatusIcon, statusWords } from '../../../ui/status-icon.tsx'
import styles from './negative.module.css'

/** One line a token: what differs, what a correct server does, and what this one did. */
export function NegativeTable({
  rows,
  actions,
}: {
  readonly rows: readonly ResultRow[]
  readonly actions: AppActions
}) {
  return (
    <table className={styles.table} aria-label="Negative tokens">
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">A correct server</th>
          <th scope="col">This server</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ token, judgement }) => (
          <tr key={token.id}>
            <th scope="row">
              <span className={styles.label}>{token.label}</span>
              <span className={styles.change}>{token.change}</span>
            </th>
            <td>
              <span className={styles.expected}>{expectationWords(token.expectation)}</span>
              <SpecLink spec={token.spec} inline />
            </td>
            <td>
              {judgement ? (
                <span className={styles.actual}>
                  <StatusIcon status={judgement.verdict} label={statusWords[judgement.verdict]} size={14} />
                  <span>{judgement.words}</span>
                </span>
              ) : (
                <span className={styles.unsent}>not sent</span>
              )}
            </td>
            <td>
              <span className={styles.actions}>
                <CopyButton label={`Copy the token: ${token.label}`} text={token.token} />
                <Button
                  variant="ghost"
                  aria-label={`Inspect: ${token.label}`}
                  onClick={() =>
                    actions.openInInspect({ token: token.token, from: `Negative token: ${token.label}` })
                  }
                >
                  Inspect
                </Button>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
