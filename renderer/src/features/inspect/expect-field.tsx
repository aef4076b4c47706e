import { useId } from 'react'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './expect-field.module.css'
import { type ExpectForm, type FormProblem, isPlainDate } from './key-choice.ts'

type FieldText = {
  readonly name: keyof ExpectForm
  readonly label: string
  /** Stands before the field where the rung's title does not say enough. */
  readonly before?: string
  readonly after?: string
  readonly placeholder: string
  readonly short?: boolean
}

/** Which rung asks for what. An empty field means: not checked, and the rung will say so. */
const fieldsOf: Readonly<Record<string, readonly FieldText[]>> = {
  time: [
    { name: 'at', label: 'As of', before: 'as of', placeholder: 'now' },
    {
      name: 'skew',
      label: 'Clock tolerance in seconds',
      before: 'tolerance',
      after: 's',
      placeholder: '0',
      short: true,
    },
  ],
  issuer: [{ name: 'iss', label: 'Expected issuer', placeholder: 'not checked' }],
  audience: [{ name: 'aud', label: 'Expected audience', placeholder: 'not checked' }],
  type: [{ name: 'typ', label: 'Expected type', placeholder: 'not checked' }],
  nonce: [{ name: 'nonce', label: 'Expected nonce', placeholder: 'not checked' }],
}

export function asksFor(rungId: string): boolean {
  return Object.hasOwn(fieldsOf, rungId)
}

/** What a rung is to be held against, typed where its answer will stand. */
export function ExpectField({
  rungId,
  form,
  problem,
  discovery,
  onChange,
}: {
  readonly rungId: string
  readonly form: ExpectForm
  readonly problem: FormProblem | null
  /** With discovery the issuer that was asked is expected, unless another is named. */
  readonly discovery: boolean
  readonly onChange: (change: Partial<ExpectForm>) => void
}) {
  const id = useId()
  const fields = fieldsOf[rungId] ?? []
  const wrong = fields.find(({ name }) => name === problem?.field)
  return (
    <div className={styles.fields}>
      {fields.map(({ name, label, before, after, placeholder, short }) => (
        <span key={name} className={styles.field} data-short={short || undefined}>
          {before && <span aria-hidden>{before}</span>}
          <TextInput
            mono
            className={styles.input}
            name={name}
            aria-label={label}
            aria-invalid={wrong?.name === name || undefined}
            aria-describedby={wrong?.name === name ? id : undefined}
            inputMode={name === 'skew' ? 'numeric' : undefined}
            placeholder={name === 'iss' && discovery ? 'the issuer asked' : placeholder}
            value={form[name]}
            onChange={(event) => onChange({ [name]: event.target.value })}
          />
          {after && <span aria-hidden>{after}</span>}
          {name === 'at' && isPlainDate(form.at) && <span>midnight UTC</span>}
        </span>
      ))}
      {wrong && (
        <span id={id} className={styles.problem}>
          <StatusIcon status="fail" label={null} size={13} />
          {problem?.message}
        </span>
      )}
    </div>
  )
}
