import { answersBySecret } from '../../../../shared/profile/missing-input.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { AnswerEncryptionFields } from './answer-encryption-fields.tsx'
import { keySigningAlgs } from './assertion-algs.ts'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { SecretField } from './secret-field.tsx'
import { secretsOfMethod, secretsOfRequestObject } from './used-secrets.ts'

/** What was registered for the answers: how ID tokens are signed, and the key that opens what is encrypted. */
export function AnswerFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const { flow, token_endpoint_auth_method: method } = openForm(state)
  // What stands further up already is not shown twice.
  const isShown =
    secretsOfMethod(method).includes('client_secret') ||
    secretsOfRequestObject(flow).includes('client_secret')
  const needsSecret = !isShown && answersBySecret(flow) !== null
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
      <AnswerEncryptionFields state={state} />
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
      {needsSecret && (
        <div className={styles.wide}>
          <SecretField name="client_secret" state={state} />
        </div>
      )}
    </div>
  )
}
