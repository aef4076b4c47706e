import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './select.module.css'

export type SelectOption<V extends string> = {
  readonly value: V
  readonly label: string
  readonly disabled?: boolean
}

/** The platform's own list: complete on the keyboard and in screen readers, and no style of its own to inject. */
export function Select<V extends string>({
  options,
  value,
  onValueChange,
  className,
  ...rest
}: Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> & {
  readonly options: readonly SelectOption<V>[]
  readonly value: V
  readonly onValueChange: (value: V) => void
}) {
  return (
    <span className={classNames(styles.wrap, className)}>
      <select
        {...rest}
        className={styles.select}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onValueChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className={styles.caret} size={14} aria-hidden />
    </span>
  )
}
