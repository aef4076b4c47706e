import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { type AuthMethodWithAssertion, assertionAlgs } from './assertion-algs.ts'
import styles from './profile-editor.module.css'
import { openForm, openProfile, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { SecretField } from './secret-field.tsx'
import { secretsOfMethod } from './used-secrets.ts'

type Props = { readonly state: ProfilesState & ProfilesActions }

/** What the chosen client authentication needs: a secret or a key, and how it is spelled or signed. */
export function ClientAuthFields({ state }: Props) {
  const { token_endpoint_auth_method: method } = openForm(state)
  const builtIn = openProfile(state)?.builtIn ?? false
  return (
    <>
      {secretsOfMethod(method).map((name) => (
        <div key={name} className={styles.wide}>
          <SecretField
            name={name}
            state={state}
            hint={
              builtIn && name === 'client_secret'
                ? 'Left empty, the secret that the built-in provider made for this client is used.'
                : undefined
            }
          />
        </div>
      ))}
      {method === 'client_secret_basic' && <BasicSpelling state={state} />}
      {(method === 'client_secret_jwt' || method === 'private_key_jwt') && (
        <AssertionFields state={state} method={method} />
      )}
    </>
  )
}

function BasicSpelling({ state }: Props) {
  const { flow } = openForm(state)
  return (
    <Field
      label="Spelling in the header"
      hint="Matters when the ID or the secret holds more than letters and digits."
    >
      {(control) => (
        <Select
          {...control}
          options={[
            { value: 'form_encoded', label: 'Form-encoded, as RFC 6749 has it' },
            { value: 'raw', label: 'Raw, for servers that decode nothing' },
          ]}
          value={flow.basic_credentials}
          onValueChange={(value) => state.changeFlow({ basic_credentials: value })}
        />
      )}
    </Field>
  )
}

function AssertionFields({ state, method }: Props & { readonly method: AuthMethodWithAssertion }) {
  const { flow } = openForm(state)
  return (
    <>
      <Field label="Assertion algorithm" wire="alg">
        {(control) => (
          <Select
            {...control}
            options={[
              {
                value: '',
                label: method === 'client_secret_jwt' ? 'HS256' : 'The first that the key can make',
              },
              ...assertionAlgs(method, flow.client_assertion_signing_alg),
            ]}
            value={flow.client_assertion_signing_alg}
            onValueChange={(value) => state.changeFlow({ client_assertion_signing_alg: value })}
          />
        )}
      </Field>
      <Field label="Assertion audience" wire="aud">
        {(control) => (
          <Select
            {...control}
            options={[
              { value: 'issuer', label: 'The issuer' },
              { value: 'token_endpoint', label: 'The token endpoint, as older servers want it' },
            ]}
            value={flow.client_assertion_audience}
            onValueChange={(value) => state.changeFlow({ client_assertion_audience: value })}
          />
        )}
      </Field>
    </>
  )
}
