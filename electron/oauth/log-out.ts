import { randomState } from 'openid-client'
import { failed, notChecked, passed } from '../../shared/oauth/flow-check.ts'
import { plainText } from '../../shared/oauth/plain-text.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { loggedOutPage, strangerPage } from './callback-page.ts'
import { notPossible, replaceChecks } from './follow-ups.ts'
import type { GrantOptions } from './grants/grant.ts'
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts'
import type { RunSession } from './run-session.ts'

const spec = 'OIDC RP-Initiated Logout §3'

/** How the browser came back: with what state, or not at all. */
type Return = { readonly state: string | null } | 'gave_up' | 'too_late'

/**
 * Asks the provider, in the browser, to end the person's session there (OpenID Connect RP-Initiated Logout 1.0 §2), and
 * waits for the browser to come back to the redirect URI. Throws AppError ERR_PORT_IN_USE, ERR_URL_REFUSED, ERR_BROWSER.
 */
export async function logOut(
  session: RunSession,
  options: Pick<GrantOptions, 'openExternal' | 'signInDeadlineMs'>,
): Promise<RunProblem | null> {
  const { provider, tokens, recorder, config, controller } = session
  const endpoint = provider?.metadata.end_session_endpoint
  const idToken = tokens.get('id_token')
  if (endpoint === undefined || idToken === undefined) throw notPossible('logout')
  session.assertOpenable(endpoint)
  const state = randomState()
  const back = waitForReturn(state)
  const { remote_uri: remote } = config.redirect
  const server: LoopbackServer | null =
    remote === undefined
      ? await startLoopbackServer({
          settings: config.redirect,
          certificate: session.certificate,
          ...back.server,
        })
      : null
  const returnTo = remote ?? server?.redirectUri ?? ''
  const stop = (): void => {
    back.leave()
    server?.abort()
  }
  controller.signal.addEventListener('abort', stop)
  session.leave = back.leave
  const key = recorder.begin('logout', 'claimscope', 'browser')
  try {
    const url = new URL(endpoint)
    const parameters = { id_token_hint: idToken, client_id: config.client_id }
    for (const [name, value] of Object.entries({
      ...parameters,
      post_logout_redirect_uri: returnTo,
      state,
    })) {
      url.searchParams.set(name, value)
    }
    record(session, key, url.href)
    recorder.addFact(key, 'post_logout_redirect_uri', `${returnTo}: must be registered for this client`)
    await options.openExternal(url.href)
    if (server === null) {
      recorder.end(key, { note: 'opened; the browser ends elsewhere' })
      const note = `the browser ends at ${plainText(returnTo, 200)}, where nothing of this app listens`
      replaceChecks(session, 'logout_', [notChecked('logout_state', spec, note), unproved])
      return null
    }
    const came = await back.outcome(options.signInDeadlineMs)
    if (typeof came === 'string') {
      recorder.end(key, {
        status: 'failed',
        note: came === 'gave_up' ? 'not waited for' : 'did not come back',
      })
      const note =
        came === 'gave_up'
          ? 'nobody waited for the browser to come back'
          : 'the browser did not come back in time'
      replaceChecks(session, 'logout_', [notChecked('logout_state', spec, note), unproved])
      return null
    }
    record(
      session,
      key,
      came.state === null ? returnTo : `${returnTo}?state=${encodeURIComponent(came.state)}`,
    )
    recorder.end(key, { note: came.state === null ? 'came back without state' : 'came back with its state' })
    replaceChecks(session, 'logout_', [checkState(state, came.state), unproved])
    return null
  } finally {
    controller.signal.removeEventListener('abort', stop)
    session.leave = null
    await server?.close()
  }
}

/** A provider sends the state back where it was given one (§3); without it the answer could be anybody's. */
function checkState(expected: string, found: string | null): Check {
  return found === null
    ? failed('logout_state', spec, 'STATE', { expected, found: 'nothing' })
    : passed('logout_state', spec, { expected, found })
}

/** Whatever the browser says, the session ended at the provider and not here. */
const unproved = notChecked(
  'logout_session',
  'OIDC RP-Initiated Logout §2',
  'only a new sign-in shows whether the session at the provider is over; tokens that were given out stay good until they are revoked or expire',
)

function waitForReturn(state: string) {
  let settle: (outcome: Return) => void = () => undefined
  const returned = new Promise<Return>((resolve) => {
    settle = resolve
  })
  return {
    leave: () => settle('gave_up'),
    async outcome(deadlineMs: number): Promise<Return> {
      const timer = setTimeout(() => settle('too_late'), deadlineMs)
      return returned.finally(() => clearTimeout(timer))
    },
    server: {
      decide(query: string) {
        const states = new URLSearchParams(query).getAll('state')
        // Anybody can call this address; only who knows the state ends the wait.
        if (states.length !== 1 || states[0] !== state) return { page: strangerPage, final: false }
        settle({ state })
        return { page: loggedOutPage, final: true }
      },
      onEmpty: () => settle({ state: null }),
    },
  }
}

function record({ recorder }: RunSession, key: string, url: string): void {
  recorder.addRequest(key, { method: 'GET', url, headers: [], body: null })
}
