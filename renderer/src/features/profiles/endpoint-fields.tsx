import { type Endpoints, endpointFields } from '../../../../shared/profile/endpoints.ts'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import { openForm, openProfile, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'

const labels: Readonly<Record<keyof Endpoints, string>> = {
  authorization_endpoint: 'Authorization endpoint',
  token_endpoint: 'Token endpoint',
  jwks_uri: 'Keys',
  userinfo_endpoint: 'Userinfo endpoint',
  revocation_endpoint: 'Revocation endpoint',
  introspection_endpoint: 'Introspection endpoint',
  device_authorization_endpoint: 'Device authorization endpoint',
  pushed_authorization_request_endpoint: 'Pushed authorization endpoint',
  backchannel_authentication_endpoint: 'Backchannel authentication endpoint',
  end_session_endpoint: 'Logout endpoint',
  registration_endpoint: 'Registration endpoint',
}

/** For a provider that announces nothing: its endpoints by hand. */
export function EndpointFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const { endpoints } = openForm(state)
  if (openProfile(state)?.builtIn) return null
  const byHand = endpoints !== null
  return (
    <div className={styles.section}>
      <label className={`${styles.check} ${styles.wide}`}>
        <input
          type="checkbox"
          checked={byHand}
          onChange={(event) => state.change({ endpoints: event.target.checked ? {} : null })}
        />
        <span>
          Endpoints by hand
          <span className={styles.hint}>
            {' '}
            · for a provider without metadata; nothing is asked of the issuer
          </span>
        </span>
      </label>
      {byHand &&
        endpointFields.map((name) => (
          <Field
            key={name}
            label={labels[name]}
            wire={name}
            problem={state.fieldErrors[`endpoints.${name}`] ?? null}
          >
            {(control) => (
              <TextInput
                {...control}
                mono
                maxLength={2048}
                placeholder="https://"
                value={endpoints[name] ?? ''}
                onChange={(event) =>
                  state.change({ endpoints: { ...endpoints, [name]: event.target.value } })
                }
              />
            )}
          </Field>
        ))}
    </div>
  )
}
