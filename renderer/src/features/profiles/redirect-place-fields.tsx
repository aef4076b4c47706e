import { appSchemeUri, isAppSchemeUri } from '../../../../shared/profile/app-scheme.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { CallbackCertificate } from './callback-certificate.tsx'
import styles from './profile-editor.module.css'
import type { FieldErrors, ProfileForm } from './profile-form.ts'
import type { ThisMachine } from './this-machine.ts'
import { useAnswer } from './use-answer.ts'

type Redirect = ProfileForm['redirect']
type Place = 'here' | 'scheme' | 'elsewhere'

type Props = {
  readonly redirect: Redirect
  readonly errors: FieldErrors
  readonly machine: ThisMachine
  readonly onChange: (redirect: Redirect) => void
}

function placeOf({ remote_uri }: Redirect): Place {
  if (remote_uri === undefined) return 'here'
  return isAppSchemeUri(remote_uri) ? 'scheme' : 'elsewhere'
}

/** Where the browser brings the answer: a port of this machine, a scheme of this app, or elsewhere. */
export function RedirectPlaceFields({ redirect, errors, machine, onChange }: Props) {
  const place = placeOf(redirect)
  const { remote_uri: _, ...here } = redirect
  return (
    <>
      <Field label="The answer comes to">
        {(control) => (
          <Select
            {...control}
            options={[
              { value: 'here', label: 'a port of this machine (loopback)' },
              { value: 'scheme', label: 'this app, by a scheme of its own' },
              { value: 'elsewhere', label: 'elsewhere: I paste the address that the browser ends at' },
            ]}
            value={place}
            onValueChange={(next) => {
              if (next === place) return
              if (next === 'here') onChange(here)
              else onChange({ ...here, remote_uri: next === 'scheme' ? appSchemeUri : '' })
            }}
          />
        )}
      </Field>
      {place === 'here' && <LoopbackFields {...{ redirect, errors, machine, onChange }} />}
      {place === 'scheme' && <SchemeNote machine={machine} />}
      {place !== 'here' && (
        <Field label="Redirect URI" wire="redirect_uri" problem={errors['redirect.remote_uri'] ?? null}>
          {(control) => (
            <TextInput
              {...control}
              mono
              maxLength={2048}
              placeholder="https://staging.example/callback"
              value={redirect.remote_uri ?? ''}
              onChange={(event) => onChange({ ...redirect, remote_uri: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

function LoopbackFields({ redirect, errors, machine, onChange }: Props) {
  const set = (change: Partial<Redirect>) => onChange({ ...redirect, ...change })
  const isSecure = redirect.https === true
  return (
    <>
      <div className={styles.redirect}>
        <Field label="Scheme">
          {(control) => (
            <Select
              {...control}
              options={[
                { value: 'http', label: 'http' },
                { value: 'https', label: 'https' },
              ]}
              value={isSecure ? 'https' : 'http'}
              onValueChange={(scheme) => {
                const { https: _, ...plain } = redirect
                onChange(scheme === 'https' ? { ...plain, https: true } : plain)
              }}
            />
          )}
        </Field>
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
      {isSecure && <CallbackCertificate machine={machine} />}
    </>
  )
}

function SchemeNote({ machine }: { readonly machine: ThisMachine }) {
  const has = useAnswer(machine.hasScheme)
  if (has === null) return null
  return (
    <p className={styles.hint}>
      {has
        ? 'This system hands these addresses to Claimscope. Any other app could register for the scheme as well; PKCE keeps a code of yours useless to it.'
        : 'This system does not hand these addresses to Claimscope: only an installed app is registered for its scheme. Until then, paste the address.'}
    </p>
  )
}
