import { useState } from 'react'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './keys-view.module.css'

/** Name and note, saved when the field is left or Enter is pressed; Escape takes an edit back. */
export function KeyNames({
  record,
  onChange,
}: {
  readonly record: KeyRecord
  readonly onChange: (change: { readonly name?: string; readonly note?: string }) => Promise<boolean>
}) {
  return (
    <div className={styles.fields}>
      <Saved
        label="Name"
        value={record.name}
        maxLength={200}
        required
        onSave={(name) => onChange({ name })}
      />
      <Saved
        label="Note"
        value={record.note}
        maxLength={2000}
        placeholder="where it is used, who else has it"
        onSave={(note) => onChange({ note })}
      />
    </div>
  )
}

function Saved({
  label,
  value,
  maxLength,
  placeholder,
  required = false,
  onSave,
}: {
  readonly label: string
  readonly value: string
  readonly maxLength: number
  readonly placeholder?: string
  readonly required?: boolean
  readonly onSave: (value: string) => Promise<boolean>
}) {
  /** Null while nothing is being typed: then the kept value shows. */
  const [typed, setTyped] = useState<string | null>(null)
  const save = async () => {
    const next = typed?.trim()
    if (next === undefined || next === value || (required && next === '')) return setTyped(null)
    if (await onSave(next)) setTyped(null)
  }
  return (
    <Field label={label}>
      {(control) => (
        <TextInput
          {...control}
          maxLength={maxLength}
          placeholder={placeholder}
          value={typed ?? value}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => void save()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void save()
            if (event.key === 'Escape') setTyped(null)
          }}
        />
      )}
    </Field>
  )
}
