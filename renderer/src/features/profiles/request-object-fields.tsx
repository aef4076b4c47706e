import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { encryptionAlgs, requestObjectAlgs, requestObjectEncs } from './request-object-algs.ts'
import { SecretField } from './secret-field.tsx'
import { secretsOfGrant, secretsOfMethod, secretsOfRequestObject } from './used-secrets.ts'

type Props = { readonly state: ProfilesState & ProfilesActions }

/** Whether the authorization request goes as a signed JWT, encrypted or not, and the key that signs it (RFC 9101). */
export function RequestObjectFields({ state }: Props) {
  const { flow, token_endpoint_auth_method: method } = openForm(state)
  const { fieldErrors: errors } = state
  // What the client authentication or the grant shows already is not shown twice.
  const shown = [...secretsOfMethod(method), ...secretsOfGrant(flow.grant_type)]
  const secrets = secretsOfRequestObject(flow).filter((name) => !shown.includes(name))
  return (
    <>
      <Field
        label="Request object"
        wire="request_object_signing_alg"
        className={flow.request_object_signing_alg === '' ? styles.wide : undefined}
        problem={errors['flow.request_object_signing_alg'] ?? null}
        hint="Sends the request as a JWT that you sign, so that nobody can change it in the browser (JAR)."
      >
        {(control) => (
          <Select
            {...control}
            options={requestObjectAlgs(flow.request_object_signing_alg)}
            value={flow.request_object_signing_alg}
            onValueChange={(alg) =>
              state.changeFlow(
                // Nothing is encrypted that is not signed.
                alg === ''
                  ? { request_object_signing_alg: alg, request_object_encryption_alg: '' }
                  : { request_object_signing_alg: alg },
              )
            }
          />
        )}
      </Field>
      {flow.request_object_signing_alg !== '' && (
        <Field
          label="Encrypted"
          wire="request_object_encryption_alg"
          problem={errors['flow.request_object_encryption_alg'] ?? null}
          hint="So that only the provider can read it: with a key of its key set, or with the client secret."
        >
          {(control) => (
            <Select
              {...control}
              options={encryptionAlgs(flow.request_object_encryption_alg)}
              value={flow.request_object_encryption_alg}
              onValueChange={(request_object_encryption_alg) =>
                state.changeFlow({ request_object_encryption_alg })
              }
            />
          )}
        </Field>
      )}
      {flow.request_object_encryption_alg !== '' && (
        <Field label="Content encryption" wire="request_object_encryption_enc">
          {(control) => (
            <Select
              {...control}
              options={requestObjectEncs(flow.request_object_encryption_enc)}
              value={flow.request_object_encryption_enc}
              onValueChange={(request_object_encryption_enc) =>
                state.changeFlow({ request_object_encryption_enc })
              }
            />
          )}
        </Field>
      )}
      {secrets.map((name) => (
        <div key={name} className={styles.wide}>
          <SecretField name={name} state={state} />
        </div>
      ))}
    </>
  )
}
