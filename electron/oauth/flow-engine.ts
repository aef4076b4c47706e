import { randomUUID } from 'node:crypto'
import { setTimeout as timer } from 'node:timers/promises'
import { AppError } from '../../shared/error.ts'
import type { ApiRequest } from '../../shared/oauth/api-request.ts'
import type { Exchange, FollowUp, Run, RunProblem, TokenKind } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { type BrowserChoice, systemBrowser } from '../../shared/profile/browser-choice.ts'
import { firstParameters } from '../../shared/profile/extra-parameter.ts'
import type { ValidationContext, ValidationProfile } from '../../shared/verdict/verification.ts'
import type { Connect } from '../net/connection.ts'
import type { FetchLimits } from '../net/limited-fetch.ts'
import type { LoopbackCertificate } from '../net/loopback-certificate.ts'
import { type AdoptedTokens, adoptTokens } from './adopt-tokens.ts'
import { assertRunnable } from './assert-runnable.ts'
import { assertSendable, callApi } from './call-api.ts'
import { fetchUserinfo } from './fetch-userinfo.ts'
import { refreshTokens, revokeToken } from './follow-ups.ts'
import type { GrantOptions } from './grants/grant.ts'
import { runGrant } from './grants/run-grant.ts'
import { introspectToken } from './introspect-token.ts'
import { followUpsOf } from './keep-tokens.ts'
import { logOut } from './log-out.ts'
import { receiveLogouts } from './logout/receive-logouts.ts'
import { problemOfError } from './problem-of-error.ts'
import { createRepeatWatch, type ProfileKnowledge } from './run-evidence.ts'
import { createRunSession, type RunSession } from './run-session.ts'

/** RFC 8252 leaves it open; long enough for a second factor, short enough not to listen all day. */
const defaultSignInDeadlineMs = 5 * 60_000
/** Runs hold tokens and bodies; the oldest ended ones make room. */
const keptRuns = 50

export type FlowEngineDeps = {
  /** Makes the connection of each run. */
  readonly connect: Connect
  /** Opens the authorization URL in the person's browser; a rejection leaves the run waiting, with the link to copy. */
  readonly openExternal: (url: string, use: BrowserUse) => Promise<void>
  /** The run sends nobody to a browser any more. */
  readonly onBrowserDone?: (runId: string) => void
  /** Unix milliseconds. */
  readonly now: () => number
  /** Called with a fresh immutable run at every change. */
  readonly onChange: (run: Run) => void
  /** How long the person may take in the browser. Default: 5 minutes. */
  readonly signInDeadlineMs?: number
  /** Between two polls. Default: a timer. */
  readonly pause?: GrantOptions['pause']
  /** For each request. Default: 1 MB, 10 seconds for metadata and keys, 15 seconds for the rest. */
  readonly limits?: FetchLimits
  /** What is known of profiles beside their runs; on the command line nothing. */
  readonly knowledge?: ProfileKnowledge
  /** For https redirect URIs on this machine. Default: one made for each run. */
  readonly certificate?: () => Promise<LoopbackCertificate>
}

/** Which browser, and whose: a clean profile belongs to one run. */
export type BrowserUse = { readonly runId: string; readonly browser: BrowserChoice }

/** A received token with what the run knows to expect of it. */
export type HandedToken = {
  readonly token: string
  readonly iss?: string
  readonly aud?: string
  readonly nonce?: string
  readonly as?: ValidationProfile
  /** What came with it: the window sees it only together with the token that it was asked for. */
  readonly context?: ValidationContext
}

/** Unknown run ids throw AppError ERR_NOT_FOUND; an action that is not possible now throws ERR_CONFLICT. */
export type FlowEngine = {
  /** Resolves once the run exists; it goes on by itself. Throws AppError ERR_INPUT for a configuration that cannot be run. */
  readonly start: (config: RunConfig) => Promise<Run>
  /** A run around tokens that are there already (`adoptTokens`); it goes on by itself. */
  readonly adopt: (config: RunConfig, tokens: AdoptedTokens, expiresAt: number | null) => Run
  /** Resolves when the run is done, refused, failed or cancelled; never rejects for a known run. */
  readonly finished: (runId: string) => Promise<Run>
  readonly get: (runId: string) => Run
  /** Newest first. */
  readonly list: () => readonly Run[]
  /** Closes sockets and the listener; a finished run stays as it is, but no longer waits for a browser to sign out. */
  readonly cancel: (runId: string) => void
  /** Drops a run that has ended, tokens included; one under way or unknown stays as it is. */
  readonly forget: (runId: string) => void
  readonly openAgain: (runId: string) => Promise<void>
  readonly authorizationUrl: (runId: string) => string
  /**
   * The address that the browser ended at, pasted by a person. Throws AppError ERR_INPUT where it is not this run's
   * answer, ERR_CONFLICT where the run waits for none.
   */
  readonly paste: (runId: string, url: string) => Promise<void>
  /** An exchange as it travelled, credentials hidden, as long as the run's tokens are here. */
  readonly original: (runId: string, stepKey: string, place: number) => Exchange
  /**
   * The same where the system handed over the address: to the run that waits for it. Throws AppError ERR_NOT_FOUND where
   * none does, ERR_INPUT where it is no run's answer.
   */
  readonly deliver: (url: string) => Promise<void>
  /** `untrusted` asks for the one that a refused refresh brought. */
  readonly token: (runId: string, kind: TokenKind, untrusted?: boolean) => HandedToken
  /** Follow-ups resolve when they have ended; a failure stands in the run's `actionProblem`. */
  readonly refresh: (runId: string) => Promise<void>
  readonly userinfo: (runId: string) => Promise<void>
  readonly revoke: (runId: string, kind: 'access_token' | 'refresh_token') => Promise<void>
  readonly introspect: (runId: string, kind: 'access_token' | 'refresh_token') => Promise<void>
  readonly logout: (runId: string) => Promise<void>
  /**
   * The run's access token goes to the address in the request, which a person entered, and to no other. Throws AppError
   * ERR_INPUT, ERR_URL_REFUSED where it cannot be sent as entered.
   */
  readonly callApi: (runId: string, request: ApiRequest) => Promise<void>
  /**
   * Listens on loopback for the end of the run's session until `stopReceiving`; port 0: any free one. Throws AppError
   * ERR_PORT_IN_USE, and ERR_CONFLICT where the run was not accepted.
   */
  readonly receiveLogouts: (runId: string, port: number) => Promise<void>
  readonly stopReceiving: (runId: string) => Promise<void>
  /** Ends every run and forgets it, tokens included; new ones can be started. */
  readonly drop: () => Promise<void>
  /** Cancels everything; nothing listens afterwards. */
  readonly close: () => Promise<void>
}

const pauseFor: GrantOptions['pause'] = (milliseconds, signal) => timer(milliseconds, undefined, { signal })

type Entry = {
  readonly session: RunSession
  readonly ended: Promise<void>
  action: { readonly name: string; readonly promise: Promise<void> } | null
}

/** Keeps the runs, in memory only: starts them, answers for them, and lets each have one follow-up at a time. */
export function createFlowEngine(deps: FlowEngineDeps): FlowEngine {
  const entries = new Map<string, Entry>()
  const repeats = createRepeatWatch()
  const { onBrowserDone, signInDeadlineMs = defaultSignInDeadlineMs, pause = pauseFor } = deps
  const browserOf =
    (runId: string, { config }: RunSession) =>
    (url: string) =>
      deps.openExternal(url, { runId, browser: config.browser ?? systemBrowser })
  /** A sign-out needs the browser that the person signed in with. */
  const leaveBrowser = (runId: string, { recorder }: RunSession): void => {
    if (recorder.run().can.logout !== true) onBrowserDone?.(runId)
  }

  const entryOf = (runId: string): Entry => {
    const entry = entries.get(runId)
    if (!entry) throw new AppError('ERR_NOT_FOUND', 'there is no such run')
    return entry
  }
  const runOf = (entry: Entry): Run => entry.session.recorder.run()

  const act = (
    runId: string,
    name: FollowUp,
    what: string,
    action: (session: RunSession) => Promise<RunProblem | null>,
  ): Promise<void> => {
    const entry = entryOf(runId)
    // Two presses are one refresh: a rotated token must not be used twice (RFC 9700 §4.14.2).
    if (entry.action?.name === what) return entry.action.promise
    if (entry.action !== null || !runOf(entry).can[name]) {
      return Promise.reject(new AppError('ERR_CONFLICT', `${name} is not possible for this run now`))
    }
    const promise = perform(entry.session, name, action).finally(() => {
      entry.action = null
    })
    entry.action = { name: what, promise }
    return promise
  }

  const end = async () => {
    for (const { session } of entries.values()) session.controller.abort()
    await Promise.all([...entries.values()].flatMap(({ ended, action }) => [ended, action?.promise]))
  }

  return {
    async start(config) {
      assertRunnable(config)
      makeRoom(entries, onBrowserDone)
      const id = randomUUID()
      const session = createRunSession(id, config, { ...deps, repeats })
      deps.onChange(session.recorder.run())
      const ended = Promise.resolve()
        .then(() => runGrant(session, { openExternal: browserOf(id, session), signInDeadlineMs, pause }))
        .finally(() => leaveBrowser(id, session))
      entries.set(id, { session, ended, action: null })
      return session.recorder.run()
    },
    adopt(config, tokens, expiresAt) {
      makeRoom(entries, onBrowserDone)
      const id = randomUUID()
      const session = createRunSession(id, config, { ...deps, repeats })
      deps.onChange(session.recorder.run())
      const ended = Promise.resolve().then(() => adoptTokens(session, tokens, expiresAt))
      entries.set(id, { session, ended, action: null })
      return session.recorder.run()
    },
    async finished(runId) {
      const entry = entryOf(runId)
      await entry.ended
      return runOf(entry)
    },
    get: (runId) => runOf(entryOf(runId)),
    list: () => [...entries.values()].map(runOf).reverse(),
    cancel(runId) {
      const { session } = entryOf(runId)
      if (session.recorder.run().endedAt === null) session.controller.abort()
      else session.leave?.()
    },
    forget(runId) {
      const entry = entries.get(runId)
      if (!entry || runOf(entry).endedAt === null || entry.action !== null) return
      entry.session.receiver?.abort()
      entries.delete(runId)
    },
    async openAgain(runId) {
      const { session } = entryOf(runId)
      await browserOf(runId, session)(waitingUrl(session))
      session.recorder.update({ actionProblem: null })
    },
    authorizationUrl: (runId) => waitingUrl(entryOf(runId).session),
    async paste(runId, url) {
      const { offer } = entryOf(runId).session
      if (offer === null) throw new AppError('ERR_CONFLICT', 'this run is not waiting for an answer')
      await offer(url)
    },
    original(runId, stepKey, place) {
      const found = entryOf(runId).session.recorder.original(stepKey, place)
      if (found === null) throw new AppError('ERR_NOT_FOUND', 'this run holds no such exchange')
      return found
    },
    async deliver(url) {
      const waiting = [...entries.values()].flatMap(({ session: { offer, recorder } }) => {
        const { redirectUri } = recorder.run()
        return offer !== null && redirectUri === url.split(/[?#]/, 1)[0] ? [offer] : []
      })
      let refusal = new AppError('ERR_NOT_FOUND', 'no run waits for an answer at this address')
      for (const offer of waiting) {
        try {
          await offer(url)
          return
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          refusal = error
        }
      }
      throw refusal
    },
    token: (runId, kind, untrusted = false) => handOver(entryOf(runId).session, kind, untrusted),
    refresh: (runId) => act(runId, 'refresh', 'refresh', refreshTokens),
    userinfo: (runId) => act(runId, 'userinfo', 'userinfo', fetchUserinfo),
    introspect: (runId, kind) =>
      act(runId, 'introspect', `introspect ${kind}`, (session) => introspectToken(session, kind)),
    revoke: (runId, kind) => act(runId, 'revoke', `revoke ${kind}`, (session) => revokeToken(session, kind)),
    logout: (runId) =>
      act(runId, 'logout', 'logout', (session) =>
        logOut(session, { openExternal: browserOf(runId, session), signInDeadlineMs }).finally(() =>
          onBrowserDone?.(runId),
        ),
      ),
    async callApi(runId, request) {
      assertSendable(entryOf(runId).session, request)
      await act(runId, 'api', 'api', (session) => callApi(session, request))
    },
    async receiveLogouts(runId, port) {
      const { session } = entryOf(runId)
      if (session.recorder.run().phase.kind !== 'done') {
        throw new AppError('ERR_CONFLICT', 'this run has no session whose end could be received')
      }
      await session.receiver?.close()
      session.receiver = null
      session.receiver = await receiveLogouts(session, port)
    },
    async stopReceiving(runId) {
      const { session } = entryOf(runId)
      await session.receiver?.close()
      session.receiver = null
    },
    async drop() {
      await Promise.all([...entries.values()].map(({ session }) => session.receiver?.close()))
      await end()
      entries.clear()
    },
    close: end,
  }
}

async function perform(
  session: RunSession,
  name: FollowUp,
  action: (session: RunSession) => Promise<RunProblem | null>,
): Promise<void> {
  const { recorder } = session
  recorder.update({ busy: name, actionProblem: null })
  const found = await action(session).catch(problemOfError)
  if (found !== null) recorder.failActive('failed')
  recorder.update({ busy: null, actionProblem: found, can: followUpsOf(session) })
}

function waitingUrl(session: RunSession): string {
  if (session.authorizationUrl === null || session.recorder.run().phase.kind !== 'waiting') {
    throw new AppError('ERR_CONFLICT', 'this run is not waiting for the browser')
  }
  return session.authorizationUrl
}

function handOver(session: RunSession, kind: TokenKind, untrusted: boolean): HandedToken {
  const token = (untrusted ? session.untrustedTokens : session.tokens).get(kind)
  if (token === undefined) throw new AppError('ERR_NOT_FOUND', `this run holds no ${kind}`)
  const { issuer, client_id } = session.config
  if (kind === 'refresh_token') return { token }
  // An access token's audience is an API's, which the run does not know.
  if (kind === 'access_token') return { token, iss: issuer, context: { client_id } }
  return {
    token,
    iss: issuer,
    aud: client_id,
    ...(session.nonce === null ? {} : { nonce: session.nonce }),
    as: 'id_token',
    context: { client_id, ...(untrusted ? {} : contextOfSignIn(session)) },
  }
}

/** What the ID token of a sign-in must fit. After a refresh the access token may be a newer one than the ID token. */
function contextOfSignIn({ config, recorder, tokens }: RunSession): ValidationContext {
  if (recorder.run().steps.some(({ id }) => id === 'refresh')) return {}
  const accessToken = tokens.get('access_token')
  const maxAge = Number(
    firstParameters(config.parameters).find(({ name }) => name === 'max_age')?.value ?? Number.NaN,
  )
  return {
    ...(accessToken === undefined ? {} : { access_token: accessToken }),
    ...(Number.isSafeInteger(maxAge) && maxAge >= 0 ? { max_age: maxAge } : {}),
  }
}

/** Ended runs go first, the oldest of them before the others; a run under way is ended only when all are. */
function makeRoom(entries: Map<string, Entry>, onDropped: ((runId: string) => void) | undefined): void {
  while (entries.size >= keptRuns) {
    const oldest = [...entries].find(([, { session }]) => session.recorder.run().endedAt !== null)
    const [id, entry] = oldest ?? [...entries][0] ?? []
    if (id === undefined) return
    const isOver = entry?.action === null && entry.session.recorder.run().endedAt !== null
    if (!isOver) entry?.session.controller.abort()
    entries.delete(id)
    onDropped?.(id)
  }
}
