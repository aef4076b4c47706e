import { Plus, X } from 'lucide-react'
import type { TestUser } from '../../../../shared/profile/variant.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { newVariantId } from './variant-id.ts'

/** Who signs in during tests: the hint that is sent, and the user name where the app itself sends one. */
export function UserListFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const { users, flow } = openForm(state)
  const withPassword = flow.grant_type === 'password'
  const set = (place: number, change: Partial<TestUser>) =>
    state.change({ users: users.map((each, at) => (at === place ? { ...each, ...change } : each)) })
  return (
    <fieldset className={styles.parameters}>
      <legend className={styles.legend}>Test users</legend>
      {users.map((each, place) => {
        const problem = state.fieldErrors[`users.${place}.name`]
        return (
          <div key={each.id} className={styles.parameter}>
            <TextInput
              aria-label={`Name of test user ${place + 1}`}
              aria-invalid={problem ? true : undefined}
              placeholder="name, for example Ann, admin"
              maxLength={80}
              value={each.name}
              onChange={(event) => set(place, { name: event.target.value })}
            />
            <TextInput
              mono
              aria-label={`Login hint of test user ${place + 1}`}
              placeholder="login_hint"
              maxLength={1024}
              value={each.login_hint}
              onChange={(event) => set(place, { login_hint: event.target.value })}
            />
            <TextInput
              mono
              aria-label={`User name of test user ${place + 1}`}
              placeholder={withPassword ? 'username' : 'username (password grant only)'}
              maxLength={1024}
              value={each.username}
              onChange={(event) => set(place, { username: event.target.value })}
            />
            <IconButton
              label={`Remove test user ${each.name || place + 1}`}
              icon={<X size={14} aria-hidden />}
              onClick={() => state.change({ users: users.filter((_, at) => at !== place) })}
            />
            {problem && <p className={styles.problem}>{problem}</p>}
          </div>
        )
      })}
      <div className={styles.add}>
        <Button
          icon={<Plus size={14} aria-hidden />}
          disabled={users.length >= 100}
          onClick={() =>
            state.change({
              users: [...users, { id: newVariantId(), name: '', login_hint: '', username: '' }],
            })
          }
        >
          Add a test user
        </Button>
        <span className={styles.hint}>
          A sign-in in the browser is theirs to make; the hint tells the provider whom to ask for.
        </span>
      </div>
    </fieldset>
  )
}
