import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { Check } from '../../../../shared/verdict/check.ts'
import { checkTitle, explainCheck } from '../../../../shared/verdict/explain-check.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { SpecLink } from '../../ui/spec-link.tsx'
import { StatusIcon, statusWords } from '../../ui/status-icon.tsx'
import { ExplainedText } from './explained-text.tsx'
import { LineText } from './line-text.tsx'
import type { OtherNames as Names } from './other-names.ts'
import styles from './rung.module.css'
import type { RungAction } from './rung-actions.ts'
import { type LinePart, rungParts } from './rung-text.ts'

/** One rung of the ladder: a line that opens to why, to what others call the failure, and to what can be done. */
export function Rung({
  check,
  line = rungParts(check),
  open,
  explain,
  names,
  onToggle,
  actions,
  onAction,
  cause,
  children,
}: {
  readonly check: Check
  /** The line's text where it is not simply that of the check, for example while verifying. */
  readonly line?: readonly LinePart[]
  readonly open: boolean
  /** False where what stands below says it better. */
  readonly explain: boolean
  /** What others call this failure. */
  readonly names: Names | null
  readonly onToggle: () => void
  readonly actions: readonly RungAction[]
  readonly onAction: (action: RungAction) => void
  /** Why it failed, where that was found out; it takes the place of the general explanation. */
  readonly cause?: ReactNode
  /** Shown below the explanation: the key choice, the requests made. */
  readonly children?: ReactNode
}) {
  const bodyId = useId()
  const title = checkTitle(check.id)
  return (
    <li
      className={classNames(styles.rung, open && styles.open, styles[check.status])}
      data-status={check.status}
    >
      <div className={styles.line}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={open ? bodyId : undefined}
          onClick={onToggle}
        >
          {check.unproved ? (
            <StatusIcon status="info" label="Fits, not proved" />
          ) : (
            <StatusIcon status={check.status} label={statusWords[check.status]} />
          )}
          <span className={styles.title}>{title}</span>
          <span className={styles.text}>
            <LineText parts={line} whole={open || check.status === 'fail'} />
          </span>
          <ChevronRight className={styles.chevron} size={14} aria-hidden />
        </button>
        <span className={styles.spec}>
          <SpecLink spec={check.spec} />
        </span>
      </div>
      {open && (
        <div id={bodyId} className={styles.body}>
          {cause}
          {explain && (!cause || names) && (
            <p className={styles.why}>
              {!cause && <ExplainedText text={explainCheck(check)} />}
              {names && <OtherNames names={names} />}
            </p>
          )}
          {actions.length > 0 && (
            <div className={styles.actions}>
              {actions.map((action) => (
                <Button key={action.label} onClick={() => onAction(action)}>
                  {action.label}
                </Button>
              ))}
            </div>
          )}
          {children}
        </div>
      )}
    </li>
  )
}

function OtherNames({ names }: { readonly names: Names }) {
  if (names.kind === 'differs') {
    return <span className={styles.names}>Some libraries accept this, others refuse it.</span>
  }
  if (names.kind === 'unknown') {
    return <span className={styles.names}>Elsewhere: what other libraries say to this is not known.</span>
  }
  return (
    <span className={styles.names}>
      Elsewhere:{' '}
      {names.names.map(({ library, text, accepts }, index) => (
        <span key={library}>
          {index > 0 && ', '}
          {library} {accepts ? text : <code>{text}</code>}
        </span>
      ))}
      {names.unknown.length > 0 && `; not known: ${names.unknown.join(', ')}`}
    </span>
  )
}
