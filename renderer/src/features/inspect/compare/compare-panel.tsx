import { useMemo } from 'react'
import { compareTokens } from '../../../../../shared/token/compare/compare-tokens.ts'
import { summariseComparison } from '../../../../../shared/token/compare/explain-difference.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { Beside } from '../../../app-actions.ts'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { Select } from '../../../ui/select.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { TextArea } from '../../../ui/text-input.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import { candidatesOf, type ListedToken, pasted, readShown } from './compare-choice.ts'
import styles from './compare-panel.module.css'
import { CompareTable } from './compare-table.tsx'
import type { Comparing } from './comparing.ts'

/** The token on the screen beside another one, or beside the JSON of an answer, claim by claim. */
export function ComparePanel({
  reading,
  listed,
  beside,
  comparing: { text, chosenId, onlyDifferent },
  onComparing,
}: {
  readonly reading: TokenReading
  readonly listed: readonly ListedToken[]
  /** What came with the token, where it was handed over. */
  readonly beside: readonly Beside[]
  readonly comparing: Comparing
  readonly onComparing: (change: Partial<Comparing>) => void
}) {
  const candidates = useMemo(
    () => candidatesOf(reading, listed, beside, text),
    [reading, listed, beside, text],
  )
  const chosen = candidates.find(({ id }) => id === chosenId) ?? candidates[0]
  const first = useMemo(() => readShown(reading), [reading])
  const second = useMemo(() => chosen?.read() ?? null, [chosen])
  const comparison = useMemo(
    () => (first.ok && second?.ok ? compareTokens(first.side, second.side) : null),
    [first, second],
  )
  const isPasted = chosen?.id === pasted
  return (
    <div className={styles.panel}>
      <div className={styles.with}>
        <label className={styles.label} htmlFor="compare-with">
          Compare with
        </label>
        <Select
          id="compare-with"
          className={styles.select}
          options={candidates.map(({ id, label }) => ({ value: id, label }))}
          value={chosen?.id ?? pasted}
          onValueChange={(id) => onComparing({ chosenId: id })}
        />
        {comparison && (
          <>
            <p className={styles.summary} aria-live="polite">
              {summariseComparison(comparison)}
            </p>
            <label className={styles.only} htmlFor="compare-only">
              <Switch
                id="compare-only"
                checked={onlyDifferent}
                onChange={(event) => onComparing({ onlyDifferent: event.target.checked })}
              />
              Only differences
            </label>
          </>
        )}
      </div>
      {isPasted && (
        <TextArea
          mono
          className={styles.field}
          aria-label="Another token, or the JSON of a userinfo or introspection answer"
          placeholder="Another token, or the JSON of a userinfo or introspection answer"
          rows={3}
          value={text}
          onChange={(event) => onComparing({ text: event.target.value })}
        />
      )}
      {!first.ok && (
        <InlineProblem title="The token on the screen cannot be compared">{first.message}</InlineProblem>
      )}
      {first.ok && second && !second.ok && !(isPasted && text.trim() === '') && (
        <InlineProblem title="The other one cannot be compared">
          <VisibleText text={second.message} />
        </InlineProblem>
      )}
      {first.ok && isPasted && text.trim() === '' && (
        <p className={styles.teach}>
          What changed between two tokens shows here claim by claim: expiry as a difference in time, scopes as
          what was added and removed, a rotated key by its kid. Nothing of it is verified.
        </p>
      )}
      {comparison && (
        <>
          {comparison.notes.length > 0 && (
            <ul className={styles.notes}>
              {comparison.notes.map((note) => (
                <li key={note}>
                  <VisibleText text={note} />
                </li>
              ))}
            </ul>
          )}
          <CompareTable
            comparison={comparison}
            onlyDifferent={onlyDifferent}
            secondLabel={isPasted ? 'Pasted' : (chosen?.label ?? '')}
          />
        </>
      )}
    </div>
  )
}
