import { explainFlowCheck, flowCheckTitle } from '../../../shared/oauth/explain-flow-check.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import styles from './check-list.module.css'
import { Chip, type Tone } from './chip.tsx'
import { classNames } from './class-names.ts'
import { groupChecks, orderChecks, shortlistChecks } from './order-checks.ts'
import { SpecLink } from './spec-link.tsx'
import { StatusIcon } from './status-icon.tsx'
import { VisibleText } from './visible-text.tsx'

/** Every check of the run with what was expected and found; what needs attention first. */
export function CheckList({
  checks,
  label = 'Checks of the run',
}: {
  readonly checks: readonly Check[]
  readonly label?: string
}) {
  if (checks.length === 0) return <p className={styles.empty}>Nothing was checked.</p>
  const groups = groupChecks(checks)
  if (groups.length === 1) return <CheckRows label={label} checks={checks} />
  return groups.map((group) => (
    <section key={group.title} aria-label={group.title}>
      <h3 className={styles.group}>
        {group.title} <span>{countText(group.checks)}</span>
      </h3>
      <CheckRows
        label={group.title === 'Sign-in' ? label : `Checks of ${group.title}`}
        checks={group.checks}
      />
    </section>
  ))
}

/** `17 of 18 passed`; what was not checked is not counted as either. */
function countText(checks: readonly Check[]): string {
  const made = checks.filter((check) => check.status !== 'not_checked')
  const passed = made.filter((check) => check.status === 'pass').length
  const left = checks.length - made.length
  return `${passed} of ${made.length} passed${left === 0 ? '' : `, ${left} not checked`}`
}

function CheckRows({ label, checks }: { readonly label: string; readonly checks: readonly Check[] }) {
  return (
    <ul aria-label={label}>
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
