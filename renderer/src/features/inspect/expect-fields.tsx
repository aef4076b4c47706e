import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './expect-fields.module.css'
import type { ExpectForm, FormProblem } from './key-choice.ts'

/** The id of the time field, so that “Change” beside the lifetime can bring the person here. */
export const asOfFieldName = 'as-of'

const fields: readonly {
  readonly name: keyof ExpectForm
  readonly label: string
  readonly wire?: string
  readonly placeholder: string
}[] = [
  { name: 'iss', label: 'Expected issuer', wire: 'iss', placeholder: 'not checked' },
  { name: 'aud', label: 'Expected audience', wire: 'aud', placeholder: 'not checked' },
  { name: 'typ', label: 'Expected type', wire: 'typ', placeholder: 'not checked' },
  { name: 'nonce', label: 'Expected nonce', wire: 'nonce', placeholder: 'not checked' },
  { name: 'skew', label: 'Tolerance in seconds', placeholder: '0' },
  { name: 'at', label: 'As of', placeholder: 'now' },
]

/** What the person expects of the token. An empty field means: not checked, and its rung says so. */
export function ExpectFields({
  form,
  problem,
  discovery,
  onChange,
}: {
  readonly form: ExpectForm
  readonly problem: FormProblem | null
  /** With discovery the issuer that was asked is expected, unless another is named. */
  readonly discovery: boolean
  readonly onChange: (change: Partial<ExpectForm>) => void
}) {
  return (
    <div className={styles.fields}>
      {fields.map(({ name, label, wire, placeholder }) => (
        <Field
          key={name}
          label={label}
          {...(wire === undefined ? {} : { wire })}
          problem={problem?.field === name ? problem.message : null}
        >
          {(control) => (
            <TextInput
              {...control}
              mono
              name={name === 'at' ? asOfFieldName : name}
              inputMode={name === 'skew' ? 'numeric' : undefined}
              placeholder={name === 'iss' && discovery ? 'the issuer asked' : placeholder}
              value={form[name]}
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  )
}
