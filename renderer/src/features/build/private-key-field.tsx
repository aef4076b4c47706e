import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Field } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-input.tsx'
import styles from './key-pane.module.css'

/** A private key as text, unreadable over a shoulder until it is asked for. */
export function PrivateKeyField({
  label,
  hint,
  text,
  onChange,
}: {
  readonly label: string
  readonly hint: string
  readonly text: string
  readonly onChange: (text: string) => void
}) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <div className={styles.row}>
          <TextArea
            {...control}
            mono
            rows={3}
            className={classNames(styles.area, !shown && text !== '' && styles.concealed)}
            placeholder={'{ "kty": "EC", "d": … } or -----BEGIN PRIVATE KEY-----'}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton
            label={`${shown ? 'Hide' : 'Show'}: ${label}`}
            icon={shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  )
}
