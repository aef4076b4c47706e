import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { ProviderStatus } from '../../../../shared/provider-status.ts'
import { settle } from '../../bridge.ts'

export type ProviderState = {
  readonly status: ProviderStatus
  /** The ready profile that points at it; null while unknown. */
  readonly profileId: string | null
  /** A start or stop that was asked for and is not answered yet. */
  readonly pending: 'start' | 'stop' | null
  readonly problem: ErrorData | null

  load(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
  /** Ends the subscriptions. */
  close(): void
}

export type ProviderStore = StoreApi<ProviderState>

/** The built-in provider's screen: its state comes from the main process, as one tagged union. */
export function createProviderStore({ bridge }: { readonly bridge: Bridge }): ProviderStore {
  const subscriptions: (() => void)[] = []
  const store = createStore<ProviderState>()((set, get) => {
    async function ask(what: 'start' | 'stop'): Promise<void> {
      if (get().pending !== null) return
      set({ pending: what, problem: null })
      const answer = await settle(bridge[`provider.${what}`]())
      set(answer.ok ? { pending: null, status: answer.value } : { pending: null, problem: answer.error })
    }
    return {
      status: { kind: 'stopped' },
      profileId: null,
      pending: null,
      problem: null,
      async load() {
        const [status, profiles] = await Promise.all([
          settle(bridge['provider.status']()),
          settle(bridge['profiles.list']()),
        ])
        set(status.ok ? { status: status.value, problem: null } : { problem: status.error })
        if (profiles.ok) set({ profileId: profiles.value.find(({ builtIn }) => builtIn)?.id ?? null })
      },
      start: () => ask('start'),
      stop: () => ask('stop'),
      close() {
        for (const unsubscribe of subscriptions.splice(0)) unsubscribe()
      },
    }
  })
  subscriptions.push(
    bridge.on('provider.changed', (status) => store.setState({ status })),
    bridge.on('profiles.changed', (profiles) =>
      store.setState({ profileId: profiles.find(({ builtIn }) => builtIn)?.id ?? null }),
    ),
  )
  return store
}
