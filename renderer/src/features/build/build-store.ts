import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'

export type BuildState = {
  /** The token that is being changed, as it came; empty for a new one. */
  readonly original: string
  open(token: string): void
}

export type BuildStore = StoreApi<BuildState>

export function createBuildStore(_deps: { readonly bridge: Bridge; readonly now: () => number }): BuildStore {
  return createStore<BuildState>()((set) => ({
    original: '',
    open: (token) => set({ original: token }),
  }))
}
