import { AppError } from '../../shared/error.ts'
import type { Run, TokenKind } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import type { VariantChoice } from '../../shared/profile/variant.ts'
import { quotePosix } from '../../shared/run-export/posix-quote.ts'
import { refreshTime, type Session, sessionKey } from '../../shared/session/session.ts'
import type { FlowEngine, HandedToken } from '../oauth/flow-engine.ts'
import type { SessionShelf, SessionTokens } from '../vault/session-shelf.ts'
import { fromStored, type LiveSession, sessionOfRun, toStored, trusted, withEvent } from './live-session.ts'

/**
 * The tokens of runs, by profile, environment, client, user and scope. In memory, unless a person keeps one.
 * Errors: ERR_NOT_FOUND, ERR_CONFLICT where it cannot be done now, those of the vault.
 */
export type SessionDesk = {
  /** The newest first. */
  readonly list: () => readonly Session[]
  /** Told of every change of every run. */
  readonly onRun: (run: Run) => void
  /** Asked for twice, it is done once. A refusal stands among the session's events. */
  readonly refresh: (id: string) => Promise<void>
  readonly setAutoRefresh: (id: string, on: boolean) => void
  /** On disk, encrypted, when it returns; or off it again. */
  readonly setKept: (id: string, kept: boolean) => void
  /** Both tokens, the refresh token first: with it most providers end the rest (RFC 7009 §2.1). */
  readonly revoke: (id: string) => Promise<void>
  /** Opens the browser at the provider's logout. */
  readonly logout: (id: string) => Promise<void>
  readonly forget: (id: string) => void
  /** Undoes a forget, until the app quits or is locked. */
  readonly restore: (id: string) => void
  readonly token: (id: string, kind: TokenKind) => HandedToken
  /** A token, or the access token as a header or a curl command: ERR_CONFLICT for those where it is bound to a key. */
  readonly textOf: (id: string, what: SessionText) => string
  /** Drops every token from memory; kept sessions come back with `load`. */
  readonly drop: () => void
  /** Reads what the vault keeps and is not here yet. */
  readonly load: () => void
}

export type SessionDeps = {
  readonly engine: Pick<FlowEngine, 'get' | 'adopt' | 'finished' | 'refresh' | 'revoke' | 'logout' | 'token'>
  readonly shelf: SessionShelf
  /** Why nothing can be kept; null where it can be. */
  readonly keepProblem: () => string | null
  readonly runConfig: (profileId: string, variant: VariantChoice) => RunConfig
  readonly now: () => number
  readonly randomId: () => string
  /** Runs a task later; the answer calls it off. */
  readonly schedule: (task: () => void, ms: number) => () => void
  readonly onChange: (sessions: readonly Session[]) => void
}

export type SessionText = TokenKind | 'header' | 'curl'

const kinds = ['id_token', 'access_token', 'refresh_token'] as const

export function createSessionDesk(deps: SessionDeps): SessionDesk {
  const { engine, shelf, now } = deps
  const sessions = new Map<string, LiveSession>()
  const forgotten = new Map<string, LiveSession>()
  const working = new Map<string, Promise<void>>()
  const alarms = new Map<string, () => void>()

  const find = (id: string): LiveSession => {
    const session = sessions.get(id)
    if (!session) throw new AppError('ERR_NOT_FOUND', 'there is no such session')
    return session
  }
  const runOf = ({ runId }: LiveSession): Run | null => {
    try {
      return runId === null ? null : engine.get(runId)
    } catch {
      // Older runs make room for newer ones.
      return null
    }
  }
  const list = (): readonly Session[] =>
    [...sessions.values()].sort((a, b) => b.receivedAt - a.receivedAt).map(toSession)

  const toSession = (session: LiveSession): Session => {
    const { texts: _, receivedAt, isBound, ...facts } = session
    const run = runOf(session)
    return {
      ...facts,
      busy: working.has(session.id) || (run !== null && run.busy !== null),
      keepProblem: keepProblemOf(session),
      can: run?.phase.kind === 'done' ? { revoke: run.can.revoke, logout: run.can.logout === true } : null,
    }
  }
  const keepProblemOf = ({ isBound, isKept }: LiveSession): string | null =>
    isBound && !isKept ? 'Its tokens are bound to a key that this run alone has.' : deps.keepProblem()

  /** Kept first: what is shown as kept must be on disk, and a rotated token before it is used. */
  const put = (session: LiveSession): void => {
    if (session.isKept) shelf.put(session.id, toStored(session), session.texts)
    sessions.set(session.id, session)
    setAlarm(session)
    deps.onChange(list())
  }
  const setAlarm = (session: LiveSession): void => {
    alarms.get(session.id)?.()
    alarms.delete(session.id)
    const at = session.autoRefresh ? refreshTime(session.tokens, session.receivedAt) : null
    if (at === null || session.texts.refresh_token === undefined) return
    const task = () => void refresh(session.id).catch(() => undefined)
    alarms.set(session.id, deps.schedule(task, Math.max(1_000, at - now())))
  }

  const readTokens = (run: Run): SessionTokens =>
    Object.fromEntries(trusted(run.tokens).map(({ kind }) => [kind, engine.token(run.id, kind).token]))

  const begin = (run: Run, profileId: string): void => {
    const fresh = sessionOfRun(deps.randomId(), run, profileId, readTokens(run), now())
    const before = [...sessions.values()].find((each) => sessionKey(each) === sessionKey(fresh))
    // Whoever signed in now takes the place of whoever did before: nothing of theirs is mixed in.
    put(
      before === undefined
        ? fresh
        : {
            ...fresh,
            id: before.id,
            isKept: before.isKept && !fresh.isBound,
            autoRefresh: before.autoRefresh,
          },
    )
    if (before?.isKept && fresh.isBound) shelf.remove(before.id)
  }

  const follow = (session: LiveSession, run: Run): void => {
    const texts = readTokens(run)
    if (kinds.every((kind) => texts[kind] === session.texts[kind])) {
      const revoked = run.tokens.some(({ revoked: is }, at) => is && session.tokens[at]?.revoked === false)
      const next = { ...session, tokens: trusted(run.tokens) }
      if (revoked) put(withEvent({ ...next, autoRefresh: false }, { at: now(), kind: 'revoked' }))
      else deps.onChange(list())
      return
    }
    const isNew = texts.access_token !== session.texts.access_token
    const next = { ...session, texts, tokens: trusted(run.tokens), ...(isNew ? { receivedAt: now() } : {}) }
    const rotated = texts.refresh_token !== session.texts.refresh_token
    put(isNew ? withEvent(next, { at: now(), kind: 'refreshed', rotated }) : next)
  }

  const onRun = (run: Run): void => {
    if (run.phase.kind !== 'done' || run.profileId === null || trusted(run.tokens).length === 0) return
    const known = [...sessions.values()].find(({ runId }) => runId === run.id)
    if (known) follow(known, run)
    else if (run.endedAt !== null && !adopted.has(run.id) && !ended.has(run.id)) {
      // A session that was forgotten or replaced does not come back with a late change of its run.
      ended.add(run.id)
      begin(run, run.profileId)
    }
  }
  const adopted = new Set<string>()
  const ended = new Set<string>()

  /** A run that holds the session's tokens; one is made where there is none. */
  const ensureRun = async (session: LiveSession): Promise<string> => {
    const there = runOf(session)
    if (there !== null) return there.id
    const config = deps.runConfig(session.profileId, session.variant)
    if (config.issuer !== session.issuer || config.client_id !== session.clientId) {
      throw new AppError('ERR_CONFLICT', 'the profile names another issuer or client by now; sign in anew')
    }
    const access = session.tokens.find(({ kind }) => kind === 'access_token')
    const run = engine.adopt({ ...config, scope: session.scope }, session.texts, access?.expiresAt ?? null)
    adopted.add(run.id)
    const done = await engine.finished(run.id)
    if (done.phase.kind === 'failed') throw new AppError('ERR_CONFLICT', done.phase.problem.message)
    put({ ...find(session.id), runId: run.id })
    return run.id
  }

  const once = (id: string, task: () => Promise<void>): Promise<void> => {
    const underWay = working.get(id)
    if (underWay) return underWay
    const promise = task().finally(() => {
      working.delete(id)
      deps.onChange(list())
    })
    working.set(id, promise)
    deps.onChange(list())
    return promise
  }

  const refresh = (id: string): Promise<void> =>
    once(id, async () => {
      const message = await attemptRefresh(find(id))
      const after = sessions.get(id)
      if (message === null || after === undefined) return
      // It would only be refused again: what is wrong is for a person to see.
      put(withEvent({ ...after, autoRefresh: false }, { at: now(), kind: 'refused', message }))
    })

  /** Null where it went well. */
  const attemptRefresh = async (session: LiveSession): Promise<string | null> => {
    if (session.texts.refresh_token === undefined) return 'It holds no refresh token.'
    try {
      const runId = await ensureRun(session)
      await engine.refresh(runId)
      return engine.get(runId).actionProblem?.message ?? null
    } catch (error) {
      if (error instanceof AppError) return error.message
      throw error
    }
  }

  const tokenOf = (id: string, kind: TokenKind): HandedToken => {
    const session = find(id)
    const run = runOf(session)
    if (run !== null) return engine.token(run.id, kind)
    const token = session.texts[kind]
    if (token === undefined) throw new AppError('ERR_NOT_FOUND', `this session holds no ${kind}`)
    return kind === 'refresh_token' ? { token } : { token, iss: session.issuer }
  }

  return {
    list,
    onRun,
    refresh,
    setAutoRefresh: (id, autoRefresh) => put({ ...find(id), autoRefresh }),
    setKept: (id, isKept) => {
      const session = find(id)
      const problem = isKept ? keepProblemOf(session) : null
      if (problem !== null) throw new AppError('ERR_CONFLICT', problem)
      if (!isKept) shelf.remove(id)
      put({ ...session, isKept })
    },
    revoke: (id) =>
      once(id, async () => {
        const session = find(id)
        const runId = await ensureRun(session)
        for (const kind of ['refresh_token', 'access_token'] as const) {
          if (session.texts[kind] === undefined) continue
          await engine.revoke(runId, kind)
          const problem = engine.get(runId).actionProblem
          if (problem !== null) throw new AppError('ERR_CONFLICT', problem.message)
        }
      }),
    logout: (id) => once(id, async () => engine.logout(await ensureRun(find(id)))),
    forget: (id) => {
      const session = find(id)
      if (session.isKept) shelf.remove(id)
      alarms.get(id)?.()
      sessions.delete(id)
      forgotten.set(id, session)
      deps.onChange(list())
    },
    restore: (id) => {
      const session = forgotten.get(id)
      if (!session) throw new AppError('ERR_NOT_FOUND', 'this session was not forgotten since the start')
      forgotten.delete(id)
      put(session)
    },
    token: tokenOf,
    textOf: (id, what) => {
      const { texts, isBound } = find(id)
      if (what !== 'header' && what !== 'curl') return tokenOf(id, what).token
      if (isBound)
        throw new AppError('ERR_CONFLICT', 'this access token is bound to a key: a header alone is refused')
      if (texts.access_token === undefined)
        throw new AppError('ERR_NOT_FOUND', 'this session holds no access token')
      const header = `Authorization: Bearer ${texts.access_token}`
      return what === 'header' ? header : `curl -H ${quotePosix(header)} https://`
    },
    drop: () => {
      for (const callOff of alarms.values()) callOff()
      alarms.clear()
      sessions.clear()
      forgotten.clear()
      deps.onChange(list())
    },
    load: () => {
      for (const { id, session } of shelf.list()) {
        const texts = sessions.has(id) ? null : shelf.tokens(id)
        if (texts === null) continue
        const restored = fromStored(id, session, texts, now())
        sessions.set(id, restored)
        setAlarm(restored)
      }
      deps.onChange(list())
    },
  }
}
