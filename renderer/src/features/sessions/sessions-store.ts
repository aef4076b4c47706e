import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { CallInput, CallOutput } from '../../../../shared/ipc/contract.ts'
import type { TokenKind } from '../../../../shared/oauth/run.ts'
import type { Session } from '../../../../shared/session/session.ts'
import { settle } from '../../bridge.ts'

export type CopiedText = CallInput<'sessions.copy'>['what']

export type SessionsState = {
  /** Null until the first list came; the newest first. */
  readonly sessions: readonly Session[] | null
  readonly openId: string | null
  readonly query: string
  readonly problem: ErrorData | null
  /** Milliseconds, for countdowns. */
  readonly now: () => number

  load(): Promise<void>
  open(id: string): void
  search(query: string): void
  refresh(id: string): Promise<void>
  setAutoRefresh(id: string, on: boolean): Promise<void>
  setKept(id: string, kept: boolean): Promise<void>
  revoke(id: string): Promise<void>
  logout(id: string): Promise<void>
  /** False where it could not be done. */
  forget(id: string): Promise<boolean>
  restore(id: string): Promise<void>
  copy(id: string, what: CopiedText): Promise<boolean>
  /** The token's text passes through; it is not kept here. */
  token(id: string, kind: TokenKind): Promise<CallOutput<'sessions.token'> | null>
  dismissProblem(): void
  close(): void
}
export type SessionsStore = StoreApi<SessionsState>

/** The session that is looked at: the chosen one, otherwise the newest. */
export function openSession({
  sessions,
  openId,
}: Pick<SessionsState, 'sessions' | 'openId'>): Session | null {
  return sessions?.find(({ id }) => id === openId) ?? sessions?.[0] ?? null
}

/** The sessions of which every word of the query is part. */
export function foundSessions(sessions: readonly Session[], query: string): readonly Session[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return sessions.filter(({ profileName, issuer, clientId, scope, variantNames }) => {
    const text = [profileName, issuer, clientId, scope, ...Object.values(variantNames)]
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** The sessions screen. Tokens and their refreshes are the main process's. */
export function createSessionsStore(deps: {
  readonly bridge: Bridge
  readonly now: () => number
}): SessionsStore {
  const { bridge } = deps
  let unsubscribe = () => {}
  const store = createStore<SessionsState>()((set) => {
    const attempt = async <T>(call: Promise<Answer<T>>): Promise<{ readonly value: T } | null> => {
      const answer = await settle(call)
      set({ problem: answer.ok ? null : answer.error })
      return answer.ok ? { value: answer.value } : null
    }
    const act = async (call: Promise<Answer<unknown>>) => (await attempt(call)) !== null
    const when = (call: Promise<Answer<unknown>>) => act(call).then(() => undefined)
    return {
      sessions: null,
      openId: null,
      query: '',
      problem: null,
      now: deps.now,
      async load() {
        const found = await attempt(bridge['sessions.list']())
        if (found) set({ sessions: found.value })
      },
      open: (openId) => set({ openId, problem: null }),
      search: (query) => set({ query }),
      refresh: (id) => when(bridge['sessions.refresh']({ id })),
      setAutoRefresh: (id, on) => when(bridge['sessions.setAutoRefresh']({ id, on })),
      setKept: (id, kept) => when(bridge['sessions.setKept']({ id, kept })),
      revoke: (id) => when(bridge['sessions.revoke']({ id })),
      logout: (id) => when(bridge['sessions.logout']({ id })),
      forget: (id) => act(bridge['sessions.forget']({ id })),
      restore: (id) => when(bridge['sessions.restore']({ id })),
      copy: (id, what) => act(bridge['sessions.copy']({ id, what })),
      token: async (id, kind) => (await attempt(bridge['sessions.token']({ id, kind })))?.value ?? null,
      dismissProblem: () => set({ problem: null }),
      close: () => unsubscribe(),
    }
  })
  unsubscribe = bridge.on('sessions.changed', (sessions) => store.setState({ sessions }))
  return store
}
