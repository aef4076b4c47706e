import {
  grantLabels,
  hasFrontChannel,
  type RunnableGrant,
  runnableGrants,
} from '../../../../shared/profile/runnable-grants.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import { DetailFields } from './detail-fields.tsx'
import { ExchangeFields } from './exchange-fields.tsx'
import { HintFields } from './hint-fields.tsx'
import { ParameterFields } from './parameter-fields.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { SecretField } from './secret-field.tsx'
import { secretsOfGrant, secretsOfMethod } from './used-secrets.ts'

type Props = { readonly state: ProfilesState & ProfilesActions }

const hints: Readonly<Record<RunnableGrant, string>> = {
  authorization_code: 'You sign in with the browser; the code that comes back is exchanged for tokens.',
  client_credentials: 'The client asks for itself. Nobody signs in, no browser opens.',
  'urn:ietf:params:oauth:grant-type:device_code':
    'You enter a short code on any device; the app asks until you are done (RFC 8628).',
  'urn:openid:params:grant-type:ciba':
    'The provider asks a person on a device of theirs; the app asks until they have decided, or is called then.',
  'urn:ietf:params:oauth:grant-type:jwt-bearer':
    'Tokens for a JWT that you have, or that your key signs here (RFC 7523).',
  refresh_token: 'New tokens for a refresh token that you have.',
  'urn:ietf:params:oauth:grant-type:token-exchange': 'One token for another (RFC 8693).',
  'urn:ietf:params:oauth:grant-type:saml2-bearer': 'Tokens for a SAML assertion that you have (RFC 7522).',
  implicit:
    'Tokens come through the browser, where others may see them, which is why RFC 9700 advises against it.',
  password:
    'The client sees the password, which is why RFC 9700 forbids it. For servers that know nothing else.',
}

/** How tokens are asked for, what that needs, and what is asked for. */
export function GrantFields({ state }: Props) {
  const form = openForm(state)
  const { fieldErrors: errors } = state
  const { grant_type: grant } = form.flow
  // What the client authentication shows already is not shown twice.
  const grantSecrets = secretsOfGrant(grant).filter(
    (name) => !secretsOfMethod(form.token_endpoint_auth_method).includes(name),
  )
  const runnable = runnableGrants.find((value) => value === grant)
  return (
    <div className={styles.section}>
      <h2 className={styles.heading}>Request</h2>
      <Field
        label="Grant"
        wire="grant_type"
        className={styles.wide}
        problem={errors['flow.grant_type'] ?? null}
        hint={runnable ? hints[runnable] : 'This version cannot run this grant.'}
      >
        {(control) => (
          <Select
            {...control}
            options={(runnable ? runnableGrants : [grant, ...runnableGrants]).map((value) => ({
              value,
              label: `${grantLabels[value]} · ${value}`,
            }))}
            value={grant}
            onValueChange={(value) => state.changeFlow({ grant_type: value })}
          />
        )}
      </Field>
      {(grant === 'urn:openid:params:grant-type:ciba' || hasFrontChannel(grant)) && (
        <HintFields state={state} />
      )}
      {grant === 'password' && <Username state={state} />}
      {grant === 'urn:ietf:params:oauth:grant-type:jwt-bearer' && <AssertionSubject state={state} />}
      {grant === 'urn:ietf:params:oauth:grant-type:token-exchange' ? (
        <ExchangeFields state={state} />
      ) : (
        grantSecrets.map((name) => (
          <div key={name} className={styles.wide}>
            <SecretField name={name} state={state} />
          </div>
        ))
      )}
      <Scope state={state} />
      <DetailFields state={state} />
      <ParameterFields
        parameters={form.parameters}
        withBrowser={hasFrontChannel(grant)}
        errors={errors}
        onChange={(parameters) => state.change({ parameters })}
      />
    </div>
  )
}

function Username({ state }: Props) {
  return (
    <Field label="User name" wire="username" problem={state.fieldErrors['flow.username'] ?? null}>
      {(control) => (
        <TextInput
          {...control}
          mono
          maxLength={1024}
          value={openForm(state).flow.username}
          onChange={(event) => state.changeFlow({ username: event.target.value })}
        />
      )}
    </Field>
  )
}

function AssertionSubject({ state }: Props) {
  return (
    <Field
      label="Subject"
      wire="sub"
      hint="Of an assertion that is made here; empty: the client itself."
      problem={state.fieldErrors['flow.assertion_subject'] ?? null}
    >
      {(control) => (
        <TextInput
          {...control}
          mono
          maxLength={1024}
          value={openForm(state).flow.assertion_subject}
          onChange={(event) => state.changeFlow({ assertion_subject: event.target.value })}
        />
      )}
    </Field>
  )
}

function Scope({ state }: Props) {
  const form = openForm(state)
  return (
    <Field
      label="Scope"
      wire="scope"
      className={styles.wide}
      problem={state.fieldErrors.scope ?? null}
      hint={
        form.flow.grant_type === 'client_credentials'
          ? 'Separated by spaces. What openid and offline_access ask for belongs to a person; servers leave it out or refuse.'
          : 'Separated by spaces. openid brings an ID token, offline_access a refresh token.'
      }
    >
      {(control) => (
        <TextArea
          {...control}
          mono
          rows={2}
          value={form.scope}
          onChange={(event) => state.change({ scope: event.target.value })}
        />
      )}
    </Field>
  )
}
