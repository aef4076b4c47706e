import { Play, Route, Square } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { ProviderStatus } from '../../../../shared/provider-status.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { ClientTable } from './client-table.tsx'
import type { ProviderState, ProviderStore } from './provider-store.ts'
import styles from './provider-view.module.css'

const titles: Readonly<Record<ProviderStatus['kind'], string>> = {
  stopped: 'Not running',
  starting: 'Starting',
  running: 'Running',
  failed: 'Could not start',
}

/** The built-in provider: whether it runs, who may use it, what it is for and what it is not. */
export function ProviderView({
  store,
  actions,
}: {
  readonly store: ProviderStore
  readonly actions: AppActions
}) {
  const state = useStore(store)
  const { load } = state
  useEffect(() => void load(), [load])
  const { status, problem } = state
  return (
    <Pane label="Built-in provider">
      <PaneBar title="Built-in provider" level={1} />
      <PaneScroll>
        <div className={styles.page}>
          <StateCard state={state} actions={actions} />
          {problem && <InlineProblem title="That could not be done">{problem.message}</InlineProblem>}
          {status.kind === 'failed' && (
            <InlineProblem title="The provider is not running">{status.message}</InlineProblem>
          )}
          <section className={styles.block}>
            <h3>Registered clients</h3>
            {status.kind === 'running' ? (
              <>
                <ClientTable clients={status.clients} />
                <p className={styles.hint}>
                  The endpoints that take a client certificate are announced as mtls_endpoint_aliases. The
                  authority that vouches for them is made afresh at each start.{' '}
                  <CopyButton label="Copy the certificate authority" text={status.ca_certificates}>
                    Copy the certificate authority
                  </CopyButton>
                </p>
              </>
            ) : (
              <p className={styles.hint}>
                They appear when it runs: a public client, and confidential ones whose secrets are made afresh
                at each start.
              </p>
            )}
          </section>
          <section className={styles.block}>
            <h3>What you can do with it</h3>
            <ul className={styles.text}>
              <li>Run a complete sign-in in the first minute: any name signs in, no password, no account.</li>
              <li>
                Try what goes wrong: refuse the consent and see access_denied, revoke a token and see it
                refused.
              </li>
              <li>
                Point your own app or tool at it: discovery, userinfo, refresh with rotation, revocation,
                introspection and logout all answer.
              </li>
            </ul>
          </section>
          <section className={styles.block}>
            <h3>What it is not</h3>
            <ul className={styles.text}>
              <li>Not for production: it believes every name and listens on this machine only.</li>
              <li>Not a memory: keys, sessions and tokens are forgotten when it stops.</li>
            </ul>
          </section>
        </div>
      </PaneScroll>
    </Pane>
  )
}

function StateCard({ state, actions }: { readonly state: ProviderState; readonly actions: AppActions }) {
  const { status, pending, profileId } = state
  const running = status.kind === 'running'
  const starting = status.kind === 'starting' || pending === 'start'
  return (
    <div className={styles.state}>
      <span className={classNames(styles.light, status.kind !== 'stopped' && styles[status.kind])} />
      <div className={styles.what} role="status">
        <h2>{pending === 'stop' ? 'Stopping' : starting && !running ? 'Starting' : titles[status.kind]}</h2>
        {running ? (
          <p className={styles.issuer}>
            <code>{status.issuer}</code>
            <CopyButton label="Copy the issuer" text={status.issuer} />
          </p>
        ) : (
          <p className={styles.hint}>A complete OpenID provider on this machine, ready in a second.</p>
        )}
      </div>
      {running && profileId !== null && (
        <Button
          variant="primary"
          icon={<Route size={14} aria-hidden />}
          onClick={() => actions.runProfile(profileId)}
        >
          Run a flow
        </Button>
      )}
      {running ? (
        <Button
          icon={<Square size={12} aria-hidden />}
          disabled={pending !== null}
          onClick={() => void state.stop()}
        >
          Stop
        </Button>
      ) : (
        <Button
          variant="primary"
          icon={<Play size={13} aria-hidden />}
          disabled={starting}
          onClick={() => void state.start()}
        >
          Start
        </Button>
      )}
    </div>
  )
}
