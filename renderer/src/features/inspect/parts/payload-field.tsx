import { Field } from '../../../ui/field.tsx'
import { TextArea } from '../../../ui/text-input.tsx'

/** The payload of a detached JWS: what is signed is not in the token, so it must be given. */
export function PayloadField({
  value,
  problem,
  onChange,
}: {
  readonly value: string
  readonly problem: string | null
  readonly onChange: (value: string) => void
}) {
  return (
    <Field
      label="Detached payload"
      hint="What was signed travels elsewhere, such as in the body of the request. Every space and line break counts."
      problem={problem}
    >
      {(control) => (
        <TextArea
          {...control}
          mono
          rows={2}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
