import { useRef } from 'react'
import { describeToken } from '../../../../shared/token/describe-token.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import { Pane } from '../../ui/pane.tsx'
import { CarriedNote } from './carried-note.tsx'
import { ExpectField } from './expect-field.tsx'
import { extraTabs } from './extra-tabs.tsx'
import type { FindingsStore } from './findings/findings-store.ts'
import { FindingsTab } from './findings/findings-tab.tsx'
import { useFindings } from './findings/use-findings.ts'
import { asOf, type InspectState, type Verification } from './inspect-state.ts'
import { type ExpectForm, hostAsked, isVerifiable } from './key-choice.ts'
import { KeyPanel } from './key-panel.tsx'
import { OpaqueNote } from './opaque-note.tsx'
import { DecryptPanel } from './parts/decrypt-panel.tsx'
import { currentOpened, isOpenable, openedChecks } from './parts/opening.ts'
import { PartList } from './parts/part-list.tsx'
import { withOpening } from './parts/part-words.ts'
import { PayloadField } from './parts/payload-field.tsx'
import { useDecryptOpen, useKeyOpen } from './parts/use-panel-open.ts'
import { readingChecks } from './reading-ladder.ts'
import styles from './result-pane.module.css'
import type { ResultProps } from './result-side.tsx'
import type { RungAction } from './rung-actions.ts'
import { verdictLabel } from './rung-text.ts'
import { placingWords } from './sd-jwt/placing-words.ts'
import { TokenActions } from './token-actions.tsx'
import { TokenTabs } from './token-tabs.tsx'
import { useNow } from './use-now.ts'
import { OwnKeyPanel } from './validate-as/own-key-panel.tsx'
import { ValidateAs } from './validate-as/validate-as.tsx'
import { VerdictLadder } from './verdict-ladder.tsx'
import { WhatItIs } from './what-it-is.tsx'

/** The right side: what it is, what was proved, and what it says. */
export function ResultPane({
  state,
  tab,
  onTab,
  actions,
  findings,
  onMark,
}: ResultProps & { readonly findings: FindingsStore }) {
  const { reading, verification, expect, key } = state
  const moment = asOf(state)
  const nowSeconds = useNow(state.now, moment.isNow ? null : moment.seconds)
  const opened = currentOpened(state)
  const shown = opened?.reading ?? reading
  const checks =
    verification.kind === 'done'
      ? verification.result.checks
      : opened
        ? openedChecks(opened)
        : readingChecks(reading)
  const verifiable = isVerifiable(shown) && (opened === null || opened.isToken)
  const verdict = checks.length > 0 ? withOpening(verdictLabel(verification, checks), opened) : null
  const report = useFindings(findings, state, opened ? shown : null, nowSeconds)
  const [keyOpen, setKeyOpen] = useKeyOpen(verification, state.generation)
  const [decryptOpen, setDecryptOpen] = useDecryptOpen(opened, state.generation)
  const tabs = extraTabs(state, shown, { tab, nowSeconds })
  const pane = useRef<HTMLDivElement>(null)

  const edit = (field: keyof ExpectForm) => {
    setKeyOpen(true)
    // The field exists once the panel is open.
    requestAnimationFrame(() => {
      pane.current?.querySelector<HTMLInputElement>(`[name="${field}"]`)?.focus()
    })
  }
  /** A verdict is for its moment: where that asks nobody, it is made anew for the next one. */
  const moveClock = (change: Partial<ExpectForm>) => {
    const again = verification.kind === 'done' && hostAsked(verification.request.source) === null
    state.changeExpect(change)
    if (again) void state.verify()
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
      case 'secret':
        state.changeKey({ kind: 'secret', secret: action.secret, encoding: action.encoding })
        void state.verify()
        return
      case 'again':
        void state.verify()
    }
  }

  return (
    <Pane label="Result">
      <div ref={pane} className={styles.pane}>
        <p className="visually-hidden" aria-live="polite">
          {verdict?.spoken ?? ''}
        </p>
        <WhatItIs
          reading={reading}
          inside={opened?.reading ?? null}
          verdict={verdict}
          nowSeconds={nowSeconds}
          isNow={moment.isNow}
          skew={expect.skew}
          named={state.tokens[state.selected]?.name ?? null}
          trail={state.trail}
          from={state.from}
          onBack={state.goBack}
          onClock={moveClock}
          onChangeTime={verifiable ? () => edit('at') : null}
        />
        {/* Of another token nothing is scrolled, opened or shown in clear yet. */}
        <div
          key={state.generation}
          className={styles.body}
          data-failed={
            (verification.kind === 'done' && verification.result.verdict === 'invalid') || undefined
          }
        >
          <div className={styles.verdict}>
            {checks.length > 0 && (
              <VerdictLadder
                checks={checks}
                reading={shown}
                {...(isOpenable(reading)
                  ? {
                      decrypt: {
                        open: decryptOpen,
                        onToggle: () => setDecryptOpen(!decryptOpen),
                        panel: (
                          <DecryptPanel
                            reading={reading}
                            form={state.opening}
                            problem={state.formProblem}
                            verification={verification}
                            vaultKeys={state.vaultKeys}
                            onChange={state.changeOpening}
                            onVaultKeys={() => void state.loadVaultKeys()}
                            onOpen={() => void state.verify()}
                            onCancel={state.cancel}
                          />
                        ),
                      },
                    }
                  : {})}
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
                expiredSince={moment.isNow && expiredSince(verification, shown, nowSeconds)}
                askLast={
                  <ValidateAs
                    form={state.validate}
                    alg={state.expect.alg}
                    reading={shown}
                    problem={state.formProblem}
                    onAs={state.validateAs}
                    onAlg={(alg) => state.changeExpect({ alg })}
                    onContext={state.changeContext}
                  />
                }
              >
                {verifiable && state.validate.as === 'dpop_proof' ? (
                  <OwnKeyPanel verification={verification} onVerify={() => void state.verify()} />
                ) : verifiable ? (
                  <KeyPanel
                    form={key}
                    problem={state.formProblem?.opening ? null : state.formProblem}
                    verification={verification}
                    vaultKeys={state.vaultKeys}
                    onVaultKeys={() => void state.loadVaultKeys()}
                    onKey={state.changeKey}
                    onVerify={() => void state.verify()}
                    onCancel={state.cancel}
                  >
                    {state.carried && <CarriedNote carried={state.carried} onDrop={state.dropCarried} />}
                    {reading.detached && (
                      <PayloadField
                        value={state.opening.payload}
                        problem={state.formProblem?.field === 'payload' ? state.formProblem.message : null}
                        onChange={(payload) => state.changeOpening({ payload })}
                      />
                    )}
                  </KeyPanel>
                ) : null}
              </VerdictLadder>
            )}
            {verification.kind === 'done' && (
              <PartList parts={verification.result.parts ?? []} reading={reading} />
            )}
          </div>
          {reading.format === 'opaque' && <OpaqueNote reading={reading} />}
          {shown.segments.length > 0 && (
            <TokenTabs
              reading={shown}
              nowSeconds={nowSeconds}
              failed={failedClaims(checks)}
              chosen={tab}
              findings={{
                count: report.findings.length,
                panel: (
                  <FindingsTab
                    report={report}
                    reading={reading}
                    store={findings}
                    onMark={opened || state.large ? null : onMark}
                    onSaid={actions.notify}
                  />
                ),
              }}
              onChoose={onTab}
              onOpenToken={(text, place) => {
                const { title } = describeToken(shown, nowSeconds)
                state.openNested(text, `${place} of the ${title}`, title)
              }}
              end={
                <TokenActions
                  state={state}
                  actions={actions}
                  onCompare={() => onTab('compare')}
                  tight={tabs.length > 0}
                  comparing={tab === 'compare'}
                />
              }
              extra={tabs}
              unplaced={placingWords(shown.disclosures?.length ?? 0, verification)}
              processedClaims={
                verification.kind === 'done' && shown.format === 'sd_jwt'
                  ? (verification.result.processedClaims ?? null)
                  : null
              }
            />
          )}
        </div>
      </div>
    </Pane>
  )
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
