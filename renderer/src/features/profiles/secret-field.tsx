import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { SecretName } from '../../../../shared/profile/secret-name.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field, type FieldControl } from '../../ui/field.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import { editOf, isKept, type ProfilesState, type SecretEdit } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { secretInSentence, secretWords } from './secret-words.ts'

const mask = '••••••••••••'

/** One secret: it goes in and does not come back, except by an explicit reveal that ends by itself. */
export function SecretField({
  name,
  state,
  hint,
}: {
  readonly name: SecretName
  readonly state: ProfilesState & ProfilesActions
  /** In place of what is said of this secret in general. */
  readonly hint?: string | undefined
}) {
  const { label } = secretWords[name]
  const edit = editOf(state, name)
  const kept = isKept(state, name)
  if (edit.kind === 'remove') {
    return (
      <Field label={label} wire={name} hint="It is removed when you save.">
        {(control) => (
          <div className={styles.inline}>
            <TextInput {...control} readOnly value="" placeholder="none" />
            <Button onClick={() => state.changeSecret(name, { kind: 'keep' })}>Keep it</Button>
          </div>
        )}
      </Field>
    )
  }
  return kept && edit.kind === 'keep' ? (
    <KeptSecret name={name} state={state} hint={hint} />
  ) : (
    <TypedSecret name={name} state={state} hint={hint} kept={kept} edit={edit} />
  )
}

type Part = {
  readonly name: SecretName
  readonly state: ProfilesState & ProfilesActions
  readonly hint: string | undefined
}

function KeptSecret({ name, state, hint }: Part) {
  const { label, multiline } = secretWords[name]
  const called = secretInSentence(name)
  const { reveal } = state
  const mine = reveal.kind !== 'hidden' && reveal.name === name ? reveal : null
  const shown = mine?.kind === 'shown' ? mine.secret : null
  const problem = mine?.kind === 'failed' ? mine.error.message : state.fieldErrors[`secrets.${name}`]
  return (
    <Field
      label={label}
      wire={name}
      problem={problem ?? null}
      hint={shown === null ? hint : 'Hidden again after 20 seconds.'}
    >
      {(control) => (
        <div className={styles.inline}>
          {shown !== null && multiline ? (
            <TextArea {...control} mono readOnly rows={5} value={shown} />
          ) : (
            <TextInput {...control} mono readOnly value={shown ?? mask} />
          )}
          {shown === null ? (
            <Button
              icon={<Eye size={14} aria-hidden />}
              disabled={mine?.kind === 'asking'}
              onClick={() => void state.revealSecret(name)}
              aria-label={`Reveal the ${called}`}
            >
              Reveal
            </Button>
          ) : (
            <>
              <CopyButton label={`Copy the ${called}`} text={shown} secret />
              <Button
                icon={<EyeOff size={14} aria-hidden />}
                onClick={state.hideSecret}
                aria-label={`Hide the ${called}`}
              >
                Hide
              </Button>
            </>
          )}
          <Button
            onClick={() => state.changeSecret(name, { kind: 'replace', text: '' })}
            aria-label={`Replace the ${called}`}
          >
            Replace
          </Button>
          <Button
            onClick={() => state.changeSecret(name, { kind: 'remove' })}
            aria-label={`Remove the ${called}`}
          >
            Remove
          </Button>
        </div>
      )}
    </Field>
  )
}

function TypedSecret({
  name,
  state,
  hint,
  kept,
  edit,
}: Part & { readonly kept: boolean; readonly edit: SecretEdit }) {
  const words = secretWords[name]
  const typed = edit.kind === 'replace' ? edit.text : ''
  const onType = (text: string) =>
    state.changeSecret(name, text === '' && !kept ? { kind: 'keep' } : { kind: 'replace', text })
  const [fileProblem, setFileProblem] = useState<string | null>(null)
  return (
    <Field
      label={kept ? `New ${secretInSentence(name)}` : words.label}
      wire={name}
      problem={fileProblem ?? state.fieldErrors[`secrets.${name}`] ?? null}
      action={
        words.multiline && (
          <FileButton
            label={`File with the ${secretInSentence(name)}`}
            maxBytes={70_000}
            onText={(text) => {
              setFileProblem(null)
              onType(text)
            }}
            onProblem={setFileProblem}
          />
        )
      }
      hint={hint ?? words.hint ?? 'Goes into the vault when you save; it is not shown again unless you ask.'}
    >
      {(control) => (
        <div className={styles.inline}>
          <SecretInput control={control} multiline={words.multiline === true} value={typed} onType={onType} />
          {kept && (
            <Button onClick={() => state.changeSecret(name, { kind: 'keep' })}>Keep the old one</Button>
          )}
        </div>
      )}
    </Field>
  )
}

function SecretInput({
  control,
  multiline,
  value,
  onType,
}: {
  readonly control: FieldControl
  readonly multiline: boolean
  readonly value: string
  readonly onType: (text: string) => void
}) {
  // A password input would join the lines of a PEM, so the area hides its text by itself.
  return multiline ? (
    <TextArea
      {...control}
      mono
      className={styles.masked}
      rows={3}
      maxLength={100_000}
      value={value}
      onChange={(event) => onType(event.target.value)}
    />
  ) : (
    <TextInput
      {...control}
      mono
      type="password"
      autoComplete="new-password"
      maxLength={100_000}
      value={value}
      onChange={(event) => onType(event.target.value)}
    />
  )
}
