import { hasFrontChannel } from '../../../../shared/profile/runnable-grants.ts'
import { Field } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'

/** What is asked for in more words than a scope has: single claims, and authorization details. */
export function DetailFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const { flow } = openForm(state)
  const { fieldErrors: errors } = state
  return (
    <>
      {hasFrontChannel(flow.grant_type) && (
        <Field
          label="Claims"
          wire="claims"
          className={styles.wide}
          problem={errors['flow.claims'] ?? null}
          hint="Asked for one by one, as JSON; empty: what the scope brings (OIDC Core §5.5)."
        >
          {(control) => (
            <TextArea
              {...control}
              mono
              rows={2}
              maxLength={16_384}
              placeholder='{ "id_token": { "auth_time": { "essential": true } } }'
              value={flow.claims}
              onChange={(event) => state.changeFlow({ claims: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field
        label="Authorization details"
        wire="authorization_details"
        className={styles.wide}
        problem={errors['flow.authorization_details'] ?? null}
        hint="What exactly is asked for, as a JSON array of objects with a type (RFC 9396); empty: not sent."
      >
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={2}
            maxLength={16_384}
            placeholder='[{ "type": "payment_initiation" }]'
            value={flow.authorization_details}
            onChange={(event) => state.changeFlow({ authorization_details: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
