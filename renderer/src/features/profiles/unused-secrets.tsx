import styles from './profile-editor.module.css'
import { editOf, isKept, openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { SecretField } from './secret-field.tsx'
import { unusedSecrets } from './used-secrets.ts'

/** Secrets that stay with the profile although nothing sends them now, so that none is kept unseen. */
export function UnusedSecrets({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const names = unusedSecrets(
    openForm(state),
    (name) => isKept(state, name) || editOf(state, name).kind !== 'keep',
  )
  if (names.length === 0) return null
  return (
    <div className={styles.block}>
      <h2 className={styles.heading}>Kept, not used</h2>
      {names.map((name) => (
        <SecretField key={name} name={name} state={state} hint="Not sent with these settings." />
      ))}
    </div>
  )
}
