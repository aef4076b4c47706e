import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './text-input.module.css'

/** One line of text. Nothing a person types here is corrected, completed or looked up by the browser. */
export function TextInput({
  mono = false,
  className,
  type = 'text',
  ...rest
}: ComponentProps<'input'> & { readonly mono?: boolean }) {
  return (
    <input
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      {...rest}
      type={type}
      className={classNames(styles.input, mono && styles.mono, className)}
    />
  )
}

export function TextArea({
  mono = false,
  className,
  ...rest
}: ComponentProps<'textarea'> & { readonly mono?: boolean }) {
  return (
    <textarea
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      {...rest}
      className={classNames(styles.input, styles.area, mono && styles.mono, className)}
    />
  )
}
