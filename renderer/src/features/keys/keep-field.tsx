import { useId } from 'react'
import type { VaultStatus } from '../../../../shared/vault-status.ts'
import { describeVault } from '../../ui/vault-words.ts'
import styles from './keys-view.module.css'

/** Whether a key goes into the vault. Where nothing can be sealed there is no choice, and the notice says why. */
export function KeepField({
  vault,
  keep,
  onChange,
}: {
  readonly vault: VaultStatus | null
  readonly keep: boolean
  readonly onChange: (keep: boolean) => void
}) {
  const id = useId()
  if (vault?.kind !== 'sealed') return null
  return (
    <div className={styles.check}>
      <input id={id} type="checkbox" checked={keep} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id}>
        Keep it in the vault
        <br />
        <span className={styles.hint}>
          {keep
            ? describeVault(vault).short
            : 'It stays in memory until you quit; you can put it into the vault later.'}
        </span>
      </label>
    </div>
  )
}
