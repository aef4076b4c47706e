import { clientAuthMethod } from '../../../../shared/profile/profile.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import { ParameterFields } from './parameter-fields.tsx'
import styles from './profile-editor.module.css'
import { openForm, openProfile, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { SecretField } from './secret-field.tsx'

const authMethods = {
  none: 'none (public client, PKCE only)',
  client_secret_basic: 'client_secret_basic (in the header)',
  client_secret_post: 'client_secret_post (in the body)',
  client_secret_jwt: 'client_secret_jwt (assertion by the secret)',
  private_key_jwt: 'private_key_jwt (assertion by a key)',
} as const

/** Who the client is, how it proves it, and what it asks for. */
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
      <div className={styles.wide}>
        <SecretField
          profile={openProfile(state)}
          used={form.token_endpoint_auth_method !== 'none'}
          edit={state.secret}
          reveal={state.reveal}
          problem={errors.secret}
          onEdit={state.changeSecret}
          onReveal={() => void state.revealSecret()}
          onHide={state.hideSecret}
        />
      </div>
      <Field
        label="Scope"
        wire="scope"
        className={styles.wide}
        problem={errors.scope ?? null}
        hint="Separated by spaces. openid brings an ID token, offline_access a refresh token."
      >
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={2}
            value={form.scope}
            onChange={(event) => state.change({ scope: event.target.value })}
          />
        )}
      </Field>
      <ParameterFields
        parameters={form.parameters}
        errors={errors}
        onChange={(parameters) => state.change({ parameters })}
      />
    </div>
  )
}
