import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'

type ButtonProps = ComponentProps<'button'> & {
  readonly variant?: 'plain' | 'primary' | 'ghost' | 'danger'
  /** `large` is for the one primary action of a pane. */
  readonly size?: 'normal' | 'large'
  readonly icon?: ReactNode
  /** A shortcut shown at the end, for example `['Mod', 'Enter']`. It is announced, not bound. */
  readonly keys?: readonly string[]
}

export function Button({
  variant = 'plain',
  size = 'normal',
  icon,
  keys,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classNames(styles.button, styles[variant], size === 'large' && styles.large, className)}
    >
      {icon}
      {children}
      {keys && <Kbd keys={keys} onAccent={variant === 'primary'} />}
    </button>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  /** The control's name; also shown as its tooltip. */
  readonly label: string
  readonly icon: ReactNode
}

export function IconButton({ label, icon, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={classNames(styles.icon, className)}
    >
      {icon}
    </button>
  )
}
