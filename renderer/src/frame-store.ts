import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { Profile } from '../../shared/profile/profile.ts'
import type { ProviderStatus } from '../../shared/provider-status.ts'
import type { VaultStatus } from '../../shared/vault-status.ts'
import { settle } from './bridge.ts'

/** What the frame shows whatever the view: the vault, the built-in provider, the profiles for the palette. */
export type FrameState = {
  /** Null until the main process has told. */
  readonly vault: VaultStatus | null
  readonly provider: ProviderStatus | null
  readonly profiles: readonly Profile[]
  load(): Promise<void>
  close(): void
}

export type FrameStore = StoreApi<FrameState>

export function createFrameStore({ bridge }: { readonly bridge: Bridge }): FrameStore {
  return createStore<FrameState>()((set) => {
    // An event is newer than the answer to a question asked before it.
    const told = { vault: false, provider: false, profiles: false }
    const subscriptions = [
      bridge.on('vault.changed', (vault) => {
        told.vault = true
        set({ vault })
      }),
      bridge.on('provider.changed', (provider) => {
        told.provider = true
        set({ provider })
      }),
      bridge.on('profiles.changed', (profiles) => {
        told.profiles = true
        set({ profiles })
      }),
    ]
    return {
      vault: null,
      provider: null,
      profiles: [],
      async load() {
        const [vault, provider, profiles] = await Promise.all([
          settle(bridge['vault.status']()),
          settle(bridge['provider.status']()),
          settle(bridge['profiles.list']()),
        ])
        if (vault.ok && !told.vault) set({ vault: vault.value })
        if (provider.ok && !told.provider) set({ provider: provider.value })
        if (profiles.ok && !told.profiles) set({ profiles: profiles.value })
      },
      close() {
        for (const unsubscribe of subscriptions) unsubscribe()
      },
    }
  })
}
