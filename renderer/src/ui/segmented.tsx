import { useId } from 'react'
import styles from './segmented.module.css'

/** One of a few, all of them in sight: radio buttons drawn as one control. `label` names the group. */
export function Segmented<V extends string>({
  label,
  options,
  value,
  onValueChange,
}: {
  readonly label: string
  readonly options: readonly { readonly value: V; readonly label: string }[]
  readonly value: V
  readonly onValueChange: (value: V) => void
}) {
  const group = useId()
  return (
    <fieldset className={styles.kinds}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.kind}>
          <input
            type="radio"
            name={group}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValueChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
