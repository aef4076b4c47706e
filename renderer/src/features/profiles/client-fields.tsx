import { clientAuthMethod } from '../../../../shared/profile/profile.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { ClientAuthFields } from './client-auth-fields.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'

const authMethods = {
  none: 'none (public client)',
  client_secret_basic: 'client_secret_basic (in the header)',
  client_secret_post: 'client_secret_post (in the body)',
  client_secret_jwt: 'client_secret_jwt (assertion by the secret)',
  private_key_jwt: 'private_key_jwt (assertion by a key)',
  tls_client_auth: 'tls_client_auth (certificate of an authority)',
  self_signed_tls_client_auth: 'self_signed_tls_client_auth (own certificate)',
} as const

/** Who the client is and how it proves it. */
export function ClientFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const form = openForm(state)
  const { fieldErrors: errors } = state
  return (
    <div className={styles.section}>
      <h2 className={styles.heading}>Client</h2>
      <Field label="Client ID" wire="client_id" problem={errors.client_id ?? null}>
        {(control) => (
          <TextInput
            {...control}
            mono
            maxLength={1024}
            value={form.client_id}
            onChange={(event) => state.change({ client_id: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Client authentication"
        wire="token_endpoint_auth_method"
        problem={errors.token_endpoint_auth_method ?? null}
      >
        {(control) => (
          <Select
            {...control}
            options={clientAuthMethod.options.map((value) => ({ value, label: authMethods[value] }))}
            value={form.token_endpoint_auth_method}
            onValueChange={(value) => state.change({ token_endpoint_auth_method: value })}
          />
        )}
      </Field>
      <ClientAuthFields state={state} />
    </div>
  )
}
