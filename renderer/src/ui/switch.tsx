import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './switch.module.css'

/** On or off, at once: a checkbox drawn as a switch. It needs a label around it, or a name of its own. */
export function Switch({ className, ...props }: Omit<ComponentProps<'input'>, 'type' | 'role'>) {
  return <input {...props} type="checkbox" className={classNames(styles.switch, className)} />
}
