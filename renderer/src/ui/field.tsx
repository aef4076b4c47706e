import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import styles from './field.module.css'
import { StatusIcon } from './status-icon.tsx'

/** What a control inside a Field must carry, so that its label, hint and problem belong to it. */
export type FieldControl = {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

/**
 * A friendly label with the wire name small beside it, one control, and below it a hint or what is wrong.
 * Usage: `<Field label="Scope" wire="scope">{(control) => <TextInput {...control} … />}</Field>`.
 */
export function Field({
  label,
  wire,
  hint,
  problem,
  action,
  className,
  children,
}: {
  readonly label: string
  readonly wire?: string
  readonly hint?: ReactNode
  readonly problem?: string | null
  /** A small control at the end of the label's line. */
  readonly action?: ReactNode
  readonly className?: string | undefined
  readonly children: (control: FieldControl) => ReactNode
}) {
  const id = useId()
  const noteId = `${id}-note`
  const hasNote = Boolean(problem) || Boolean(hint)
  return (
    <div className={classNames(styles.field, className)} data-wire={wire}>
      <div className={styles.head}>
        <label className={styles.label} htmlFor={id}>
          {label}
          {wire && (
            <>
              {' '}
              <code className={styles.wire}>{wire}</code>
            </>
          )}
        </label>
        {action}
      </div>
      {children({
        id,
        'aria-describedby': hasNote ? noteId : undefined,
        'aria-invalid': problem ? true : undefined,
      })}
      {problem ? (
        <p id={noteId} className={styles.problem}>
          <StatusIcon status="fail" label={null} size={13} />
          <span>{problem}</span>
        </p>
      ) : hint ? (
        <p id={noteId} className={styles.hint}>
          {hint}
        </p>
      ) : null}
    </div>
  )
}
