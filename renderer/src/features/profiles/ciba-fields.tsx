import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'

/** How the app learns that the person has decided (CIBA Core §5). */
export function CibaFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const { flow } = openForm(state)
  const { fieldErrors: errors } = state
  const isPing = flow.backchannel_token_delivery_mode === 'ping'
  return (
    <>
      <Field label="Delivery" wire="backchannel_token_delivery_mode" hint="As the client was registered.">
        {(control) => (
          <Select
            {...control}
            options={[
              { value: 'poll', label: 'poll: the app asks' },
              { value: 'ping', label: 'ping: the provider calls' },
            ]}
            value={flow.backchannel_token_delivery_mode}
            onValueChange={(backchannel_token_delivery_mode) =>
              state.changeFlow({ backchannel_token_delivery_mode })
            }
          />
        )}
      </Field>
      {isPing && (
        <Field
          label="Notification endpoint"
          wire="backchannel_client_notification_endpoint"
          problem={errors['flow.backchannel_client_notification_endpoint'] ?? null}
          hint="Listened on while a run waits. A provider elsewhere needs a public https address that forwards to it; register that one."
        >
          {(control) => (
            <TextInput
              {...control}
              mono
              maxLength={512}
              value={flow.backchannel_client_notification_endpoint}
              onChange={(event) =>
                state.changeFlow({ backchannel_client_notification_endpoint: event.target.value })
              }
            />
          )}
        </Field>
      )}
    </>
  )
}
