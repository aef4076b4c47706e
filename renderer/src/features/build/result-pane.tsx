import { Hammer, ScanSearch } from 'lucide-react'
import type { AppActions } from '../../app-actions.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { isUnchanged, type Made } from './build-state.ts'
import type { BuildState } from './build-store.ts'
import styles from './result-pane.module.css'

/** What came out: the token, what was done to make it, and what a person should know of it. */
export function ResultPane({
  state,
  actions,
  isLow = false,
}: {
  readonly state: BuildState
  readonly actions: AppActions
  /** Under the editors, where an empty result takes one line. */
  readonly isLow?: boolean
}) {
  const { outcome, original } = state
  const asItCame = outcome.kind === 'idle' && original !== null && isUnchanged(state)
  const token = outcome.kind === 'made' ? outcome.made.token : asItCame ? original.token : null
  const publicJwk = outcome.kind === 'made' ? outcome.made.publicJwk : null
  return (
    <Pane label="Result">
      <PaneBar
        title="Result"
        end={
          token !== null && (
            <>
              <CopyButton label="Copy the token" text={token} secret>
                Copy
              </CopyButton>
              <Button
                variant="ghost"
                icon={<ScanSearch size={14} aria-hidden />}
                onClick={() =>
                  actions.openInInspect({
                    token,
                    from: asItCame ? 'Token from Build' : 'Made in Build',
                    ...(publicJwk === null ? {} : { key: publicJwk }),
                  })
                }
              >
                Open in Inspect
              </Button>
            </>
          )
        }
      >
        {token !== null && <Chip>{sizeWords(token)}</Chip>}
      </PaneBar>
      <PaneScroll>
        <div className={styles.body} aria-live="polite">
          {outcome.kind === 'refused' && (
            <InlineProblem announce={false} title="Nothing was made">
              <VisibleText text={outcome.message} />
            </InlineProblem>
          )}
          {outcome.kind === 'running' && <p className={styles.text}>Signing</p>}
          {outcome.kind === 'made' && <MadeFacts made={outcome.made} />}
          {asItCame && <p className={styles.text}>As it came: nothing was changed.</p>}
          {token !== null && <TokenText token={token} />}
          {outcome.kind === 'idle' && !asItCame && isLow && (
            <p className={styles.text}>Nothing made yet. {whatNext(original !== null)}</p>
          )}
          {outcome.kind === 'idle' && !asItCame && !isLow && (
            <EmptyState icon={<Hammer size={18} aria-hidden />} title="Nothing made yet">
              <p>{whatNext(original !== null)}</p>
            </EmptyState>
          )}
        </div>
      </PaneScroll>
    </Pane>
  )
}

function whatNext(came: boolean): string {
  return came
    ? 'You changed the token. Sign it anew, keep its old signature, or leave it without one.'
    : 'Choose who signs, change the claims, then sign. Nothing is sent anywhere.'
}

function MadeFacts({ made }: { readonly made: Made }) {
  const status = made.how === 'signed' || made.how === 'encrypted' ? 'info' : 'warning'
  return (
    <>
      <p className={styles.fact}>
        <StatusIcon status={status} size={15} />
        <span>
          <VisibleText text={made.sentence} />
        </span>
      </p>
      {made.warnings.map(({ code, message }) => (
        <p key={`${code}-${message}`} className={styles.fact}>
          <StatusIcon status="warning" size={15} />
          <span>
            <VisibleText text={message} />
          </span>
        </p>
      ))}
      {made.resolved.length > 0 && (
        <details className={styles.resolved}>
          <summary>
            {made.resolved.length} {made.resolved.length === 1 ? 'value' : 'values'} filled in
          </summary>
          <dl>
            {made.resolved.map(({ where, placeholder, raw }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list of one token never moves
              <div key={index}>
                <dt>
                  {placeholder} <span>{where}</span>
                </dt>
                <dd>{raw}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}

const colors = [styles.header, styles.payload, styles.signature]

/** Parts in the colours they have in Inspect; JSON forms and encrypted tokens as plain text. */
function TokenText({ token }: { readonly token: string }) {
  const parts = /^[A-Za-z0-9_.~-]+$/.test(token) ? token.split('.') : []
  return (
    <pre className={styles.token}>
      {parts.length === 3 ? (
        parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: three parts, always in this order
          <span key={index} className={colors[index]}>
            {index > 0 && <i>.</i>}
            {part}
          </span>
        ))
      ) : (
        <VisibleText text={token} />
      )}
    </pre>
  )
}

function sizeWords(token: string): string {
  const bytes = new TextEncoder().encode(token).length
  return bytes < 10_000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`
}
