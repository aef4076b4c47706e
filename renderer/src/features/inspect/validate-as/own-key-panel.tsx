import { Button } from '../../../ui/button.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import type { Verification } from '../inspect-state.ts'
import styles from './validate-as.module.css'

/** In place of the choice of a key: a DPoP proof brings its own, and what that is worth is said before the click. */
export function OwnKeyPanel({
  verification,
  onVerify,
}: {
  readonly verification: Verification
  readonly onVerify: () => void
}) {
  return (
    <div className={styles.own}>
      <p>
        A DPoP proof is verified with the key in its own header. That proves possession of the key, and
        nothing about who has it.
      </p>
      {verification.kind === 'failed' && (
        <InlineProblem title="Nothing was verified">{verification.error.message}</InlineProblem>
      )}
      <Button
        variant="primary"
        keys={['Mod', 'Enter']}
        disabled={verification.kind === 'running'}
        onClick={onVerify}
      >
        Verify with its own key
      </Button>
    </div>
  )
}
