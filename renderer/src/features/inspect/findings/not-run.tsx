import type { RuleNotRun, SuppressedFinding } from '../../../../../shared/lint/lint-token.ts'
import type { Need } from '../../../../../shared/lint/rule.ts'
import { Button } from '../../../ui/button.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './findings.module.css'
import { keyedFindings } from './keyed-findings.ts'

const needWords: Readonly<Record<Need, string>> = {
  token: 'A whole token',
  clock: 'An instant to judge for',
  key: 'The key: verify the token',
  jwks: 'The key set: verify with a JWKS',
  policy: 'What you expect: audience, algorithm, client',
  metadata: 'The issuer’s metadata: verify by discovery',
  flow: 'The flow it came from',
  plaintext: 'What is inside: decrypt the token',
  verification: 'A verdict: verify the token',
  workspace: 'Other tokens to compare with',
}

/** Rules that speak of this token but could not look. They did not pass, so they are not left out. */
export function NotRun({ rules }: { readonly rules: readonly RuleNotRun[] }) {
  if (rules.length === 0) return null
  const needs = [...new Set(rules.map(({ needs }) => needs))]
  return (
    <details className={styles.fold}>
      <summary>
        {rules.length} {rules.length === 1 ? 'rule was' : 'rules were'} not run; not counted as passed
      </summary>
      <dl className={styles.needs}>
        {needs.map((need) => (
          <div key={need}>
            <dt>{needWords[need]}</dt>
            {rules
              .filter(({ needs }) => needs === need)
              .map(({ rule, title, reason }) => (
                <dd key={rule}>
                  <code>{rule}</code> {title} <span className={styles.reason}>{reason}</span>
                </dd>
              ))}
          </div>
        ))}
      </dl>
    </details>
  )
}

/** What was found by rules that are switched off: counted, with the reason, and never green. */
export function SwitchedOff({
  findings,
  onSwitchOn,
}: {
  readonly findings: readonly SuppressedFinding[]
  readonly onSwitchOn: (rule: string) => void
}) {
  if (findings.length === 0) return null
  const rules = [...new Map(findings.map(({ finding, reason }) => [finding.rule, reason]))]
  return (
    <details className={styles.fold}>
      <summary>
        {findings.length} {findings.length === 1 ? 'finding' : 'findings'} of rules that are switched off
      </summary>
      <ul className={styles.off}>
        {rules.map(([rule, reason]) => (
          <li key={rule}>
            <div>
              {keyedFindings(
                findings.filter(({ finding }) => finding.rule === rule),
                ({ finding }) => finding,
              ).map(({ key, item: { finding } }) => (
                <p key={key}>
                  <code>{rule}</code> <VisibleText text={finding.sentence} />
                </p>
              ))}
              <p className={styles.reason}>
                Off because: <VisibleText text={reason} />
              </p>
            </div>
            <Button variant="ghost" aria-label={`Switch on ${rule}`} onClick={() => onSwitchOn(rule)}>
              Switch on
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
