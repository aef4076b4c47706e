import { type ReactNode, useState } from 'react'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import type { NetworkRequest } from '../../../../shared/verdict/verification.ts'
import { AskingRung } from './asking-rung.tsx'
import { asksFor } from './expect-field.tsx'
import type { Verification } from './inspect-store.ts'
import { progressText } from './key-choice.ts'
import { Rung } from './rung.tsx'
import { type RungAction, rungActions } from './rung-actions.ts'
import { rungText } from './rung-text.ts'
import styles from './verdict-ladder.module.css'

/**
 * The verdict, one line a rung. Failed rungs open by themselves. Before there is a verdict each rung asks: the
 * signature rung for the key (`children`), the others for what is expected.
 */
export function VerdictLadder({
  checks,
  reading,
  verification,
  keyOpen,
  onKeyToggle,
  onAction,
  expiredSince,
  ask,
  children,
}: {
  readonly checks: readonly Check[]
  readonly reading: TokenReading
  readonly verification: Verification
  readonly keyOpen: boolean
  readonly onKeyToggle: () => void
  readonly onAction: (action: RungAction) => void
  /** The token expired after the verdict was made. */
  readonly expiredSince: boolean
  /** The field of a rung that asks for what is expected of the token. */
  readonly ask: (rungId: string) => ReactNode
  readonly children: ReactNode
}) {
  // Only what the person opened or closed by hand, for this very verdict.
  const [byHand, setByHand] = useState<{
    readonly of: Verification
    readonly open: Readonly<Record<string, boolean>>
  }>({
    of: verification,
    open: {},
  })
  const open = byHand.of === verification ? byHand.open : {}
  return (
    <ol className={styles.ladder} aria-label="Checks">
      {checks.map((check) => {
        if (keyOpen && asksFor(check.id)) {
          return (
            <AskingRung key={check.id} check={check}>
              {ask(check.id)}
            </AskingRung>
          )
        }
        const isKeyRung = check.id === 'signature' && children !== null
        const isOpen = isKeyRung && keyOpen ? true : (open[check.id] ?? check.status === 'fail')
        const running = isKeyRung && verification.kind === 'running'
        return (
          <Rung
            key={check.id}
            check={check}
            text={
              running
                ? progressText(verification.request.source)
                : lineText(check, isKeyRung, check.id === 'time' && expiredSince)
            }
            open={isOpen}
            actions={isKeyRung && keyOpen ? [] : rungActions(check, reading, verification.kind === 'done')}
            onAction={onAction}
            onToggle={() => {
              if (isKeyRung && keyOpen !== isOpen) onKeyToggle()
              else if (isKeyRung && check.status !== 'fail') onKeyToggle()
              else setByHand({ of: verification, open: { ...open, [check.id]: !isOpen } })
            }}
          >
            {isKeyRung && keyOpen && children}
            {check.id === 'key' && verification.kind === 'done' && (
              <Requests requests={verification.result.requests} />
            )}
          </Rung>
        )
      })}
    </ol>
  )
}

function lineText(check: Check, isKeyRung: boolean, expiredSince: boolean): string {
  if (isKeyRung && check.code === 'NOT_VERIFIED') return 'not checked: choose the key it must verify with'
  return expiredSince ? `${rungText(check)} · it has expired since` : rungText(check)
}

/** Everything that was asked of the network for this verdict. */
function Requests({ requests }: { readonly requests: readonly NetworkRequest[] }) {
  if (requests.length === 0)
    return <p className={styles.quiet}>No network request was made for this verdict.</p>
  return (
    <ul className={styles.requests} aria-label="Requests made for this verdict">
      {requests.map((request, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a finished list, in order of time
        <li key={index}>
          <code>
            {request.method} {request.url}
          </code>
          <span className={styles.quiet}>
            {request.status === null ? 'no answer' : request.status} · {Math.round(request.durationMs)} ms
          </span>
        </li>
      ))}
    </ul>
  )
}
