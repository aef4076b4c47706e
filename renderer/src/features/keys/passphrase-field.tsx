import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'

/** Shown once a key turned out to be encrypted. */
export function PassphraseField({
  passphrase,
  wrong,
  onChange,
  onEnter,
}: {
  readonly passphrase: string
  /** The one that was given does not open it. */
  readonly wrong: boolean
  readonly onChange: (passphrase: string) => void
  readonly onEnter: () => void
}) {
  return (
    <Field
      label="Passphrase"
      problem={wrong ? 'This passphrase does not open the private key.' : null}
      hint="The private key is encrypted. Its passphrase is not stored: this form forgets it when the key changes or you leave."
    >
      {(control) => (
        <TextInput
          {...control}
          type="password"
          autoComplete="off"
          maxLength={10_000}
          value={passphrase}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onEnter()
          }}
        />
      )}
    </Field>
  )
}
