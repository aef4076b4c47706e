import { Circle, CircleCheck, Info, OctagonX, TriangleAlert } from 'lucide-react'
import { classNames } from './class-names.ts'
import styles from './status-icon.module.css'

export type IconStatus = 'pass' | 'fail' | 'not_checked' | 'warning' | 'info'

/** Each status has its own outline, so that it is told apart without colour. */
const shapes = {
  pass: CircleCheck,
  fail: OctagonX,
  not_checked: Circle,
  warning: TriangleAlert,
  info: Info,
} as const

export const statusWords: Readonly<Record<IconStatus, string>> = {
  pass: 'Passed',
  fail: 'Failed',
  not_checked: 'Not checked',
  warning: 'Warning',
  info: 'Note',
}

/** `label`: what a screen reader says; null where words beside the icon say it already. */
export function StatusIcon({
  status,
  label = statusWords[status],
  size = 16,
}: {
  readonly status: IconStatus
  readonly label?: string | null
  readonly size?: number
}) {
  const Shape = shapes[status]
  const name = label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return <Shape {...name} size={size} strokeWidth={2} className={classNames(styles.icon, styles[status])} />
}
