import { Play, Route } from 'lucide-react'
import type { RunChange } from '../../../../shared/oauth/find-remedies.ts'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { Run, TokenKind } from '../../../../shared/oauth/run.ts'
import { tokenNames } from '../../../../shared/oauth/token-words.ts'
import { hasFrontChannel } from '../../../../shared/profile/runnable-grants.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pane } from '../../ui/pane.tsx'
import { besideOf } from './beside-token.ts'
import { flowFactsOf } from './flow-facts.ts'
import { chosenProfile, type FlowsState, shownRun } from './flows-store.ts'
import styles from './flows-view.module.css'
import { checkPrecondition } from './precondition.ts'
import type { SideProps } from './run-column.tsx'
import { RunPane } from './run-pane.tsx'
import { type StartActions, StartObstacle } from './run-start.tsx'

/** The run that is looked at, or what a run is. */
export function RunSide({ state, start, actions }: SideProps) {
  const run = shownRun(state)
  return (
    <Pane label="The run">
      {run ? (
        <RunPane
          run={run}
          isKept={run === state.keptRun}
          state={state}
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
    onRemedy: (change: RunChange) => void state.start(change),
    onCancel: () => void state.cancel(id),
    onOpenAgain: () => void state.openAgain(id),
    onPaste: (url: string) => state.paste(id, url),
    onCopyLink: () => state.copyLink(id),
    appVersion: state.appVersion,
    onSaid: actions.notify,
    onRefresh: () => void state.refresh(id),
    onUserinfo: () => void state.userinfo(id),
    onIntrospect: (kind: 'access_token' | 'refresh_token') => void state.introspect(id, kind),
    onCallApi: () => state.togglePanel(id, 'api'),
    onReceiveLogouts: () => state.togglePanel(id, 'receiver'),
    onWhatIf: () => state.showSide('what_if'),
    onLogout: () => void state.logout(id),
    onRevoke: (kind: 'access_token' | 'refresh_token') => void state.revoke(id, kind),
    onCopy: async (kind: TokenKind, untrusted?: true) => {
      if (await state.copyToken(id, kind, untrusted)) actions.notify(`${tokenNames[kind]} copied`)
    },
    onInspectText: (token: string, name: string) =>
      actions.openInInspect({ token, from: `${name} from “${run.profileName}”` }),
    onInspect: async (kind: TokenKind, untrusted?: true) => {
      const handed = await state.token(id, kind, untrusted)
      if (!handed) return
      const { token, iss, aud, nonce, as, context } = handed
      const beside = untrusted ? null : await besideOf(run, kind, state)
      actions.openInInspect({
        token,
        ...(iss === undefined ? {} : { iss }),
        ...(aud === undefined ? {} : { aud }),
        ...(nonce === undefined ? {} : { nonce }),
        ...(as === undefined ? {} : { as }),
        ...(context === undefined ? {} : { context }),
        ...(beside === null ? {} : { beside, flow: flowFactsOf(run, kind, beside) }),
        from: `${tokenNames[kind]} from “${run.profileName}”`,
      })
    },
  }
}

/** Before a profile's first run: that there was none, what a flow is and what will be seen here. */
function FirstRun({ state, start }: { readonly state: FlowsState; readonly start: StartActions }) {
  const profile = chosenProfile(state)
  const precondition = checkPrecondition(profile, state.provider)
  const busy = state.attempt.kind === 'busy'
  const isFirst = state.runs.length === 0 || profile === null
  const title = isFirst ? 'See a sign-in from the inside' : `“${plainText(profile.name)}” was not run yet`
  return (
    <div className={styles.empty}>
      <EmptyState
        icon={<Route size={18} aria-hidden />}
        title={title}
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
              {start.startLabel}
            </Button>
          )
        }
      >
        {precondition.kind !== 'provider_stopped' && (
          <StartObstacle
            precondition={precondition}
            busy={state.attempt.kind === 'busy' ? state.attempt.what : null}
            actions={start}
          />
        )}
        <Lesson withBrowser={profile === null || hasFrontChannel(profile.flow.grant_type)} />
      </EmptyState>
    </div>
  )
}

/** What a run does, in the order in which it happens. */
function Lesson({ withBrowser }: { readonly withBrowser: boolean }) {
  return (
    <>
      <ol className={styles.lesson}>
        {withBrowser ? (
          <>
            <li>
              Your browser opens the provider’s page. You sign in there; Claimscope never sees a password.
            </li>
            <li>The answer comes back to this machine, and the code is exchanged for tokens.</li>
          </>
        ) : (
          <>
            <li>The provider’s metadata says where its token endpoint is.</li>
            <li>One request asks it for the tokens. No browser opens and nobody signs in.</li>
          </>
        )}
        <li>
          Every request and answer appears here as it happens, and everything that makes the answer
          trustworthy is checked and listed.
        </li>
      </ol>
      {withBrowser && <p>No account at hand? The built-in provider takes any name.</p>}
    </>
  )
}
