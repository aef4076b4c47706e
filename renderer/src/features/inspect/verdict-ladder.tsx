import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { findCutOffSignature } from '../../../../shared/token/cut-off-signature.ts'
import { headersOf } from '../../../../shared/token/joined-header.ts'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import type { KeyUsed } from '../../../../shared/verdict/verification.ts'
import { AskingRung } from './asking-rung.tsx'
import { causesFor, Diagnosis } from './diagnosis.tsx'
import { asksFor } from './expect-field.tsx'
import type { Verification } from './inspect-state.ts'
import { hostAsked, progressText } from './key-choice.ts'
import { KeyEvidence } from './key-evidence.tsx'
import { otherNames } from './other-names.ts'
import { isOpeningOnly } from './parts/opening.ts'
import { Rung } from './rung.tsx'
import { type RungAction, rungActions } from './rung-actions.ts'
import { keyId, type LinePart, rungParts } from './rung-text.ts'
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
  askLast,
  decrypt,
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
  /** A row of its own below the others while the ladder asks. */
  readonly askLast?: ReactNode
  /** What the rung "decrypted" asks, where the token is encrypted. */
  readonly decrypt?: { readonly panel: ReactNode; readonly open: boolean; readonly onToggle: () => void }
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
  const list = useRef<HTMLOListElement>(null)
  // A verdict is read from its top; where not all of it is in sight, what failed first is.
  useLayoutEffect(() => {
    if (verification.kind !== 'done') return
    for (const first of ['li', 'li[data-status="fail"]']) {
      list.current?.querySelector(first)?.scrollIntoView({ block: 'nearest' })
    }
  }, [verification])
  const situation = {
    settled: verification.kind === 'done',
    asks: verification.kind === 'done' ? hostAsked(verification.request.source) : null,
    discovered: verification.kind === 'done' && verification.request.source.kind === 'discovery',
  }
  // Where the key came from is no question before there is one.
  const shown = checks.filter(({ id }) => !(id === 'key' && keyOpen && !isJudged(verification)))
  return (
    <ol ref={list} className={styles.ladder} aria-label="Checks">
      {shown.map((check) => {
        if (keyOpen && asksFor(check.id)) {
          return (
            <AskingRung key={check.id} check={check}>
              {ask(check.id)}
            </AskingRung>
          )
        }
        const isKeyRung = check.id === 'signature' && children !== null
        const causes = causesFor(check, verification)
        const asking = check.id === 'decrypted' ? decrypt : undefined
        const isOpen =
          (isKeyRung && keyOpen) || asking?.open === true
            ? true
            : (open[check.id] ?? needsAttention(check, verification))
        const opening = verification.kind === 'running' && isOpeningOnly(verification.request)
        const running = verification.kind === 'running' && (opening ? asking !== undefined : isKeyRung)
        return (
          <Rung
            key={check.id}
            check={check}
            line={
              running
                ? [words(opening ? 'Opening it' : progressText(verification.request.source))]
                : lineParts(check, verification, isKeyRung, expiredSince, bringsKey(reading))
            }
            open={isOpen}
            // No library verifies a signature that was cut off, whatever it makes of the last character.
            names={otherNames(check, findCutOffSignature(reading) ? [] : reading.problems)}
            explain={!(((isKeyRung && keyOpen) || asking?.open) && check.status !== 'fail')}
            actions={(isKeyRung && keyOpen) || asking ? [] : rungActions(check, reading, situation)}
            onAction={onAction}
            cause={causes.length > 0 ? <Diagnosis causes={causes} onAction={onAction} /> : undefined}
            onToggle={() => {
              if (asking) asking.onToggle()
              else if (isKeyRung && keyOpen !== isOpen) onKeyToggle()
              else if (isKeyRung && check.status !== 'fail') onKeyToggle()
              else setByHand({ of: verification, open: { ...open, [check.id]: !isOpen } })
            }}
          >
            {isKeyRung && keyOpen && children}
            {asking?.open && asking.panel}
            {check.id === 'key' && verification.kind === 'done' && (
              <KeyEvidence result={verification.result} />
            )}
          </Rung>
        )
      })}
      {keyOpen && askLast}
    </ol>
  )
}

function lineParts(
  check: Check,
  verification: Verification,
  isKeyRung: boolean,
  expiredSince: boolean,
  brings: boolean,
): readonly LinePart[] {
  const parts = rungParts(check)
  if (isJudged(verification)) {
    if (check.id === 'time' && expiredSince) return [...parts, words(' · it has expired since')]
    const { key } = verification.result
    if (check.id === 'signature' && check.status === 'pass' && key) return [...parts, ...keyWords(key)]
  } else if (isKeyRung && check.code === 'NOT_VERIFIED')
    return [
      words(
        `not checked · ${brings ? 'it brings its own key, which is not used; ' : ''}choose the key it must verify with`,
      ),
    ]
  return parts
}

/** Whoever made the token chose that key (RFC 8725 §3.10); only a DPoP proof is verified with its own. */
function bringsKey(reading: TokenReading): boolean {
  return headersOf(reading).some(
    (header) =>
      header.get('typ') !== 'dpop+jwt' &&
      ['jwk', 'jku', 'x5c', 'x5u'].some((name) => header.get(name) !== undefined),
  )
}

/** There is a verdict on the signature, not only on the envelope around it. */
function isJudged(verification: Verification): verification is Extract<Verification, { kind: 'done' }> {
  return verification.kind === 'done' && !isOpeningOnly(verification.request)
}

function words(text: string): LinePart {
  return { text, value: false }
}

function keyWords({ kid, description }: KeyUsed): readonly LinePart[] {
  const bits = /^oct (\d+) bits$/.exec(description)?.[1]
  const what = bits === undefined ? description : `a secret of ${Number(bits) / 8} bytes`
  return kid === undefined
    ? [words(` · verifies with ${what}`)]
    : [words(' · verifies with key '), keyId(kid), words(`, ${what}`)]
}

/** Failed, or not done for a reason of its own, such as a host that does not answer: opens by itself. */
function needsAttention({ status, code }: Check, verification: Verification): boolean {
  if (status === 'fail') return true
  // The rungs of what is still closed have nothing of their own to say, nor what an algorithm decided.
  const silent = code === undefined || ['NOT_VERIFIED', 'ENCRYPTED', 'ALG_NOT_ALLOWED'].includes(code)
  return verification.kind === 'done' && status === 'not_checked' && !silent
}
