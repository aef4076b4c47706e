import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './masked-field.module.css'

/** A secret that shows itself only while the person wants to see it. */
export function MaskedField({
  label,
  what,
  hint,
  problem,
  value,
  className,
  onChange,
}: {
  readonly label: string
  /** In the name of the button, for example `secret`. */
  readonly what: string
  readonly hint: string
  readonly problem: string | null
  readonly value: string
  readonly className?: string | undefined
  readonly onChange: (value: string) => void
}) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint} problem={problem} className={className}>
      {(control) => (
        <div className={styles.masked}>
          <TextInput
            {...control}
            mono
            type={shown ? 'text' : 'password'}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton
            label={shown ? `Hide the ${what}` : `Show the ${what}`}
            icon={shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  )
}
