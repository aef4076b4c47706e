import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { keySigningAlgs } from './assertion-algs.ts'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { SecretField } from './secret-field.tsx'

/** What was registered for the answers: how ID tokens are signed, and the key that opens what is encrypted. */
export function AnswerFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const { flow } = openForm(state)
  const algs = [...keySigningAlgs, 'HS256', 'HS384', 'HS512']
  return (
    <div className={styles.section}>
      <h2 className={styles.heading}>Answers</h2>
      <Field
        label="ID token algorithm"
        wire="id_token_signed_response_alg"
        className={styles.wide}
        hint="Exactly this one is accepted then. HS256 and the like only where it was registered so: they are checked with the client secret."
      >
        {(control) => (
          <Select
            {...control}
            options={[
              { value: '', label: 'Any that the provider announces and signs with a key of its own' },
              ...algs.map((value) => ({
                value,
                label: value.startsWith('HS') ? `${value} (client secret)` : value,
              })),
            ]}
            value={flow.id_token_signed_response_alg}
            onValueChange={(id_token_signed_response_alg) =>
              state.changeFlow({ id_token_signed_response_alg })
            }
          />
        )}
      </Field>
      <Field
        label="Signed introspection"
        wire="introspection_signed_response_alg"
        className={styles.wide}
        hint="Asks for the answer as a JWT signed with this algorithm, as it was registered (RFC 9701)."
      >
        {(control) => (
          <Select
            {...control}
            options={[
              { value: '', label: 'no, plain JSON' },
              ...keySigningAlgs.map((value) => ({ value, label: value })),
            ]}
            value={flow.introspection_signed_response_alg}
            onValueChange={(introspection_signed_response_alg) =>
              state.changeFlow({ introspection_signed_response_alg })
            }
          />
        )}
      </Field>
      <div className={styles.wide}>
        <SecretField name="decryption_key" state={state} />
      </div>
    </div>
  )
}
