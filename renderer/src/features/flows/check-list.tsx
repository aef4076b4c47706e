import { explainFlowCheck, flowCheckTitle } from '../../../../shared/oauth/explain-flow-check.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import { Chip, type Tone } from '../../ui/chip.tsx'
import { classNames } from '../../ui/class-names.ts'
import { SpecLink } from '../../ui/spec-link.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './check-list.module.css'
import { orderChecks, shortlistChecks } from './order-checks.ts'

/** Every check of the run with what was expected and found; what needs attention first. */
export function CheckList({ checks }: { readonly checks: readonly Check[] }) {
  if (checks.length === 0) return <p className={styles.empty}>Nothing was checked.</p>
  return (
    <ul aria-label="Checks of the run">
      {orderChecks(checks).map((check, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a second refresh makes the same checks again
        <li key={`${check.id} ${place}`} className={classNames(styles.row, styles[check.status])}>
          <StatusIcon status={check.status} />
          <span className={styles.title}>
            <VisibleText text={flowCheckTitle(check.id)} />
          </span>
          <div className={styles.text}>
            <VisibleText text={explainFlowCheck(check)} />
            {check.status === 'pass' && <Values check={check} />}
          </div>
          <span className={styles.spec}>
            <SpecLink spec={check.spec} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** A failed check says both in its sentence; of a passed one they are for the curious. */
function Values({ check }: { readonly check: Check }) {
  if (check.found === undefined) return null
  return (
    <div className={styles.values}>
      {check.expected !== undefined && check.expected !== check.found && (
        <span>
          expected{' '}
          <code>
            <VisibleText text={check.expected} />
          </code>
        </span>
      )}
      <span>
        found{' '}
        <code>
          <VisibleText text={check.found} />
        </code>
      </span>
    </div>
  )
}

const tones: Readonly<Record<Check['status'], Tone>> = { fail: 'fail', not_checked: 'none', pass: 'pass' }

/** The checks in a row of chips; what does not fit is one click away in the list. */
export function CheckChips({
  checks,
  most,
  onShowAll,
}: {
  readonly checks: readonly Check[]
  readonly most: number
  readonly onShowAll: () => void
}) {
  if (checks.length === 0) return null
  const ordered = shortlistChecks(checks)
  const shown = ordered.length <= most + 1 ? ordered : ordered.slice(0, most)
  const left = ordered.slice(shown.length)
  return (
    <ul className={styles.chips} aria-label="Checks in short">
      {shown.map((check, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a second refresh makes the same checks again
        <li key={`${check.id} ${place}`}>
          <Chip tone={tones[check.status]} icon={<StatusIcon status={check.status} size={12} />}>
            {flowCheckTitle(check.id)}
          </Chip>
        </li>
      ))}
      {left.length > 0 && (
        <li>
          <button type="button" className={styles.more} onClick={onShowAll}>
            {moreText(left)}
          </button>
        </li>
      )}
    </ul>
  )
}

function moreText(left: readonly Check[]): string {
  const passed = left.filter((check) => check.status === 'pass').length
  return passed === left.length ? `${passed} more passed` : `${left.length} more`
}
