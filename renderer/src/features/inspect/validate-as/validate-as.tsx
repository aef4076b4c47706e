import { useId, useState } from 'react'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import { profileTitles } from '../../../../../shared/verdict/profiles/context-fields.ts'
import { type ValidationProfile, validationProfile } from '../../../../../shared/verdict/verification.ts'
import { Button } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import type { FormProblem } from '../key-choice.ts'
import { type AsForm, askedFields, type ContextForm, type ContextTextField } from './as-form.ts'
import styles from './validate-as.module.css'

const labels: Readonly<Record<ContextTextField, string>> = {
  client_id: 'client',
  access_token: 'access token',
  code: 'code',
  state: 'state',
  max_age: 'max age, s',
  acr_values: 'acr values',
  scope: 'scope',
  htm: 'method',
  htu: 'address',
  jkt: 'key thumbprint',
  token_endpoint: 'token endpoint',
  kb_aud: 'binding audience',
  kb_nonce: 'binding nonce',
}
const short: ReadonlySet<ContextTextField> = new Set(['max_age', 'htm'])
const options = validationProfile.options.map((value) => ({ value, label: profileTitles[value] }))

/** The last row of the ladder while it asks: what the token is taken for, and what came with it. */
export function ValidateAs({
  form,
  alg,
  reading,
  problem,
  onAs,
  onAlg,
  onContext,
}: {
  readonly form: AsForm
  /** The accepted algorithms as they are typed. */
  readonly alg: string
  readonly reading: TokenReading
  readonly problem: FormProblem | null
  readonly onAs: (as: ValidationProfile) => void
  readonly onAlg: (alg: string) => void
  readonly onContext: (change: Partial<ContextForm>) => void
}) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const asked = askedFields(form.as, reading)
  // A mere suggestion must not push the claims out of sight: its many fields wait behind one button.
  const isFilled = asked.some((field) => form.context[field] !== '' && form.context[field] !== false)
  const folded = !open && !form.chosen && !isFilled && asked.length > 4
  const fields = folded ? [] : asked
  const wrong = ['alg', ...fields].find((field) => field === problem?.field)
  return (
    <li className={styles.row}>
      <label className={styles.as} htmlFor={`${id}-as`}>
        Validate as
      </label>
      <Select
        id={`${id}-as`}
        className={styles.select}
        options={options}
        value={form.as}
        onValueChange={onAs}
      />
      <span className={styles.field}>
        <label htmlFor={`${id}-alg`}>algorithms</label>
        <TextInput
          id={`${id}-alg`}
          mono
          className={styles.input}
          name="alg"
          placeholder="any of the key; RS256, ES256 accepts only these"
          aria-invalid={wrong === 'alg' || undefined}
          aria-describedby={wrong === 'alg' ? id : undefined}
          value={alg}
          onChange={(event) => onAlg(event.target.value)}
        />
      </span>
      {folded && (
        <Button variant="ghost" aria-expanded={false} onClick={() => setOpen(true)}>
          Compare what came with it
        </Button>
      )}
      {fields.map((field) =>
        field === 'kb_required' ? (
          <label key={field} className={styles.check}>
            <input
              type="checkbox"
              checked={form.context.kb_required}
              onChange={(event) => onContext({ kb_required: event.target.checked })}
            />
            key binding required
          </label>
        ) : (
          <span key={field} className={styles.field} data-short={short.has(field) || undefined}>
            <label htmlFor={`${id}-${field}`}>{labels[field]}</label>
            <TextInput
              id={`${id}-${field}`}
              mono
              className={styles.input}
              name={field}
              placeholder={short.has(field) ? '' : 'not checked'}
              aria-invalid={wrong === field || undefined}
              aria-describedby={wrong === field ? id : undefined}
              inputMode={field === 'max_age' ? 'numeric' : undefined}
              value={form.context[field]}
              onChange={(event) => onContext({ [field]: event.target.value })}
            />
          </span>
        ),
      )}
      {wrong && (
        <span id={id} className={styles.problem}>
          <StatusIcon status="fail" label={null} size={13} />
          {problem?.message}
        </span>
      )}
    </li>
  )
}
