import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { VariantChoice } from '../../../../shared/profile/variant.ts'
import { Select } from '../../ui/select.tsx'
import { chosenVariant, type FlowsState, keptProfile } from './flows-store.ts'
import styles from './run-form.module.css'

/** For which environment, client and user the run is; nothing where the profile has none of them. */
export function VariantSelect({ state }: { readonly state: FlowsState }) {
  const profile = keptProfile(state)
  if (profile === null) return null
  const { environments, clients, users } = profile
  if (environments.length + clients.length + users.length === 0) return null
  const chosen = chosenVariant(state)
  const choose = (part: keyof VariantChoice) => (id: string) =>
    state.selectVariant({ [part]: id === '' ? null : id })
  return (
    <div className={styles.variants}>
      <One
        label="Environment"
        own="No environment"
        list={environments}
        value={chosen.environment}
        onChoose={choose('environment')}
      />
      <One
        label="Client"
        own="Main client"
        list={clients}
        value={chosen.client}
        onChoose={choose('client')}
      />
      <One label="Test user" own="Anyone" list={users} value={chosen.user} onChoose={choose('user')} />
    </div>
  )
}

function One({
  label,
  own,
  list,
  value,
  onChoose,
}: {
  readonly label: string
  /** What the profile has by itself. */
  readonly own: string
  readonly list: readonly { readonly id: string; readonly name: string }[]
  readonly value: string | null
  readonly onChoose: (id: string) => void
}) {
  if (list.length === 0) return null
  return (
    <Select
      aria-label={label}
      options={[
        { value: '', label: plainText(own) },
        ...list.map(({ id, name }) => ({ value: id, label: plainText(name) })),
      ]}
      value={value ?? ''}
      onValueChange={onChoose}
    />
  )
}
