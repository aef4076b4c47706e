import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { Check } from '../../../../shared/verdict/check.ts'
import { errorNames } from '../../../../shared/verdict/error-names.ts'
import { checkTitle, explainCheck } from '../../../../shared/verdict/explain-check.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { SpecLink } from '../../ui/spec-link.tsx'
import { StatusIcon, statusWords } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { ExplainedText } from './explained-text.tsx'
import styles from './rung.module.css'
import type { RungAction } from './rung-actions.ts'
import { rungText } from './rung-text.ts'

/** One rung of the ladder: a line that opens to why, to what others call the failure, and to what can be done. */
export function Rung({
  check,
  text = rungText(check),
  open,
  explain,
  onToggle,
  actions,
  onAction,
  children,
}: {
  readonly check: Check
  /** The line's text where it is not simply that of the check, for example while verifying. */
  readonly text?: string
  readonly open: boolean
  /** False where what stands below says it better. */
  readonly explain: boolean
  readonly onToggle: () => void
  readonly actions: readonly RungAction[]
  readonly onAction: (action: RungAction) => void
  /** Shown below the explanation: the key choice, the requests made. */
  readonly children?: ReactNode
}) {
  const bodyId = useId()
  const title = checkTitle(check.id)
  return (
    <li className={classNames(styles.rung, open && styles.open, styles[check.status])}>
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
            <VisibleText text={text} />
          </span>
          <ChevronRight className={styles.chevron} size={14} aria-hidden />
        </button>
        <span className={styles.spec}>
          <SpecLink spec={check.spec} />
        </span>
      </div>
      {open && (
        <div id={bodyId} className={styles.body}>
          {explain && (
            <p className={styles.why}>
              <ExplainedText text={explainCheck(check)} />
              {check.status === 'fail' && check.code && <OtherNames code={check.code} />}
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

/** The names under which a developer meets the same failure in a stack trace. */
function OtherNames({ code }: { readonly code: NonNullable<Check['code']> }) {
  const { pyjwt, authlib, jose } = errorNames(code)
  const named = [
    ['PyJWT', pyjwt],
    ['Authlib', authlib],
    ['jose', jose],
  ].filter((pair): pair is [string, string] => pair[1] !== null)
  if (named.length === 0) return null
  return (
    <span className={styles.names}>
      Elsewhere:{' '}
      {named.map(([library, name], index) => (
        <span key={library}>
          {index > 0 && ', '}
          {library} <code>{name}</code>
        </span>
      ))}
    </span>
  )
}
