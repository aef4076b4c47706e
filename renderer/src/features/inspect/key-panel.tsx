import { type ReactNode, useId } from 'react'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { Button } from '../../ui/button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import type { Verification } from './inspect-state.ts'
import { actionLabel, type FormProblem, type KeyForm, type KeyKind, progressText } from './key-choice.ts'
import styles from './key-panel.module.css'
import { KeySourceFields } from './key-source-fields.tsx'

export type KeyKindChoice = { readonly kind: KeyKind; readonly label: string }

const signatureKinds: readonly KeyKindChoice[] = [
  { kind: 'discovery', label: 'Issuer discovery' },
  { kind: 'jwks_url', label: 'JWKS URL' },
  { kind: 'key', label: 'Key' },
  { kind: 'secret', label: 'Shared secret' },
  { kind: 'vault', label: 'Your keys' },
]

/** Where the key comes from: the question the signature rung asks, and the one button that acts on it. */
export function KeyPanel({
  kinds = signatureKinds,
  legend = 'The key comes from',
  action,
  purpose = 'verify',
  form,
  problem,
  verification,
  vaultKeys,
  onVaultKeys,
  onKey,
  onVerify,
  onCancel,
  children,
}: {
  readonly kinds?: readonly KeyKindChoice[]
  readonly legend?: string
  /** What the button says where it is not made from the form. */
  readonly action?: string
  readonly purpose?: 'verify' | 'decrypt'
  readonly form: KeyForm
  readonly problem: FormProblem | null
  readonly verification: Verification
  readonly vaultKeys: readonly KeyRecord[] | null
  /** The person's own keys are wanted. */
  readonly onVaultKeys: () => void
  readonly onKey: (change: Partial<KeyForm>) => void
  readonly onVerify: () => void
  readonly onCancel: () => void
  /** Further questions, above the key's fields. */
  readonly children?: ReactNode
}) {
  const group = useId()
  const running = verification.kind === 'running'
  return (
    <div className={styles.panel}>
      <fieldset className={styles.kinds}>
        <legend className="visually-hidden">{legend}</legend>
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
        <InlineProblem title={purpose === 'decrypt' ? 'Nothing was opened' : 'Nothing was verified'}>
          {verification.error.message}
        </InlineProblem>
      )}
      {problem?.field === 'token' && <InlineProblem title={problem.message} />}
      {children}
      <div className={styles.ask}>
        <KeySourceFields
          form={form}
          problem={problem}
          purpose={purpose}
          vaultKeys={vaultKeys}
          onVaultKeys={onVaultKeys}
          onChange={onKey}
        />
        <div className={styles.go}>
          {running ? (
            <>
              <Button onClick={onCancel}>Cancel</Button>
              <span className={styles.progress}>
                {purpose === 'decrypt' ? 'Opening it' : progressText(verification.request.source)}
              </span>
            </>
          ) : (
            <>
              <Button variant="primary" className={styles.verify} keys={['Mod', 'Enter']} onClick={onVerify}>
                {action ?? actionLabel(form)}
              </Button>
              {verification.kind === 'idle' && verification.cancelled && (
                <span className={styles.progress}>
                  {purpose === 'decrypt'
                    ? 'Cancelled; nothing was opened.'
                    : 'Cancelled; nothing was verified.'}
                </span>
              )}
            </>
          )}
        </div>
      </div>
    </div>
  )
}
