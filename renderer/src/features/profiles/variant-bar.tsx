import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { resolveDraft, unfilledIn } from '../../../../shared/profile/resolve-profile.ts'
import type { VariantChoice } from '../../../../shared/profile/variant.ts'
import { Select } from '../../ui/select.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './profile-editor.module.css'
import { baseDraft, openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'

type Props = { readonly state: ProfilesState & ProfilesActions }

/** Whose secrets are shown below, and what the fields come to there. Nothing where the profile has no variants. */
export function VariantBar({ state }: Props) {
  const { environments, clients, users } = openForm(state)
  if (environments.length + clients.length + users.length === 0) return null
  const { variant } = state
  const choose = (part: keyof VariantChoice) => (id: string) =>
    state.chooseVariant({ [part]: id === '' ? null : id })
  return (
    <section className={styles.variants} aria-label="Variant shown">
      <div className={styles.variantRow}>
        <span className={styles.legendText}>Secrets and preview of</span>
        <Part
          label="Environment"
          own="no environment"
          list={environments}
          value={variant.environment}
          onChoose={choose('environment')}
        />
        <Part
          label="Client"
          own="the main client"
          list={clients}
          value={variant.client}
          onChoose={choose('client')}
        />
        <Part
          label="Test user"
          own="no test user"
          list={users}
          value={variant.user}
          onChoose={choose('user')}
        />
      </div>
      <Preview state={state} />
    </section>
  )
}

function Preview({ state }: Props) {
  const draft = resolveDraft({ ...baseDraft(state), ...withoutRedirect(openForm(state)) }, state.variant)
  const missing = unfilledIn(draft)
  return (
    <p className={styles.hint}>
      <VisibleText text={`${draft.client_id || 'no client ID'} at ${draft.issuer || 'no issuer'}`} />
      {missing.length > 0 && ` · no value for ${missing.map((name) => `{{${name}}}`).join(', ')}`}
    </p>
  )
}

/** The redirect is half typed text and shows nothing of a variant. */
function withoutRedirect({ redirect: _, ...form }: ReturnType<typeof openForm>) {
  return form
}

function Part({
  label,
  own,
  list,
  value,
  onChoose,
}: {
  readonly label: string
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
        { value: '', label: own },
        ...list.map(({ id, name }) => ({ value: id, label: plainText(name) || 'unnamed' })),
      ]}
      value={value ?? ''}
      onValueChange={onChoose}
    />
  )
}
