import type { Run } from '../../../../shared/oauth/run.ts'
import { Button } from '../../ui/button.tsx'
import { CheckChips, CheckList } from '../../ui/check-list.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { checksAsText } from '../../ui/order-checks.ts'
import { Split } from '../../ui/split.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ApiPanel } from './api-panel.tsx'
import { BackchannelPrompt } from './backchannel-prompt.tsx'
import { DevicePrompt } from './device-prompt.tsx'
import type { FlowsState } from './flows-store.ts'
import { PasteCallback } from './paste-callback.tsx'
import { PracticeList } from './practice-list.tsx'
import { ReceiverPanel, receiverPort } from './receiver-panel.tsx'
import { type RunActions, RunHeader } from './run-header.tsx'
import styles from './run-pane.module.css'
import { Problems } from './run-problems.tsx'
import { isUnderWay, shownStep } from './run-progress.ts'
import { SequenceDiagram } from './sequence-diagram.tsx'
import { StepDetail } from './step-detail.tsx'
import { type TokenActions, TokenStrip } from './token-strip.tsx'
import { useUnhiding } from './use-unhidden.ts'

/** One run: what became of it, its tokens, its steps and its checks. */
export function RunPane({
  run,
  isKept,
  state,
  actions,
}: {
  readonly run: Run
  /** Of an earlier session: its tokens are gone, and nothing can be asked with it. */
  readonly isKept: boolean
  readonly state: FlowsState
  readonly actions: RunActions &
    TokenActions & { readonly onInspectText: (token: string, name: string) => void }
}) {
  const { stepKey, tab, now, showTab } = state
  const nowMs = useNow(now, isUnderWay(run) || run.tokens.some((token) => token.expiresAt !== null))
  const step = shownStep(run, stepKey)
  const unhiding = useUnhiding(run.id, now)
  // A remedy runs the chosen profile: beside another one's run it would mend the wrong thing.
  const canRun = state.profileId === run.profileId && state.attempt.kind !== 'busy'
  return (
    <div className={styles.run}>
      <RunHeader run={run} isKept={isKept} nowMs={nowMs} actions={actions} />
      {unhiding.until !== null && (
        <InlineProblem
          tone="warning"
          title="What travelled is shown"
          actions={<Button onClick={() => unhiding.show(false)}>Hide again</Button>}
        >
          For five minutes at most. Client secrets and passwords stay hidden, and exports redacted.
        </InlineProblem>
      )}
      <Problems run={run} canRun={canRun} onRemedy={actions.onRemedy} />
      {run.phase.kind === 'waiting' && run.phase.device && (
        <DevicePrompt prompt={run.phase.device} onOpen={actions.onOpenAgain} />
      )}
      {run.phase.kind === 'waiting' && run.phase.backchannel && (
        <BackchannelPrompt prompt={run.phase.backchannel} />
      )}
      {run.phase.kind === 'waiting' && !run.phase.device && run.redirectUri !== null && (
        <PasteCallback redirectUri={run.redirectUri} onPaste={actions.onPaste} />
      )}
      <CheckChips checks={run.checks} most={6} onShowAll={() => showTab('checks')} />
      <TokenStrip run={run} isKept={isKept} nowSeconds={Math.floor(nowMs / 1000)} actions={actions} />
      {state.panel?.runId === run.id && state.panel.kind === 'api' && (
        <ApiPanel
          key={run.id}
          run={run}
          draft={state.apiDraft}
          onEdit={state.editApi}
          onCall={(request) => state.callApi(run.id, request)}
          onClose={state.closePanel}
        />
      )}
      {(run.receiver != null || (state.panel?.runId === run.id && state.panel.kind === 'receiver')) && (
        <ReceiverPanel
          key={`${run.id} receiver`}
          run={run}
          port={receiverPort(run, state.provider)}
          onStart={(port) => state.receiveLogouts(run.id, port)}
          onStop={() => void state.stopReceiving(run.id)}
          onClose={state.closePanel}
        />
      )}
      <div className={styles.body}>
        <Tabs
          label="Views of the run"
          tabs={[
            { id: 'timeline', label: 'Timeline', count: run.steps.length },
            { id: 'checks', label: 'Checks', count: run.checks.length },
          ]}
          value={tab}
          onValueChange={showTab}
          end={
            tab === 'checks' ? (
              <CopyButton label="Copy the checks as a table" text={checksAsText(run.checks)} />
            ) : (
              run.redirectUri !== null && (
                <span className={styles.redirect} title={run.redirectUri}>
                  answer at {run.redirectUri}
                </span>
              )
            )
          }
        >
          <TabPanel id="timeline">
            {step === null ? (
              <p className={styles.waiting}>The first step is about to begin.</p>
            ) : (
              <Split
                id="flow-steps"
                label="Height of the timeline"
                orientation="vertical"
                firstSize="52%"
                firstMin={104}
                secondMin={130}
                first={<SequenceDiagram run={run} shownKey={step.key} onShow={state.selectStep} />}
                second={
                  <StepDetail
                    key={`${run.id} ${step.key}`}
                    run={run}
                    step={step}
                    form={state.form}
                    onForm={state.showForm}
                    explaining={state.explaining}
                    onExplain={state.explain}
                    unhiding={isKept ? null : unhiding}
                    original={(key, place) => state.original(run.id, key, place)}
                    onInspect={actions.onInspectText}
                  />
                }
              />
            )}
          </TabPanel>
          <TabPanel id="checks">
            <CheckList checks={run.checks} />
            <PracticeList practices={run.practices} gaps={run.practiceGaps ?? []} />
          </TabPanel>
        </Tabs>
      </div>
    </div>
  )
}
