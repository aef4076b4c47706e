import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { CibaFields } from './ciba-fields.tsx'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'

/** Who is to sign in, and with CIBA what their device shows. */
export function HintFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const { flow } = openForm(state)
  const { fieldErrors: errors } = state
  const isCiba = flow.grant_type === 'urn:openid:params:grant-type:ciba'
  return (
    <>
      <Field
        label="Login hint"
        wire="login_hint"
        problem={errors['flow.login_hint'] ?? null}
        hint={isCiba ? 'Whom the provider asks, as it knows them.' : 'Who is to sign in; empty: not sent.'}
      >
        {(control) => (
          <TextInput
            {...control}
            mono
            maxLength={1024}
            value={flow.login_hint}
            onChange={(event) => state.changeFlow({ login_hint: event.target.value })}
          />
        )}
      </Field>
      {isCiba && (
        <Field
          label="Binding message"
          wire="binding_message"
          problem={errors['flow.binding_message'] ?? null}
          hint="Shown on the person’s device and here, to be compared."
        >
          {(control) => (
            <TextInput
              {...control}
              mono
              maxLength={256}
              value={flow.binding_message}
              onChange={(event) => state.changeFlow({ binding_message: event.target.value })}
            />
          )}
        </Field>
      )}
      {isCiba && <CibaFields state={state} />}
    </>
  )
}
