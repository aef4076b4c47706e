import { hasFrontChannel } from '../../../../shared/profile/runnable-grants.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { RequestObjectFields } from './request-object-fields.tsx'
import { SecretField } from './secret-field.tsx'

type Props = { readonly state: ProfilesState & ProfilesActions }

/** What binds the request and the tokens to this app, beyond what every run has. */
export function ExtensionFields({ state }: Props) {
  const { flow } = openForm(state)
  const front = hasFrontChannel(flow.grant_type)
  return (
    <div className={styles.section}>
      <h2 className={styles.heading}>Binding</h2>
      {front && (
        <Field
          label="PKCE"
          wire="code_challenge_method"
          className={styles.wide}
          hint="Binds the code to this run. Less than S256 only for servers that refuse it."
        >
          {(control) => (
            <Select
              {...control}
              options={[
                { value: 'S256', label: 'S256' },
                { value: 'plain', label: 'plain: the verifier goes through the browser' },
                { value: 'none', label: 'none' },
              ]}
              value={flow.code_challenge_method}
              onValueChange={(code_challenge_method) => state.changeFlow({ code_challenge_method })}
            />
          )}
        </Field>
      )}
      {front && <RequestObjectFields state={state} />}
      {front && (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={flow.pushed_authorization}
            onChange={(event) => state.changeFlow({ pushed_authorization: event.target.checked })}
          />
          <span>Push the authorization request first (PAR)</span>
        </label>
      )}
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={flow.dpop}
          onChange={(event) => state.changeFlow({ dpop: event.target.checked })}
        />
        <span>Bind the tokens to a key (DPoP)</span>
      </label>
      {front && (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={flow.origin_header}
            onChange={(event) => state.changeFlow({ origin_header: event.target.checked })}
          />
          <span>Send the redirect URI’s origin with token requests, as a single-page app does (Origin)</span>
        </label>
      )}
      {flow.dpop && (
        <div className={styles.wide}>
          <SecretField name="dpop_key" state={state} />
        </div>
      )}
    </div>
  )
}
