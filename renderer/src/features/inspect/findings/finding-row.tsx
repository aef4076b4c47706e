import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { placePath } from '../../../../../shared/lint/find-span.ts'
import type { Finding } from '../../../../../shared/lint/lint-token.ts'
import type { Severity } from '../../../../../shared/lint/rule.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { SpecLink } from '../../../ui/spec-link.tsx'
import { type IconStatus, StatusIcon } from '../../../ui/status-icon.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './findings.module.css'
import { SwitchOffForm } from './switch-off-form.tsx'

export const severityIcon: Readonly<Record<Severity, IconStatus>> = {
  error: 'fail',
  warning: 'warning',
  info: 'info',
}
export const severityWord: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Info',
}

/** One finding: a line that opens to why it matters, what to do and where it stands. */
export function FindingRow({
  finding,
  onMark,
  onSwitchOff,
}: {
  readonly finding: Finding
  /** Marks the place in the input; null where it is not there to be marked. */
  readonly onMark: (() => void) | null
  readonly onSwitchOff: (reason: string) => void
}) {
  const [open, setOpen] = useState(false)
  const [asking, setAsking] = useState(false)
  const bodyId = useId()
  const { rule, severity, title, sentence, where, why, advice, spec, downgraded } = finding
  const path = placePath(where)
  return (
    <li className={classNames(styles.finding, open && styles.open)}>
      <div className={styles.line}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={open ? bodyId : undefined}
          onClick={() => setOpen(!open)}
        >
          <StatusIcon status={severityIcon[severity]} label={severityWord[severity]} size={15} />
          <span className={styles.text}>
            <VisibleText text={sentence} />
          </span>
          <span className={styles.rule}>{rule}</span>
          <ChevronRight className={styles.chevron} size={14} aria-hidden />
        </button>
      </div>
      {open && (
        <div id={bodyId} className={styles.body}>
          <p className={styles.title}>{title}</p>
          <dl className={styles.facts}>
            <dt>Why</dt>
            <dd>{why}</dd>
            <dt>What to do</dt>
            <dd>{advice}</dd>
            {downgraded !== undefined && (
              <>
                <dt>Weighs less</dt>
                <dd>{downgraded}</dd>
              </>
            )}
            <dt>Where</dt>
            <dd>
              {onMark ? (
                <button type="button" className={styles.place} onClick={onMark} title="Mark it in the input">
                  <VisibleText text={path} />
                </button>
              ) : (
                <code>
                  <VisibleText text={path} />
                </code>
              )}
            </dd>
            <dt>Source</dt>
            <dd>
              <SpecLink spec={spec} inline />
            </dd>
          </dl>
          {asking ? (
            <SwitchOffForm rule={rule} onSave={onSwitchOff} onCancel={() => setAsking(false)} />
          ) : (
            <div className={styles.actions}>
              <Button variant="ghost" onClick={() => setAsking(true)}>
                Switch off {rule}…
              </Button>
            </div>
          )}
        </div>
      )}
    </li>
  )
}
