import { useEffect, useRef, useState } from 'react'
import { describeToken } from '../../../../shared/token/describe-token.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import type { AppActions } from '../../app-actions.ts'
import { Pane } from '../../ui/pane.tsx'
import { ExpectField } from './expect-field.tsx'
import { InspectEmpty } from './inspect-empty.tsx'
import { asOf, type InspectState, type Verification } from './inspect-store.ts'
import { type ExpectForm, isVerifiable } from './key-choice.ts'
import { KeyPanel } from './key-panel.tsx'
import { OpaqueNote } from './opaque-note.tsx'
import { readingChecks } from './reading-ladder.ts'
import styles from './result-pane.module.css'
import type { RungAction } from './rung-actions.ts'
import { verdictLabel } from './rung-text.ts'
import { TokenActions } from './token-actions.tsx'
import { type TabId, TokenTabs } from './token-tabs.tsx'
import { useNow } from './use-now.ts'
import { VerdictLadder } from './verdict-ladder.tsx'
import { WhatItIs } from './what-it-is.tsx'

/** The right side: what it is, what was proved, and what it says. */
export function ResultPane({
  state,
  tab,
  onTab,
  actions,
}: {
  readonly state: InspectState
  readonly tab: TabId
  readonly onTab: (tab: TabId) => void
  readonly actions: AppActions
}) {
  const { reading, verification, expect, key } = state
  const moment = asOf(state)
  const nowSeconds = useNow(state.now, moment.isNow ? null : moment.seconds)
  const checks = verification.kind === 'done' ? verification.result.checks : readingChecks(reading)
  const verifiable = isVerifiable(reading)
  const verdict = checks.length > 0 ? verdictLabel(verification, checks) : null
  const [keyOpen, setKeyOpen] = useKeyOpen(verification)
  const pane = useRef<HTMLDivElement>(null)

  const edit = (field: keyof ExpectForm) => {
    setKeyOpen(true)
    // The field exists once the panel is open.
    requestAnimationFrame(() => {
      pane.current?.querySelector<HTMLInputElement>(`[name="${field}"]`)?.focus()
    })
  }
  const act = (action: RungAction) => {
    switch (action.kind) {
      case 'expect':
        state.changeExpect(action.change)
        void state.verify()
        return
      case 'choose_key':
        setKeyOpen(true)
        return
      case 'edit':
        edit(action.field)
        return
      case 'again':
        void state.verify()
    }
  }

  if (reading.format === 'empty') {
    return (
      <Pane label="Result">
        <InspectEmpty onExample={state.showExample} />
      </Pane>
    )
  }
  return (
    <Pane label="Result">
      <div ref={pane} className={styles.pane}>
        <p className="visually-hidden" aria-live="polite">
          {verdict?.spoken ?? ''}
        </p>
        <WhatItIs
          reading={reading}
          verdict={verdict}
          nowSeconds={nowSeconds}
          isNow={moment.isNow}
          skew={expect.skew}
          onChangeTime={verifiable ? () => edit('at') : null}
        />
        <div className={styles.body}>
          {checks.length > 0 && (
            <VerdictLadder
              checks={checks}
              reading={reading}
              verification={verification}
              keyOpen={verifiable && keyOpen}
              onKeyToggle={() => setKeyOpen(!keyOpen)}
              onAction={act}
              ask={(rungId) => (
                <ExpectField
                  rungId={rungId}
                  form={expect}
                  problem={state.formProblem}
                  discovery={key.kind === 'discovery'}
                  onChange={state.changeExpect}
                />
              )}
              expiredSince={moment.isNow && expiredSince(verification, reading, nowSeconds)}
            >
              {verifiable ? (
                <KeyPanel
                  form={key}
                  problem={state.formProblem}
                  verification={verification}
                  onKey={state.changeKey}
                  onVerify={() => void state.verify()}
                  onCancel={state.cancel}
                />
              ) : null}
            </VerdictLadder>
          )}
          {(reading.format === 'opaque' || reading.format === 'jwe') && <OpaqueNote reading={reading} />}
          {reading.segments.length > 0 && (
            <TokenTabs
              reading={reading}
              nowSeconds={nowSeconds}
              failed={failedClaims(checks)}
              chosen={tab}
              onChoose={onTab}
              end={<TokenActions state={state} actions={actions} />}
            />
          )}
        </div>
      </div>
    </Pane>
  )
}

/** Open while there is no verdict; a verdict closes it, and the person may open it again. */
function useKeyOpen(verification: Verification): readonly [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(true)
  const settled = verification.kind === 'done'
  useEffect(() => setOpen(!settled), [settled])
  return [open, setOpen]
}

/** A verdict is for its own moment; the clock goes on. */
function expiredSince(
  verification: Verification,
  reading: InspectState['reading'],
  nowSeconds: number,
): boolean {
  if (verification.kind !== 'done') return false
  const { expiresAt } = describeToken(reading, nowSeconds)
  return expiresAt !== null && verification.result.asOf < expiresAt && nowSeconds >= expiresAt
}

const claimOf: Readonly<Record<string, readonly string[]>> = {
  issuer: ['iss'],
  audience: ['aud'],
  type: ['typ'],
  nonce: ['nonce'],
}

/** The claims that a failed rung is about, marked in the table. */
function failedClaims(checks: readonly Check[]): ReadonlySet<string> {
  return new Set(
    checks
      .filter(({ status }) => status === 'fail')
      .flatMap(({ id, code }) => {
        if (code === 'EXPIRED') return ['exp']
        if (code === 'NOT_YET_VALID') return ['nbf']
        if (code === 'ISSUED_IN_FUTURE') return ['iat']
        return claimOf[id] ?? []
      }),
  )
}
