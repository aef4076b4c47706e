import { ChevronDown, ChevronUp, Play, Route } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { Run, TokenKind } from '../../../../shared/oauth/run.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneFoot, PaneScroll } from '../../ui/pane.tsx'
import { Select } from '../../ui/select.tsx'
import { Split } from '../../ui/split.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { chosenProfile, type FlowsState, type FlowsStore } from './flows-store.ts'
import styles from './flows-view.module.css'
import { checkPrecondition } from './precondition.ts'
import formStyles from './run-form.module.css'
import { ProfileSummary } from './run-form.tsx'
import { RunHistory } from './run-history.tsx'
import { RunPane } from './run-pane.tsx'
import { isUnderWay } from './run-progress.ts'
import { RunStart, type StartActions, StartObstacle } from './run-start.tsx'
import { tokenNames } from './token-standing.ts'

/** Flows: what will be sent at the left, what happened at the right. */
export function FlowsView({ store, actions }: { readonly store: FlowsStore; readonly actions: AppActions }) {
  const state = useStore(store)
  const narrow = useMedia('(max-width: 1000px)')
  const { load } = state
  useEffect(() => void load(), [load])
  useRunShortcut(store)

  const profile = chosenProfile(state)
  const start: StartActions = {
    onStart: () => void state.start(),
    onStartProvider: () => void state.startProvider(),
    onEditProfile: () => {
      if (profile) actions.editProfile(profile.id)
    },
  }
  const right = <RunSide state={state} actions={actions} start={start} />
  if (narrow) {
    return (
      <div className={styles.stacked}>
        <RunStrip state={state} start={start} actions={actions} />
        {right}
      </div>
    )
  }
  return (
    <Split
      id="flows"
      label="Width of the profile summary"
      firstSize={336}
      firstMin={270}
      secondMin={480}
      first={<RunColumn state={state} start={start} actions={actions} />}
      second={right}
    />
  )
}

type SideProps = {
  readonly state: FlowsState
  readonly start: StartActions
  readonly actions: AppActions
}

function RunColumn({ state, start, actions }: SideProps) {
  const profile = chosenProfile(state)
  return (
    <Pane label="Run a flow">
      <PaneBar
        title="Run a flow"
        level={1}
        end={
          profile && (
            <Button variant="ghost" onClick={start.onEditProfile}>
              Edit profile
            </Button>
          )
        }
      />
      <PaneScroll>
        <div className={formStyles.form}>
          <LoadProblem state={state} />
          <Field label="Profile">
            {(control) => <ProfileSelect control={control} state={state} actions={actions} />}
          </Field>
          {profile && <ProfileSummary profile={profile} />}
        </div>
        <RunHistory runs={state.runs} runId={state.runId} onSelect={state.selectRun} />
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
function RunStrip({ state, start, actions }: SideProps) {
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
      <LoadProblem state={state} />
      <AttemptProblem state={state} />
      {/* Before the first run the lesson below has this button already. */}
      {(state.runs.length > 0 || precondition.kind !== 'provider_stopped') && (
        <StartObstacle precondition={precondition} busy={busy} actions={start} />
      )}
      {open && (
        <div className={formStyles.fold}>
          {profile && (
            <div className={formStyles.form}>
              <ProfileSummary profile={profile} />
              <div>
                <Button onClick={start.onEditProfile}>Edit profile</Button>
              </div>
            </div>
          )}
          <RunHistory runs={state.runs} runId={state.runId} onSelect={state.selectRun} />
        </div>
      )}
    </section>
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

function RunSide({ state, start, actions }: SideProps) {
  const run = state.runs.find(({ id }) => id === state.runId)
  return (
    <Pane label="The run">
      {run ? (
        <RunPane
          run={run}
          stepKey={state.stepKey}
          now={state.now}
          onShowStep={state.selectStep}
          actions={runActions(state, run, actions)}
        />
      ) : (
        <FirstRun state={state} start={start} />
      )}
    </Pane>
  )
}

function runActions(state: FlowsState, run: Run, actions: AppActions) {
  const { id } = run
  return {
    onCancel: () => void state.cancel(id),
    onOpenAgain: () => void state.openAgain(id),
    onCopyLink: () => state.copyLink(id),
    onRefresh: () => void state.refresh(id),
    onUserinfo: () => void state.userinfo(id),
    onRevoke: (kind: 'access_token' | 'refresh_token') => void state.revoke(id, kind),
    onCopy: async (kind: TokenKind) => {
      if (await state.copyToken(id, kind)) actions.notify(`${tokenNames[kind]} copied`)
    },
    onInspect: async (kind: TokenKind) => {
      const handed = await state.token(id, kind)
      if (!handed) return
      const { token, iss, aud, nonce } = handed
      actions.openInInspect({
        token,
        ...(iss === undefined ? {} : { iss }),
        ...(aud === undefined ? {} : { aud }),
        ...(nonce === undefined ? {} : { nonce }),
        from: `${tokenNames[kind]} from “${run.profileName}”`,
      })
    },
  }
}

/** Before the first run: what a flow is and what will be seen here. */
function FirstRun({ state, start }: { readonly state: FlowsState; readonly start: StartActions }) {
  const profile = chosenProfile(state)
  const precondition = checkPrecondition(profile, state.provider)
  const busy = state.attempt.kind === 'busy'
  return (
    <div className={styles.empty}>
      <EmptyState
        icon={<Route size={18} aria-hidden />}
        title="See a sign-in from the inside"
        actions={
          precondition.kind === 'provider_stopped' ? (
            <Button
              variant="primary"
              icon={<Play size={13} aria-hidden />}
              disabled={busy}
              onClick={start.onStartProvider}
            >
              Start the built-in provider
            </Button>
          ) : (
            <Button disabled={busy || precondition.kind !== 'ready'} onClick={start.onStart}>
              Sign in with browser
            </Button>
          )
        }
      >
        <ol className={styles.lesson}>
          <li>
            Your browser opens the provider’s page. You sign in there; Claimscope never sees a password.
          </li>
          <li>The answer comes back to this machine, and the code is exchanged for tokens.</li>
          <li>
            Every request and answer appears here as it happens, and everything that makes the answer
            trustworthy is checked and listed.
          </li>
        </ol>
        <p>No account at hand? The built-in provider takes any name.</p>
      </EmptyState>
    </div>
  )
}

/** Ctrl or Cmd with Enter starts a run from anywhere in this view. */
function useRunShortcut(store: FlowsStore) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return
      event.preventDefault()
      void store.getState().start()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [store])
}
