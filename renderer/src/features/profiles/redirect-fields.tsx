import { redirectToRegister } from '../../../../shared/oauth/redirect-to-register.ts'
import { systemBrowser } from '../../../../shared/profile/browser-choice.ts'
import { responseModes, responseTypeOf, responseTypesOf } from '../../../../shared/profile/response-type.ts'
import { hasFrontChannel } from '../../../../shared/profile/runnable-grants.ts'
import { Field } from '../../ui/field.tsx'
import { RegisterUris } from '../../ui/register-uris.tsx'
import { Select } from '../../ui/select.tsx'
import { BrowserFields } from './browser-fields.tsx'
import styles from './profile-editor.module.css'
import { type FieldErrors, type ProfileForm, parseForm } from './profile-form.ts'
import { RedirectPlaceFields } from './redirect-place-fields.tsx'
import type { ThisMachine } from './this-machine.ts'

/** Where the answer comes back, and the URI to register for it, as it is typed. */
export function RedirectFields({
  form,
  errors,
  machine,
  onChange,
}: {
  readonly form: ProfileForm
  readonly errors: FieldErrors
  readonly machine: ThisMachine
  readonly onChange: (change: Partial<ProfileForm>) => void
}) {
  const { redirect } = form
  const isWrong = Object.keys(errors).some((path) => /^(?:redirect|browser)\./.test(path))
  if (!hasFrontChannel(form.flow.grant_type) && !isWrong) {
    return (
      <div className={styles.block}>
        <h2 className={styles.heading}>Redirect</h2>
        <p className={styles.hint}>Not used: with this grant no browser opens and nothing is redirected.</p>
      </div>
    )
  }
  return (
    <div className={styles.block}>
      <h2 className={styles.heading}>Redirect</h2>
      <RedirectPlaceFields
        redirect={redirect}
        errors={errors}
        machine={machine}
        onChange={(next) => onChange({ redirect: next })}
      />
      <Preview form={form} />
      <BrowserFields
        browser={form.browser}
        problem={errors['browser.command'] ?? null}
        machine={machine}
        onChange={(browser) => onChange({ browser })}
      />
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
    browser: systemBrowser,
  })
  if (!parsed.ok)
    return <p className={styles.hint}>The redirect URI appears here once port and path are right.</p>
  return <RegisterUris redirect={redirectToRegister(parsed.draft.redirect)} />
}
