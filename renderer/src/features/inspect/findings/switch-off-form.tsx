import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import styles from './findings.module.css'

/** A rule is switched off with a reason, or not at all: later someone will ask. */
export function SwitchOffForm({
  rule,
  onSave,
  onCancel,
}: {
  readonly rule: string
  readonly onSave: (reason: string) => void
  readonly onCancel: () => void
}) {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (reason.trim() !== '') onSave(reason)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <Field
        label={`Why is ${rule} off?`}
        hint="For every token, until it is switched on again. Kept in this window; no part of a token is."
        problem={tried && reason.trim() === '' ? 'A reason is needed.' : null}
      >
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            value={reason}
            maxLength={500}
            placeholder="We have one recipient only"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <div className={styles.actions}>
        <Button type="submit">Switch off</Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
