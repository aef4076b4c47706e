import { ChevronDown, ChevronUp, FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneFoot, PaneScroll } from '../../ui/pane.tsx'
import { Select } from '../../ui/select.tsx'
import { chosenProfile, type FlowsState } from './flows-store.ts'
import type { HistoryStore } from './history-store.ts'
import { checkPrecondition } from './precondition.ts'
import formStyles from './run-form.module.css'
import { ProfileSummary } from './run-form.tsx'
import { RunHistory } from './run-history.tsx'
import { isUnderWay } from './run-progress.ts'
import { RunStart, type StartActions, StartObstacle } from './run-start.tsx'
import { VariantSelect } from './variant-select.tsx'

export type SideProps = {
  readonly state: FlowsState
  readonly start: StartActions
  readonly actions: AppActions
}

export type ColumnProps = SideProps & { readonly history: HistoryStore }

/** What will be sent, and the button that sends it. */
export function RunColumn({ state, history, start, actions }: ColumnProps) {
  const profile = chosenProfile(state)
  return (
    <Pane label="Run a flow">
      <PaneBar
        title="Run a flow"
        level={1}
        end={
          profile && (
            <>
              <WhatIfButton state={state} />
              <Button variant="ghost" onClick={start.onEditProfile}>
                Edit profile
              </Button>
            </>
          )
        }
      />
      <PaneScroll>
        <div className={formStyles.form}>
          <LoadProblem state={state} />
          <Field label="Profile">
            {(control) => <ProfileSelect control={control} state={state} actions={actions} />}
          </Field>
          <VariantSelect state={state} />
          {profile && <ProfileSummary profile={profile} />}
        </div>
        <RunHistory state={state} history={history} actions={actions} />
      </PaneScroll>
      <PaneFoot>
        <AttemptProblem state={state} />
        <RunStart
          precondition={checkPrecondition(profile, state.provider)}
          attempt={state.attempt}
          underWay={state.runs.some((run) => run.profileId === state.profileId && isUnderWay(run))}
          actions={start}
        />
      </PaneFoot>
    </Pane>
  )
}

/** The left side of a narrow window: one line, the rest on demand. */
export function RunStrip({ state, history, start, actions }: ColumnProps) {
  const [open, setOpen] = useState(false)
  const profile = chosenProfile(state)
  const precondition = checkPrecondition(profile, state.provider)
  const busy = state.attempt.kind === 'busy' ? state.attempt.what : null
  return (
    <section className={formStyles.strip} aria-label="Run a flow">
      <h1 className="visually-hidden">Run a flow</h1>
      <div className={formStyles.stripRow}>
        <ProfileSelect state={state} actions={actions} />
        <Button
          variant="ghost"
          aria-expanded={open}
          icon={open ? <ChevronUp size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          Details and history
        </Button>
        <RunStart
          precondition={precondition}
          attempt={state.attempt}
          underWay={false}
          actions={start}
          compact
        />
      </div>
      <VariantSelect state={state} />
      <LoadProblem state={state} />
      <AttemptProblem state={state} />
      {/* Where no run is shown, the lesson below says it already. */}
      {state.runId !== null && <StartObstacle precondition={precondition} busy={busy} actions={start} />}
      {open && (
        <div className={formStyles.fold}>
          {profile && (
            <div className={formStyles.form}>
              <ProfileSummary profile={profile} />
              <div className={formStyles.foldActions}>
                <Button onClick={start.onEditProfile}>Edit profile</Button>
                <WhatIfButton state={state} />
              </div>
            </div>
          )}
          <RunHistory state={state} history={history} actions={actions} />
        </div>
      )}
    </section>
  )
}

/** To what should not work at this provider, and back. */
function WhatIfButton({ state }: { readonly state: FlowsState }) {
  const shown = state.side === 'what_if'
  return (
    <Button
      variant="ghost"
      aria-pressed={shown}
      icon={<FlaskConical size={14} aria-hidden />}
      onClick={() => state.showSide(shown ? 'run' : 'what_if')}
    >
      What if
    </Button>
  )
}

function ProfileSelect({
  state,
  actions,
  control,
}: {
  readonly state: FlowsState
  readonly actions: AppActions
  readonly control?: { readonly id: string }
}) {
  const { profiles } = state
  if (profiles?.length === 0) {
    return <Button onClick={() => actions.goTo('profiles')}>Make a profile first</Button>
  }
  return (
    <Select
      {...(control ?? { 'aria-label': 'Profile' })}
      options={(profiles ?? []).map(({ id, name }) => ({ value: id, label: plainText(name) }))}
      value={state.profileId ?? ''}
      onValueChange={state.selectProfile}
    />
  )
}

function LoadProblem({ state }: { readonly state: FlowsState }) {
  if (state.loadProblem === null) return null
  return (
    <InlineProblem
      title="Not everything could be loaded"
      actions={<Button onClick={() => void state.load()}>Try again</Button>}
    >
      {state.loadProblem.message}
    </InlineProblem>
  )
}

const attemptTitles = {
  run: 'The run could not start',
  provider: 'The built-in provider could not start',
  action: 'That did not work',
} as const

function AttemptProblem({ state }: { readonly state: FlowsState }) {
  const { attempt } = state
  if (attempt.kind !== 'failed') return null
  return (
    <InlineProblem
      title={attemptTitles[attempt.what]}
      actions={
        <Button variant="ghost" onClick={state.dismissProblem}>
          Dismiss
        </Button>
      }
    >
      {attempt.error.message}
    </InlineProblem>
  )
}
