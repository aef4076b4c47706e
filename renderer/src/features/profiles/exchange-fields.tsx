import { useId } from 'react'
import { Field } from '../../ui/field.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { SecretField } from './secret-field.tsx'

type Props = { readonly state: ProfilesState & ProfilesActions }
type TypeField = 'subject_token_type' | 'actor_token_type' | 'requested_token_type'

/** The names of RFC 8693 §3; servers may have others of their own. */
const tokenTypes = ['access_token', 'refresh_token', 'id_token', 'jwt', 'saml1', 'saml2'].map(
  (name) => `urn:ietf:params:oauth:token-type:${name}`,
)

/** What a token exchange gives and asks for (RFC 8693 §2.1). */
export function ExchangeFields({ state }: Props) {
  const { flow } = openForm(state)
  const listId = useId()
  return (
    <>
      <datalist id={listId}>
        {tokenTypes.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      <div className={styles.wide}>
        <SecretField name="subject_token" state={state} />
      </div>
      <TokenType state={state} listId={listId} field="subject_token_type" label="Subject token type" />
      <TokenType
        state={state}
        listId={listId}
        field="requested_token_type"
        label="Requested token type"
        hint="Empty: the server chooses."
      />
      <div className={styles.wide}>
        <SecretField name="actor_token" state={state} />
      </div>
      <TokenType
        state={state}
        listId={listId}
        field="actor_token_type"
        label="Actor token type"
        hint="Needed with an actor token."
      />
      <Field
        label="Audience"
        wire="audience"
        problem={audienceProblem(state)}
        hint="Whom the token is for, one per line; empty: not sent."
      >
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={2}
            value={flow.audience.join('\n')}
            onChange={(event) => {
              const text = event.target.value
              state.changeFlow({ audience: text === '' ? [] : text.split('\n') })
            }}
          />
        )}
      </Field>
    </>
  )
}

function TokenType({
  state,
  listId,
  field,
  label,
  hint,
}: Props & {
  readonly listId: string
  readonly field: TypeField
  readonly label: string
  readonly hint?: string
}) {
  return (
    <Field label={label} wire={field} hint={hint} problem={state.fieldErrors[`flow.${field}`] ?? null}>
      {(control) => (
        <TextInput
          {...control}
          mono
          list={listId}
          maxLength={256}
          placeholder="urn:ietf:params:oauth:token-type:…"
          value={openForm(state).flow[field]}
          onChange={(event) => state.changeFlow({ [field]: event.target.value })}
        />
      )}
    </Field>
  )
}

function audienceProblem({ fieldErrors }: ProfilesState): string | null {
  const path = Object.keys(fieldErrors).find(
    (key) => key === 'flow.audience' || key.startsWith('flow.audience.'),
  )
  return path === undefined ? null : (fieldErrors[path] ?? null)
}
