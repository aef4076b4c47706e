import { redirectToRegister } from '../../../../shared/oauth/redirect-to-register.ts'
import { responseModes, responseTypeOf, responseTypesOf } from '../../../../shared/profile/response-type.ts'
import { hasFrontChannel } from '../../../../shared/profile/runnable-grants.ts'
import { Field } from '../../ui/field.tsx'
import { RegisterUris } from '../../ui/register-uris.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import { type FieldErrors, type ProfileForm, parseForm } from './profile-form.ts'

/** Where the answer comes back, and the URI to register for it, as it is typed. */
export function RedirectFields({
  form,
  errors,
  onChange,
}: {
  readonly form: ProfileForm
  readonly errors: FieldErrors
  readonly onChange: (change: Partial<ProfileForm>) => void
}) {
  const { redirect } = form
  const isWrong = Object.keys(errors).some((path) => path.startsWith('redirect.'))
  if (!hasFrontChannel(form.flow.grant_type) && !isWrong) {
    return (
      <div className={styles.block}>
        <h2 className={styles.heading}>Redirect</h2>
        <p className={styles.hint}>Not used: with this grant no browser opens and nothing is redirected.</p>
      </div>
    )
  }
  const set = (change: Partial<ProfileForm['redirect']>) => onChange({ redirect: { ...redirect, ...change } })
  return (
    <div className={styles.block}>
      <h2 className={styles.heading}>Redirect</h2>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={redirect.remote_uri !== undefined}
          onChange={(event) => {
            const { remote_uri: _, ...here } = redirect
            onChange({ redirect: event.target.checked ? { ...here, remote_uri: '' } : here })
          }}
        />
        <span>Elsewhere: I paste the address that the browser ends at</span>
      </label>
      {redirect.remote_uri !== undefined ? (
        <Field label="Redirect URI" wire="redirect_uri" problem={errors['redirect.remote_uri'] ?? null}>
          {(control) => (
            <TextInput
              {...control}
              mono
              maxLength={2048}
              placeholder="https://staging.example/callback"
              value={redirect.remote_uri ?? ''}
              onChange={(event) => set({ remote_uri: event.target.value })}
            />
          )}
        </Field>
      ) : (
        <div className={styles.redirect}>
          <Field label="Host" problem={errors['redirect.host'] ?? null}>
            {(control) => (
              <Select
                {...control}
                options={[
                  { value: '127.0.0.1', label: '127.0.0.1' },
                  { value: '[::1]', label: '[::1]' },
                  { value: 'localhost', label: 'localhost' },
                ]}
                value={redirect.host}
                onValueChange={(host) => set({ host })}
              />
            )}
          </Field>
          <Field label="Port" hint="Several are tried in order." problem={errors['redirect.port'] ?? null}>
            {(control) => (
              <TextInput
                {...control}
                mono
                placeholder="any free one"
                maxLength={200}
                value={redirect.port}
                onChange={(event) => set({ port: event.target.value })}
              />
            )}
          </Field>
          <Field label="Path" problem={errors['redirect.path'] ?? null}>
            {(control) => (
              <TextInput
                {...control}
                mono
                maxLength={512}
                value={redirect.path}
                onChange={(event) => set({ path: event.target.value })}
              />
            )}
          </Field>
        </div>
      )}
      <Field
        label="Response type"
        wire="response_type"
        hint={
          form.flow.grant_type === 'implicit'
            ? 'Nothing is exchanged: what the browser brings is all there is.'
            : 'code alone, unless the hybrid flow is what you test: then tokens come through the browser too.'
        }
      >
        {(control) => (
          <Select
            {...control}
            options={responseTypesOf(form.flow.grant_type).map((type) => ({ value: type, label: type }))}
            value={responseTypeOf(form.flow)}
            onValueChange={(response_type) => onChange({ flow: { ...form.flow, response_type } })}
          />
        )}
      </Field>
      <Field
        label="Answer"
        wire="response_mode"
        hint="The page on loopback takes all three; fragment and form keep the code out of addresses that are sent."
      >
        {(control) => (
          <Select
            {...control}
            options={[
              { value: '', label: 'as the provider does it' },
              ...responseModes.map((mode) => ({ value: mode, label: modeLabel(mode) })),
            ]}
            value={form.flow.response_mode}
            onValueChange={(response_mode) => onChange({ flow: { ...form.flow, response_mode } })}
          />
        )}
      </Field>
      <Preview form={form} />
    </div>
  )
}

function modeLabel(mode: (typeof responseModes)[number]): string {
  return mode.endsWith('jwt') ? `${mode} (signed answer, JARM)` : mode
}

function Preview({ form }: { readonly form: ProfileForm }) {
  // Only the redirect matters here; the rest of the form may still be empty.
  const parsed = parseForm({
    ...form,
    name: 'x',
    issuer: 'https://x.example',
    client_id: 'x',
    scope: '',
    parameters: [],
  })
  if (!parsed.ok)
    return <p className={styles.hint}>The redirect URI appears here once port and path are right.</p>
  return <RegisterUris redirect={redirectToRegister(parsed.draft.redirect)} />
}
