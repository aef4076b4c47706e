import { useState } from 'react'
import { Field } from '../../ui/field.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { SecretField } from './secret-field.tsx'

type Props = { readonly state: ProfilesState & ProfilesActions }

/** How the provider is reached: by whom it is vouched for, through which proxy, and with which certificate. */
export function ConnectionFields({ state }: Props) {
  const { flow, token_endpoint_auth_method: method } = openForm(state)
  const { fieldErrors: errors } = state
  const isShownAbove = method.endsWith('tls_client_auth')
  const [fileProblem, setFileProblem] = useState<string | null>(null)
  return (
    <div className={styles.section}>
      <h2 className={styles.heading}>Connection</h2>
      {!isShownAbove && (
        <div className={styles.wide}>
          <SecretField name="client_certificate" state={state} />
        </div>
      )}
      {!isShownAbove && (
        <div className={styles.wide}>
          <SecretField name="certificate_passphrase" state={state} />
        </div>
      )}
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={flow.tls_client_certificate_bound_access_tokens}
          onChange={(event) =>
            state.changeFlow({ tls_client_certificate_bound_access_tokens: event.target.checked })
          }
        />
        <span>Access tokens must be bound to the certificate</span>
      </label>
      <Field
        label="Certificate authorities"
        wire="ca_certificates"
        className={styles.wide}
        problem={fileProblem ?? errors['flow.ca_certificates'] ?? null}
        action={
          <FileButton
            label="File with certificate authorities"
            accept=".pem,.crt,.cer"
            maxBytes={500_000}
            onText={(ca_certificates) => {
              setFileProblem(null)
              state.changeFlow({ ca_certificates })
            }}
            onProblem={setFileProblem}
          />
        }
        hint="PEM. Trusted for this profile beside the public ones, for a provider inside a company or on a test bench."
      >
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={3}
            maxLength={500_000}
            value={flow.ca_certificates}
            onChange={(event) => state.changeFlow({ ca_certificates: event.target.value })}
          />
        )}
      </Field>
      <ProxyFields state={state} />
    </div>
  )
}

/** What a manual proxy begins with; not an address yet. */
const unfinished = 'http://'

function ProxyFields({ state }: Props) {
  const { flow } = openForm(state)
  const kind = flow.proxy === '' || flow.proxy === 'none' ? flow.proxy : 'manual'
  return (
    <>
      <Field label="Proxy" className={styles.wide} hint="Never used for this machine itself.">
        {(control) => (
          <Select
            {...control}
            options={[
              { value: '', label: 'As the system says' },
              { value: 'none', label: 'None' },
              { value: 'manual', label: 'This one' },
            ]}
            value={kind}
            onValueChange={(value) => state.changeFlow({ proxy: value === 'manual' ? unfinished : value })}
          />
        )}
      </Field>
      {kind === 'manual' && (
        <div className={styles.wide}>
          <Field
            label="Proxy address"
            wire="proxy"
            problem={state.fieldErrors['flow.proxy'] ?? null}
            hint="http://host:port or https://host:port"
          >
            {(control) => (
              <TextInput
                {...control}
                mono
                maxLength={512}
                value={flow.proxy}
                onChange={(event) => state.changeFlow({ proxy: event.target.value || unfinished })}
              />
            )}
          </Field>
        </div>
      )}
      {kind === 'manual' && (
        <div className={styles.wide}>
          <SecretField name="proxy_credentials" state={state} />
        </div>
      )}
    </>
  )
}
