import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'

export type KeysState = { readonly selected: string | null }

export type KeysStore = StoreApi<KeysState>

export function createKeysStore(_deps: { readonly bridge: Bridge; readonly now: () => number }): KeysStore {
  return createStore<KeysState>()(() => ({ selected: null }))
}
