import { useId } from 'react'
import { Button } from '../../ui/button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import type { Verification } from './inspect-store.ts'
import { actionLabel, type FormProblem, type KeyForm, type KeyKind, progressText } from './key-choice.ts'
import styles from './key-panel.module.css'
import { KeySourceFields } from './key-source-fields.tsx'

const kinds: readonly { readonly kind: KeyKind; readonly label: string }[] = [
  { kind: 'discovery', label: 'Issuer discovery' },
  { kind: 'jwks_url', label: 'JWKS URL' },
  { kind: 'key', label: 'Key' },
  { kind: 'secret', label: 'Shared secret' },
]

/** Where the key comes from: the question the signature rung asks, and the one button that acts on it. */
export function KeyPanel({
  form,
  problem,
  verification,
  onKey,
  onVerify,
  onCancel,
}: {
  readonly form: KeyForm
  readonly problem: FormProblem | null
  readonly verification: Verification
  readonly onKey: (change: Partial<KeyForm>) => void
  readonly onVerify: () => void
  readonly onCancel: () => void
}) {
  const group = useId()
  const running = verification.kind === 'running'
  return (
    <div className={styles.panel}>
      <fieldset className={styles.kinds}>
        <legend className="visually-hidden">The key comes from</legend>
        {kinds.map(({ kind, label }) => (
          <label key={kind} className={styles.kind}>
            <input
              type="radio"
              name={group}
              value={kind}
              checked={form.kind === kind}
              onChange={() => onKey({ kind })}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      {verification.kind === 'failed' && (
        <InlineProblem title="Nothing was verified">{verification.error.message}</InlineProblem>
      )}
      {problem?.field === 'token' && <InlineProblem title={problem.message} />}
      <div className={styles.ask}>
        <div className={styles.fields}>
          <KeySourceFields form={form} problem={problem} onChange={onKey} />
        </div>
        <div className={styles.go}>
          {running ? (
            <>
              <Button onClick={onCancel}>Cancel</Button>
              <span className={styles.progress}>{progressText(verification.request.source)}</span>
            </>
          ) : (
            <>
              <Button variant="primary" className={styles.verify} keys={['Mod', 'Enter']} onClick={onVerify}>
                {actionLabel(form)}
              </Button>
              {verification.kind === 'idle' && verification.cancelled && (
                <span className={styles.progress}>Cancelled; nothing was verified.</span>
              )}
            </>
          )}
        </div>
      </div>
    </div>
  )
}
