import { GitCompareArrows, PenLine } from 'lucide-react'
import type { AppActions } from '../../app-actions.ts'
import { Button } from '../../ui/button.tsx'
import type { InspectState } from './inspect-state.ts'
import { CopyAsCode } from './policy-code/copy-as-code.tsx'
import styles from './token-actions.module.css'

/** What can be done with the token on the screen; beside the tabs. */
export function TokenActions({
  state,
  onCompare,
  tight,
  comparing,
  actions,
}: {
  readonly state: InspectState
  readonly onCompare: () => void
  /** There are more tabs than usual. */
  readonly tight: boolean
  /** The comparison is open already. */
  readonly comparing: boolean
  readonly actions: AppActions
}) {
  const { reading } = state
  const editable = reading.format !== 'jwe' && reading.format !== 'jwe_json'
  return (
    <div className={styles.actions} data-tight={tight || undefined}>
      {editable && (
        <Button
          variant="ghost"
          icon={<PenLine size={14} aria-hidden />}
          title="Edit and re-sign"
          aria-label="Edit and re-sign"
          onClick={() => actions.openInBuild(reading.token)}
        >
          <span>
            Edit<span className={styles.more}> and re-sign</span>
          </span>
        </Button>
      )}
      {!comparing && (
        <Button
          variant="ghost"
          icon={<GitCompareArrows size={14} aria-hidden />}
          title="Compare"
          onClick={onCompare}
        >
          Compare
        </Button>
      )}
      <CopyAsCode state={state} />
    </div>
  )
}
