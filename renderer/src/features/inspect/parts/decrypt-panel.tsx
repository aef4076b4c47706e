import type { KeyRecord } from '../../../../../shared/key/key-record.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import type { Verification } from '../inspect-state.ts'
import { type FormProblem, type KeyKind, statedValue } from '../key-choice.ts'
import { KeyPanel } from '../key-panel.tsx'
import styles from './decrypt-panel.module.css'
import { type OpeningForm, obsoleteAlgorithm, openingKey } from './opening.ts'

const kinds: readonly { readonly kind: KeyKind; readonly label: string }[] = [
  { kind: 'key', label: 'Key' },
  { kind: 'secret', label: 'Secret or password' },
  { kind: 'vault', label: 'Your keys' },
]

/** The question of the rung "decrypted": which key opens it. Nothing is ever fetched for it. */
export function DecryptPanel({
  reading,
  form,
  problem,
  verification,
  vaultKeys,
  onChange,
  onVaultKeys,
  onOpen,
  onCancel,
}: {
  readonly reading: TokenReading
  readonly form: OpeningForm
  readonly problem: FormProblem | null
  readonly verification: Verification
  readonly vaultKeys: readonly KeyRecord[] | null
  readonly onChange: (change: Partial<OpeningForm>) => void
  readonly onVaultKeys: () => void
  readonly onOpen: () => void
  readonly onCancel: () => void
}) {
  const key = openingKey(form, reading)
  const obsolete = obsoleteAlgorithm(reading)
  const count = statedValue(reading, 'header', 'p2c')
  return (
    <div className={styles.panel}>
      {obsolete && (
        <InlineProblem tone="warning" title={`${obsolete} is obsolete`} announce={false}>
          <label className={styles.allow}>
            <input
              type="checkbox"
              checked={form.allowObsolete}
              onChange={(event) => onChange({ allowObsolete: event.target.checked })}
            />
            <span>
              Open it all the same. Its padding can leak the content to whoever may ask often enough; senders
              should use RSA-OAEP-256.
            </span>
          </label>
        </InlineProblem>
      )}
      {typeof count === 'number' && (
        <p className={styles.count}>
          The password is stretched with {count.toLocaleString('en')} iterations; up to 1,200,000 are
          computed.
        </p>
      )}
      <KeyPanel
        kinds={kinds}
        legend="The key that opens it"
        action="Open it"
        purpose="decrypt"
        form={key}
        problem={problem?.opening ? problem : null}
        verification={verification}
        vaultKeys={vaultKeys}
        onVaultKeys={onVaultKeys}
        onKey={(change) =>
          onChange({ key: { ...key, ...change }, chosen: form.chosen || change.kind !== undefined })
        }
        onVerify={onOpen}
        onCancel={onCancel}
      />
    </div>
  )
}
