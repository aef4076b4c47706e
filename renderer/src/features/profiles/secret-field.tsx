import { Eye, EyeOff } from 'lucide-react'
import type { Profile } from '../../../../shared/profile/profile.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import type { Reveal, SecretEdit } from './profiles-state.ts'

const mask = '••••••••••••'

/** The client secret: it goes in and does not come back, except by an explicit reveal that ends by itself. */
export function SecretField({
  profile,
  used,
  edit,
  reveal,
  problem,
  onEdit,
  onReveal,
  onHide,
}: {
  /** Null for a new profile. */
  readonly profile: Profile | null
  /** Whether the client authentication sends it. */
  readonly used: boolean
  readonly edit: SecretEdit
  readonly reveal: Reveal
  readonly problem: string | undefined
  readonly onEdit: (edit: SecretEdit) => void
  readonly onReveal: () => void
  readonly onHide: () => void
}) {
  const kept = profile?.secrets.includes('client_secret') ?? false
  const typed = edit.kind === 'replace' ? edit.text : ''
  const hint = !used
    ? 'Not sent while client authentication is none.'
    : profile?.builtIn
      ? 'Left empty, the secret that the built-in provider made for this client is used.'
      : undefined
  if (edit.kind === 'remove') {
    return (
      <Field label="Client secret" wire="client_secret" hint="It is removed when you save.">
        {(control) => (
          <div className={styles.inline}>
            <TextInput {...control} readOnly value="" placeholder="none" />
            <Button onClick={() => onEdit({ kind: 'keep' })}>Keep it</Button>
          </div>
        )}
      </Field>
    )
  }
  if (kept && edit.kind === 'keep') {
    const shown = reveal.kind === 'shown' ? reveal.secret : null
    return (
      <Field
        label="Client secret"
        wire="client_secret"
        problem={reveal.kind === 'failed' ? reveal.error.message : (problem ?? null)}
        hint={shown === null ? hint : 'Hidden again after 20 seconds.'}
      >
        {(control) => (
          <div className={styles.inline}>
            <TextInput {...control} mono readOnly value={shown ?? mask} />
            {shown === null ? (
              <Button
                icon={<Eye size={14} aria-hidden />}
                disabled={reveal.kind === 'asking'}
                onClick={onReveal}
              >
                Reveal
              </Button>
            ) : (
              <>
                <CopyButton label="Copy the client secret" text={shown} />
                <Button icon={<EyeOff size={14} aria-hidden />} onClick={onHide}>
                  Hide
                </Button>
              </>
            )}
            <Button onClick={() => onEdit({ kind: 'replace', text: '' })}>Replace</Button>
            <Button onClick={() => onEdit({ kind: 'remove' })}>Remove</Button>
          </div>
        )}
      </Field>
    )
  }
  return (
    <Field
      label={kept ? 'New client secret' : 'Client secret'}
      wire="client_secret"
      problem={problem ?? null}
      hint={hint ?? 'Goes into the vault when you save; it is not shown again unless you ask.'}
    >
      {(control) => (
        <div className={styles.inline}>
          <TextInput
            {...control}
            mono
            type="password"
            autoComplete="new-password"
            maxLength={10_000}
            value={typed}
            onChange={(event) =>
              onEdit(
                event.target.value === '' && !kept
                  ? { kind: 'keep' }
                  : { kind: 'replace', text: event.target.value },
              )
            }
          />
          {kept && <Button onClick={() => onEdit({ kind: 'keep' })}>Keep the old one</Button>}
        </div>
      )}
    </Field>
  )
}
