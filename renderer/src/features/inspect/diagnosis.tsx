import type { Check } from '../../../../shared/verdict/check.ts'
import type { Diagnosis as Cause } from '../../../../shared/verdict/verification.ts'
import { Button } from '../../ui/button.tsx'
import { SpecLink } from '../../ui/spec-link.tsx'
import styles from './diagnosis.module.css'
import { ExplainedText } from './explained-text.tsx'
import type { Verification } from './inspect-state.ts'
import { type RungAction, sourceAction } from './rung-actions.ts'

/** Why the signature did not fit: what was tried and came out, and what to do about it. */
export function Diagnosis({
  causes,
  onAction,
}: {
  readonly causes: readonly Cause[]
  readonly onAction: (action: RungAction) => void
}) {
  return (
    <section className={styles.diagnosis} aria-label="Why it does not fit">
      <span className={styles.heading}>Why</span>
      <ul className={styles.causes}>
        {causes.map((cause) => {
          const action = sourceAction(cause)
          return (
            <li key={cause.cause} className={styles.cause}>
              <p className={styles.sentence}>
                <ExplainedText text={cause.sentence} />
              </p>
              <p className={styles.advice}>
                <ExplainedText text={cause.advice} />
                {cause.spec && (
                  <>
                    {' '}
                    <SpecLink spec={cause.spec} />
                  </>
                )}
              </p>
              {action && <Button onClick={() => onAction(action)}>{action.label}</Button>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** What was found out for this rung: the signature, or the text where no key was looked for. */
export function causesFor(check: Check, verification: Verification): readonly Cause[] {
  if (verification.kind !== 'done' || check.status === 'pass') return []
  const { checks, diagnosis = [] } = verification.result
  const parsed = checks.some(({ id, status }) => id === 'parsed' && status === 'fail')
  // Of a token that is malformed and yet whole the signature was judged, and then it has a code of its own.
  const unread = parsed && !checks.some(({ id, code }) => id === 'signature' && code !== undefined)
  return check.id === (unread ? 'parsed' : 'signature') ? diagnosis : []
}
