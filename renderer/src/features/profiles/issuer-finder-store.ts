import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { FoundIssuers } from '../../../../shared/oauth/found-issuers.ts'
import { settle } from '../../bridge.ts'
import { openForm, openProfile } from './profiles-state.ts'
import type { ProfilesStore } from './profiles-store.ts'

/** How the question is going. */
export type Search =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly requestId: string }
  | { readonly kind: 'answered'; readonly found: FoundIssuers }
  | { readonly kind: 'failed'; readonly error: ErrorData }

export type IssuerFinderState = {
  readonly isOpen: boolean
  readonly address: string
  readonly search: Search
}

export type IssuerFinderActions = {
  open(): void
  close(): void
  type(address: string): void
  ask(): Promise<void>
  /** The issuer goes into the open editor. */
  use(issuer: string): void
}

export type IssuerFinderStore = StoreApi<IssuerFinderState & IssuerFinderActions>

const closed: IssuerFinderState = { isOpen: false, address: '', search: { kind: 'idle' } }

/** Finds the issuer of the open profile by a person's address (WebFinger). */
export function createIssuerFinderStore({
  bridge,
  profiles,
}: {
  readonly bridge: Bridge
  readonly profiles: ProfilesStore
}): IssuerFinderStore {
  let asked = 0
  const store = createStore<IssuerFinderState & IssuerFinderActions>()((set, get) => {
    const callOff = () => {
      const { search } = get()
      if (search.kind === 'asking') void settle(bridge['tokens.cancel']({ requestId: search.requestId }))
    }
    return {
      ...closed,
      open: () => set({ isOpen: true }),
      close() {
        callOff()
        set(closed)
      },
      type(address) {
        callOff()
        set({ address, search: { kind: 'idle' } })
      },
      async ask() {
        callOff()
        const state = profiles.getState()
        const { ca_certificates, proxy } = openForm(state).flow
        asked += 1
        const requestId = `webfinger-${asked}`
        set({ search: { kind: 'asking', requestId } })
        const answer = await settle(
          bridge['issuers.find']({
            requestId,
            id: openProfile(state)?.id ?? null,
            address: get().address,
            flow: { ca_certificates, proxy },
          }),
        )
        const { search } = get()
        if (search.kind !== 'asking' || search.requestId !== requestId) return
        set({
          search: answer.ok
            ? { kind: 'answered', found: answer.value }
            : { kind: 'failed', error: answer.error },
        })
      },
      use(issuer) {
        profiles.getState().change({ issuer })
        set(closed)
      },
    }
  })
  profiles.subscribe((state, before) => {
    if (state.openKey !== before.openKey) store.getState().close()
  })
  return store
}
