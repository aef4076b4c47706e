import { Eye, EyeOff, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { keyTypes } from '../../../../shared/key/key-type.ts'
import type { SecretEncoding } from '../../../../shared/verdict/verification.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import type { BuildState } from './build-store.ts'
import styles from './key-pane.module.css'
import { PrivateKeyField } from './private-key-field.tsx'

const kinds = [
  { value: 'vault', label: 'My key' },
  { value: 'key', label: 'Paste' },
  { value: 'secret', label: 'Secret' },
  { value: 'none', label: 'None' },
] as const

const encodings: readonly { readonly value: SecretEncoding; readonly label: string }[] = [
  { value: 'utf8', label: 'Text (UTF-8)' },
  { value: 'base64', label: 'base64' },
  { value: 'base64url', label: 'base64url' },
  { value: 'hex', label: 'hex' },
]

/** Who signs: one of the person's keys, one made now, one pasted, a secret, or nobody. */
export function SigningKeyFields({ state }: { readonly state: BuildState }) {
  const { key, changeKey } = state
  return (
    <>
      <Segmented
        label="The key comes from"
        options={kinds}
        value={key.kind}
        onValueChange={(kind) => changeKey({ kind })}
      />
      {key.kind === 'vault' && <OwnKey state={state} />}
      {key.kind === 'key' && <PastedKey state={state} />}
      {key.kind === 'secret' && <Secret state={state} />}
      {key.kind === 'none' && (
        <p className={styles.text}>
          Nobody signs it. Anyone can write such a token, and a correct server refuses it.
        </p>
      )}
      {key.kind !== 'none' && <KeyFacts state={state} />}
    </>
  )
}

const signing = keyTypes.filter(({ signatureAlgs }) => signatureAlgs.length > 0)

function OwnKey({ state }: { readonly state: BuildState }) {
  const usable = state.keys.filter(({ hasPrivate, use }) => hasPrivate && use !== 'enc')
  const options = [
    { value: '', label: usable.length === 0 ? 'No key yet' : 'Choose a key' },
    ...usable.map(({ id, name, description, keptIn }) => ({
      value: id,
      label: `${name} · ${description}${keptIn === 'memory' ? ' · not saved' : ''}`,
    })),
  ]
  return (
    <>
      <Select
        aria-label="Key"
        options={options}
        value={state.key.keyId}
        onValueChange={(keyId) => state.changeKey({ keyId })}
      />
      <div className={styles.row}>
        <Select
          aria-label="Type of a new key"
          options={signing.map(({ id, label }) => ({ value: id, label }))}
          value={state.key.generate}
          onValueChange={(generate) => state.changeKey({ generate })}
        />
        <Button
          icon={<KeyRound size={14} aria-hidden />}
          disabled={state.generating}
          onClick={() => void state.generate()}
        >
          {state.generating ? 'Generating' : 'Generate'}
        </Button>
      </div>
    </>
  )
}

function PastedKey({ state }: { readonly state: BuildState }) {
  const { key, knowledge, changeKey } = state
  const asks = key.passphrase !== '' || (knowledge.kind === 'refused' && knowledge.code === 'PASSPHRASE')
  return (
    <>
      <PrivateKeyField
        label="Private key"
        hint="A JWK or a PEM block. It is used for signing and forgotten when you leave this room."
        text={key.text}
        onChange={(text) => changeKey({ text })}
      />
      {asks && (
        <Masked
          label="Passphrase"
          value={key.passphrase}
          onChange={(passphrase) => changeKey({ passphrase })}
        />
      )}
    </>
  )
}

function Secret({ state }: { readonly state: BuildState }) {
  const { key, changeKey } = state
  return (
    <>
      <Masked label="Shared secret" value={key.secret} onChange={(secret) => changeKey({ secret })} />
      <Field label="Written as">
        {(control) => (
          <Select
            {...control}
            options={encodings}
            value={key.encoding}
            onValueChange={(encoding) => changeKey({ encoding })}
          />
        )}
      </Field>
    </>
  )
}

function Masked({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={label}>
      {(control) => (
        <div className={styles.row}>
          <TextInput
            {...control}
            mono
            type={shown ? 'text' : 'password'}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton
            label={shown ? `Hide: ${label}` : `Show: ${label}`}
            icon={shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  )
}

/** What was learned of the key, and what can be done with one that is only in memory. */
function KeyFacts({ state }: { readonly state: BuildState }) {
  const { knowledge, key, keys } = state
  if (knowledge.kind === 'refused') {
    return <InlineProblem title={knowledge.message} />
  }
  if (knowledge.kind !== 'known') return null
  const { facts } = knowledge
  const record = key.kind === 'vault' ? keys.find(({ id }) => id === key.keyId) : undefined
  const { publicJwk } = facts
  const canKeep = record?.keptIn === 'memory' && state.sealed
  return (
    <div className={styles.facts}>
      <div className={styles.row}>
        <span>{facts.description}</span>
        {record?.keptIn === 'memory' && <Chip tone="warn">not saved</Chip>}
      </div>
      {facts.kid !== null && (
        <code className={styles.kid}>
          <VisibleText text={facts.kid} />
        </code>
      )}
      {(publicJwk !== null || canKeep) && (
        <div className={styles.buttons}>
          {canKeep && <Button onClick={() => void state.keepKey()}>Save to the vault</Button>}
          {publicJwk !== null && (
            <CopyButton label="Copy the public key as JWK" text={publicJwk}>
              Copy public JWK
            </CopyButton>
          )}
        </div>
      )}
    </div>
  )
}
