import { useState } from 'react'
import type { DisclosureOutcome } from '../../../../../shared/sd-jwt/process-sd-jwt.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './disclosure-row.module.css'

/** A longer value is cut until it is asked for; in characters. */
const shortValue = 120

/** One disclosure: switched on or off, what it says, and whether what the issuer signed holds its digest. */
export function DisclosureRow({
  outcome,
  depth,
  proved,
  on,
  onSwitch,
}: {
  readonly outcome: DisclosureOutcome
  readonly depth: number
  readonly proved: boolean
  readonly on: boolean
  readonly onSwitch: () => void
}) {
  const { index, disclosure, digest, path, problem } = outcome
  const [open, setOpen] = useState(false)
  const label = disclosure.ok
    ? (disclosure.name ?? path ?? `element ${index + 1}`)
    : `disclosure ${index + 1}`
  const value = disclosure.ok ? disclosure.value.raw : (disclosure.decoded ?? disclosure.text)
  return (
    <li className={styles.row} data-off={!on || undefined} data-depth={Math.min(depth, 4)}>
      <Switch className={styles.switch} checked={on} aria-label={`Present ${label}`} onChange={onSwitch} />
      <div className={styles.words}>
        <div className={styles.line}>
          <span className={styles.name}>
            <VisibleText text={label} />
          </span>
          <span className={styles.value}>
            <VisibleText
              text={open || value.length <= shortValue ? value : `${value.slice(0, shortValue)}…`}
            />
          </span>
        </div>
        <div className={styles.verdict}>
          {problem ? (
            <StatusIcon status="fail" size={13} />
          ) : path === null ? (
            <StatusIcon status="not_checked" size={13} />
          ) : proved ? (
            <StatusIcon status="pass" size={13} />
          ) : (
            <StatusIcon status="info" label="Fits, not proved" size={13} />
          )}
          <span data-fail={problem !== null || undefined}>
            <VisibleText text={verdictWords(outcome, proved)} />
          </span>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={open}
            aria-label={`${open ? 'Hide' : 'Show'} salt and digest of ${label}`}
            onClick={() => setOpen(!open)}
          >
            {open ? 'less' : 'salt and digest'}
          </button>
        </div>
        {open && (
          <dl className={styles.facts}>
            <dt>salt</dt>
            <dd>
              <VisibleText text={disclosure.ok ? disclosure.salt : 'cannot be read'} />
            </dd>
            <dt>digest</dt>
            <dd>
              {digest ?? 'not computed'}
              {digest !== null && <CopyButton label={`Copy the digest of ${label}`} text={digest} />}
            </dd>
            <dt>as sent</dt>
            <dd>
              <VisibleText text={disclosure.text} />
              <CopyButton label={`Copy the disclosure of ${label}`} text={disclosure.text} />
            </dd>
          </dl>
        )}
      </div>
    </li>
  )
}

function verdictWords({ path, problem, parent }: DisclosureOutcome, proved: boolean): string {
  if (problem) return problem.message
  if (path === null) return 'not compared'
  const inside = parent === null ? '' : `, inside disclosure ${parent + 1}`
  return `${proved ? 'signed by the issuer at' : 'not proved · fits at'} ${path}${inside}`
}
