import { useState } from 'react'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import type { SecretEncoding } from '../../../../shared/verdict/verification.ts'
import { classNames } from '../../ui/class-names.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import { type FormProblem, hostOf, isLockedKey, type KeyForm } from './key-choice.ts'
import { KeyFileButton } from './key-file-button.tsx'
import styles from './key-source-fields.module.css'
import { MaskedField } from './masked-field.tsx'
import { VaultKeyField } from './vault-key-field.tsx'

const encodings: readonly { readonly value: SecretEncoding; readonly label: string }[] = [
  { value: 'utf8', label: 'Text (UTF-8)' },
  { value: 'base64', label: 'Base64' },
  { value: 'base64url', label: 'Base64url' },
  { value: 'hex', label: 'Hex' },
]

/** The fields of the chosen kind of key. What a click will contact is said before it is clicked. */
export function KeySourceFields(props: Fields) {
  return (
    <div className={styles.fields}>
      <FieldsOfKind {...props} />
    </div>
  )
}

type Fields = {
  readonly form: KeyForm
  readonly problem: FormProblem | null
  readonly purpose: 'verify' | 'decrypt'
  readonly vaultKeys: readonly KeyRecord[] | null
  readonly onVaultKeys: () => void
  readonly onChange: (change: Partial<KeyForm>) => void
}

function FieldsOfKind({ form, problem, purpose, vaultKeys, onVaultKeys, onChange }: Fields) {
  const at = (field: FormProblem['field']) => (problem?.field === field ? problem.message : null)
  switch (form.kind) {
    case 'discovery':
      return (
        <Field
          label="Issuer to ask"
          className={styles.line}
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
          label="Key set"
          wire="jwks_uri"
          className={styles.line}
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
      return <KeyTextFields form={form} problem={problem} purpose={purpose} onChange={onChange} />
    case 'secret':
      return <SecretFields form={form} problem={at('secret')} purpose={purpose} onChange={onChange} />
    case 'vault':
      return (
        <VaultKeyField
          value={form.keyId}
          keys={vaultKeys}
          purpose={purpose}
          problem={at('keyId')}
          className={styles.line}
          onKeys={onVaultKeys}
          onChange={(keyId) => onChange({ keyId })}
        />
      )
  }
}

type Purpose = 'verify' | 'decrypt'

const keyWords: Readonly<Record<Purpose, { readonly hint: string; readonly placeholder: string }>> = {
  verify: {
    hint: 'A JWK, a JWKS or a PEM block (public key, private key or certificate). It stays on this machine.',
    placeholder: '{ "kty": "RSA", … } or -----BEGIN PUBLIC KEY-----',
  },
  decrypt: {
    hint: 'The recipient’s private key, or a symmetric JWK. It stays on this machine, in this field, until the next token.',
    placeholder: '{ "kty": "RSA", "d": … } or -----BEGIN PRIVATE KEY-----',
  },
}

function KeyTextFields({
  form,
  problem,
  purpose,
  onChange,
}: {
  readonly form: KeyForm
  readonly problem: FormProblem | null
  readonly purpose: Purpose
  readonly onChange: (change: Partial<KeyForm>) => void
}) {
  const [fileProblem, setFileProblem] = useState<string | null>(null)
  const { hint, placeholder } = keyWords[purpose]
  return (
    <>
      <Field
        label="Key"
        className={styles.line}
        hint={hint}
        problem={problem?.field === 'key' ? problem.message : fileProblem}
        action={
          <KeyFileButton
            onText={(key) => {
              setFileProblem(null)
              onChange({ key })
            }}
            onProblem={setFileProblem}
          />
        }
      >
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={2}
            className={styles.key}
            placeholder={placeholder}
            value={form.key}
            onChange={(event) => onChange({ key: event.target.value })}
          />
        )}
      </Field>
      {isLockedKey(form.key) && (
        <MaskedField
          label="Passphrase"
          what="passphrase"
          className={styles.passphrase}
          hint="This key is encrypted. The passphrase stays in this field until the next token."
          problem={problem?.field === 'passphrase' ? problem.message : null}
          value={form.passphrase}
          onChange={(passphrase) => onChange({ passphrase })}
        />
      )}
    </>
  )
}

const secretHints: Readonly<Record<Purpose, string>> = {
  verify: 'For HS256, HS384 and HS512. It stays in this field until the next token.',
  decrypt:
    'For dir, A128KW, A128GCMKW and the like, or the password of PBES2. It stays in this field until the next token.',
}

function SecretFields({
  form,
  problem,
  purpose,
  onChange,
}: {
  readonly form: KeyForm
  readonly problem: string | null
  readonly purpose: Purpose
  readonly onChange: (change: Partial<KeyForm>) => void
}) {
  return (
    <>
      <MaskedField
        label={purpose === 'verify' ? 'Shared secret' : 'Secret or password'}
        what="secret"
        className={styles.line}
        hint={secretHints[purpose]}
        problem={problem}
        value={form.secret}
        onChange={(secret) => onChange({ secret })}
      />
      <Field label="Written as" className={classNames(styles.line, styles.written)}>
        {(control) => (
          <Select
            {...control}
            options={encodings}
            value={form.encoding}
            onValueChange={(encoding) => onChange({ encoding })}
          />
        )}
      </Field>
    </>
  )
}

function contactHint(address: string, what: string): string {
  const host = hostOf(address)
  return host
    ? `A click asks ${host} ${what}. Nothing is sent before.`
    : 'Nothing is fetched before you click.'
}
