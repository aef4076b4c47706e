import { expectedAnswer } from '../../../../shared/profile/response-type.ts'
import { hasFrontChannel } from '../../../../shared/profile/runnable-grants.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { keySigningAlgs } from './assertion-algs.ts'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { answerEncryptionAlgs, secretSigningAlgs } from './request-object-algs.ts'

type Props = { readonly state: ProfilesState & ProfilesActions }

const encryptions = [
  { label: 'ID token encryption', wire: 'id_token_encrypted_response_alg' },
  { label: 'Userinfo encryption', wire: 'userinfo_encrypted_response_alg' },
] as const

/** How answers are encrypted, and signed answers (JARM) signed, as it was registered. */
export function AnswerEncryptionFields({ state }: Props) {
  const { flow } = openForm(state)
  const isSigned = hasFrontChannel(flow.grant_type) && expectedAnswer(flow).jarm
  return (
    <>
      {encryptions.map(({ label, wire }) => (
        <Field key={wire} label={label} wire={wire}>
          {(control) => (
            <Select
              {...control}
              options={answerEncryptionAlgs(flow[wire])}
              value={flow[wire]}
              onValueChange={(value) => state.changeFlow({ [wire]: value })}
            />
          )}
        </Field>
      ))}
      {isSigned && (
        <>
          <Field
            label="Signed answer algorithm"
            wire="authorization_signed_response_alg"
            hint="HS256 and the like only where it was registered so."
          >
            {(control) => (
              <Select
                {...control}
                options={[
                  { value: '', label: 'any by a key of the provider' },
                  ...keySigningAlgs.map((value) => ({ value, label: value })),
                  ...secretSigningAlgs,
                ]}
                value={flow.authorization_signed_response_alg}
                onValueChange={(value) => state.changeFlow({ authorization_signed_response_alg: value })}
              />
            )}
          </Field>
          <Field
            label="Signed answer encryption"
            wire="authorization_encrypted_response_alg"
            hint="What is inside must be signed all the same."
          >
            {(control) => (
              <Select
                {...control}
                options={answerEncryptionAlgs(flow.authorization_encrypted_response_alg)}
                value={flow.authorization_encrypted_response_alg}
                onValueChange={(value) => state.changeFlow({ authorization_encrypted_response_alg: value })}
              />
            )}
          </Field>
        </>
      )}
    </>
  )
}
