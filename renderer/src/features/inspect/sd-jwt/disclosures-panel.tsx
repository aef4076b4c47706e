import { applyEdits, format } from 'jsonc-parser'
import { useEffect, useMemo, useState } from 'react'
import { switchDisclosure } from '../../../../../shared/sd-jwt/present-sd-jwt.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { PartResult } from '../../../../../shared/verdict/verification.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import { DisclosureRow } from './disclosure-row.tsx'
import { depthOf, type OpenedSdJwt, openSdJwt, presentChoice } from './disclosure-state.ts'
import styles from './disclosures-panel.module.css'
import { KeyBindingChecks } from './key-binding-checks.tsx'

/** More rows than this are shown on request only. */
const firstRows = 100
/** Formatting is not worth its time for more than this, in characters. */
const longestFormatted = 50_000

/** Every disclosure with where it fits, a switch for each, and what that choice would present. */
export function DisclosuresPanel({
  reading,
  proved,
  binding,
}: {
  readonly reading: TokenReading
  /** The issuer's signature was proved for this very token. */
  readonly proved: boolean
  /** The verdict on the key binding; null where there is none. */
  readonly binding: PartResult | null
}) {
  const opened = useOpened(reading)
  if (opened === undefined) return <p className={styles.note}>Comparing the digests.</p>
  if (opened === null) {
    return (
      <p className={styles.note}>The payload cannot be read, so there is nothing to compare digests with.</p>
    )
  }
  return (
    <>
      <Opened key={reading.token} opened={opened} proved={proved} />
      {binding && <KeyBindingChecks part={binding} />}
    </>
  )
}

/** Undefined while the digests are computed. */
function useOpened(reading: TokenReading): OpenedSdJwt | null | undefined {
  const [state, setState] = useState<{
    readonly of: TokenReading
    readonly opened: OpenedSdJwt | null
  } | null>(null)
  useEffect(() => {
    let current = true
    openSdJwt(reading).then(
      (opened) => current && setState({ of: reading, opened }),
      () => current && setState({ of: reading, opened: null }),
    )
    return () => {
      current = false
    }
  }, [reading])
  return state?.of === reading ? state.opened : undefined
}

function Opened({ opened, proved }: { readonly opened: OpenedSdJwt; readonly proved: boolean }) {
  const { whole, bound } = opened
  const { disclosures, problems, undisclosed } = whole
  const all = useMemo(() => new Set(disclosures.map(({ index }) => index)), [disclosures])
  const [chosen, setChosen] = useState<ReadonlySet<number>>(all)
  const [shown, setShown] = useState(firstRows)
  const presented = useMemo(() => presentChoice(opened, chosen), [opened, chosen])
  const claims = useMemo(() => (presented.claims === null ? null : indent(presented.claims)), [presented])
  const unchanged = chosen.size === all.size
  return (
    <div className={styles.panel}>
      <section className={styles.list} aria-label="Disclosures">
        <div className={styles.tools}>
          <p className={styles.count} aria-live="polite">
            {countWords(chosen.size, all.size)}
            {undisclosed > 0 && (
              <span className={styles.held}>
                {' '}
                · {undisclosed} {undisclosed === 1 ? 'digest' : 'digests'} without a disclosure: held back, or
                decoys
              </span>
            )}
          </p>
          {all.size > 0 && (
            <>
              <Button variant="ghost" disabled={unchanged} onClick={() => setChosen(all)}>
                All
              </Button>
              <Button variant="ghost" disabled={chosen.size === 0} onClick={() => setChosen(new Set())}>
                None
              </Button>
            </>
          )}
        </div>
        {problems.map(({ message }) => (
          <InlineProblem key={message} title="This SD-JWT must be rejected">
            <VisibleText text={message} />
          </InlineProblem>
        ))}
        {all.size === 0 && (
          <p className={styles.note}>
            No claim is disclosed: the SD-JWT shows only what the issuer wrote in the open.
          </p>
        )}
        <ul className={styles.rows}>
          {disclosures.slice(0, shown).map((outcome) => (
            <DisclosureRow
              key={outcome.index}
              outcome={outcome}
              depth={depthOf(whole, outcome.index)}
              proved={proved}
              on={chosen.has(outcome.index)}
              onSwitch={() => setChosen(switchDisclosure(disclosures, chosen, outcome.index))}
            />
          ))}
        </ul>
        {disclosures.length > shown && (
          <div className={styles.more}>
            <Button onClick={() => setShown(disclosures.length)}>
              Show {disclosures.length - shown} more
            </Button>
          </div>
        )}
      </section>
      <section className={styles.result} aria-label="What this choice presents">
        <div className={styles.tools}>
          <h2 className={styles.title}>Presented</h2>
          <CopyButton label="Copy the SD-JWT with this choice" text={presented.text}>
            Copy SD-JWT
          </CopyButton>
        </div>
        {bound && (
          <p className={styles.note}>
            {unchanged
              ? 'The copy leaves out the key binding: a holder makes a new one for each presentation.'
              : 'The key binding no longer fits this choice and is left out: the holder must make a new one.'}
          </p>
        )}
        {claims === null ? (
          <p className={styles.note}>A verifier must reject this, so there are no claims to show.</p>
        ) : (
          <pre className={styles.claims}>
            <VisibleText text={claims} />
          </pre>
        )}
      </section>
    </div>
  )
}

function countWords(chosen: number, all: number): string {
  if (all === 0) return 'No disclosures'
  return `${chosen} of ${all} presented`
}

/** White space is changed for reading, nothing else. */
function indent(json: string): string {
  if (json.length > longestFormatted) return json
  return applyEdits(json, format(json, undefined, { tabSize: 2, insertSpaces: true }))
}
