import { useState } from 'react'
import { ClientListFields } from './client-list-fields.tsx'
import { EnvironmentFields } from './environment-fields.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { UserListFields } from './user-list-fields.tsx'

/** The same profile for other environments, clients and people; folded away where it has none of them. */
export function Variants({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const form = openForm(state)
  const counts = [
    counted(form.variables.length, 'variable'),
    counted(form.environments.length, 'environment'),
    counted(form.clients.length, 'other client'),
    counted(form.users.length, 'test user'),
  ].filter((text) => text !== null)
  const isWrong = Object.keys(state.fieldErrors).some((path) =>
    /^(?:variables|environments|clients|users)\b/.test(path),
  )
  const [wanted, setWanted] = useState<boolean | null>(null)
  const isOpen = isWrong || state.wantedField === 'variables' || (wanted ?? counts.length > 0)
  return (
    <details
      className={styles.fold}
      open={isOpen}
      onToggle={(event) => {
        if (event.currentTarget.open !== isOpen) setWanted(event.currentTarget.open)
      }}
    >
      <summary>
        <h2 className={styles.heading}>Environments, clients and users</h2>
        <span className={styles.hint}>
          {counts.length === 0 ? 'none: one set of values for everything' : counts.join(', ')}
        </span>
      </summary>
      <div className={styles.block}>
        <EnvironmentFields state={state} />
        <ClientListFields state={state} />
        <UserListFields state={state} />
      </div>
    </details>
  )
}

function counted(count: number, noun: string): string | null {
  return count === 0 ? null : `${count} ${noun}${count === 1 ? '' : 's'}`
}
