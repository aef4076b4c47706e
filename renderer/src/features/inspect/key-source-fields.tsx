import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { SecretEncoding } from '../../../../shared/verdict/verification.ts'
import { IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import { type FormProblem, hostOf, type KeyForm } from './key-choice.ts'
import styles from './key-source-fields.module.css'

const encodings: readonly { readonly value: SecretEncoding; readonly label: string }[] = [
  { value: 'utf8', label: 'Text (UTF-8)' },
  { value: 'base64', label: 'Base64' },
  { value: 'base64url', label: 'Base64url' },
  { value: 'hex', label: 'Hex' },
]

/** The fields of the chosen kind of key. What a click will contact is said before it is clicked. */
export function KeySourceFields({
  form,
  problem,
  onChange,
}: {
  readonly form: KeyForm
  readonly problem: FormProblem | null
  readonly onChange: (change: Partial<KeyForm>) => void
}) {
  const at = (field: FormProblem['field']) => (problem?.field === field ? problem.message : null)
  switch (form.kind) {
    case 'discovery':
      return (
        <Field
          label="Issuer to ask"
          hint={contactHint(form.issuer, 'for its metadata, then for the keys named there')}
          problem={at('issuer')}
        >
          {(control) => (
            <TextInput
              {...control}
              mono
              placeholder="https://login.example.com"
              value={form.issuer}
              onChange={(event) => onChange({ issuer: event.target.value })}
            />
          )}
        </Field>
      )
    case 'jwks_url':
      return (
        <Field
          label="Address of the key set"
          wire="jwks_uri"
          hint={contactHint(form.url, 'for the key set, and nothing else')}
          problem={at('url')}
        >
          {(control) => (
            <TextInput
              {...control}
              mono
              placeholder="https://login.example.com/jwks"
              value={form.url}
              onChange={(event) => onChange({ url: event.target.value })}
            />
          )}
        </Field>
      )
    case 'key':
      return (
        <Field
          label="Key"
          hint="A JWK, a JWKS or a PEM block (public key, private key or certificate). It stays on this machine."
          problem={at('key')}
        >
          {(control) => (
            <TextArea
              {...control}
              mono
              rows={2}
              className={styles.key}
              placeholder={'{ "kty": "RSA", … } or -----BEGIN PUBLIC KEY-----'}
              value={form.key}
              onChange={(event) => onChange({ key: event.target.value })}
            />
          )}
        </Field>
      )
    case 'secret':
      return <SecretFields form={form} problem={at('secret')} onChange={onChange} />
  }
}

function SecretFields({
  form,
  problem,
  onChange,
}: {
  readonly form: KeyForm
  readonly problem: string | null
  readonly onChange: (change: Partial<KeyForm>) => void
}) {
  const [shown, setShown] = useState(false)
  return (
    <div className={styles.secret}>
      <Field
        label="Shared secret"
        hint="For HS256, HS384 and HS512. It is used once and not kept."
        problem={problem}
      >
        {(control) => (
          <div className={styles.masked}>
            <TextInput
              {...control}
              mono
              type={shown ? 'text' : 'password'}
              value={form.secret}
              onChange={(event) => onChange({ secret: event.target.value })}
            />
            <IconButton
              label={shown ? 'Hide the secret' : 'Show the secret'}
              icon={shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
              onClick={() => setShown(!shown)}
            />
          </div>
        )}
      </Field>
      <Field label="Written as">
        {(control) => (
          <Select
            {...control}
            options={encodings}
            value={form.encoding}
            onValueChange={(encoding) => onChange({ encoding })}
          />
        )}
      </Field>
    </div>
  )
}

function contactHint(address: string, what: string): string {
  const host = hostOf(address)
  return host
    ? `A click asks ${host} ${what}. Nothing is sent before.`
    : 'Nothing is fetched before you click.'
}
