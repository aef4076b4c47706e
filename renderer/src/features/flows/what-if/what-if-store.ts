import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../../shared/error.ts'
import type { Bridge } from '../../../../../shared/ipc/bridge.ts'
import { type WhatIfCaseId, whatIfCaseIds } from '../../../../../shared/what-if/what-if-case.ts'
import type { WhatIfOutcome, WhatIfProgress } from '../../../../../shared/what-if/what-if-result.ts'
import { settle } from '../../../bridge.ts'

/** What was tried; it belongs to the profile it was tried for. */
export type Trying =
  | { readonly kind: 'idle' }
  | ({
      readonly kind: 'running'
      readonly requestId: string
      readonly profileId: string
      readonly total: number
    } & WhatIfProgress)
  | { readonly kind: 'declined'; readonly profileId: string }
  | { readonly kind: 'failed'; readonly profileId: string; readonly error: ErrorData }
  | {
      readonly kind: 'done'
      readonly profileId: string
      /** Unix milliseconds. */
      readonly at: number
      readonly outcome: Extract<WhatIfOutcome, { kind: 'ran' }>
    }

export type WhatIfState = {
  readonly chosen: ReadonlySet<WhatIfCaseId>
  /** Ticked anew for each profile. */
  readonly mine: string | null
  readonly trying: Trying
  /** The case whose requests are shown. */
  readonly open: WhatIfCaseId | null
  choose(id: WhatIfCaseId, wanted: boolean): void
  chooseAll(wanted: boolean): void
  callMine(profileId: string | null): void
  show(id: WhatIfCaseId | null): void
  run(profileId: string): Promise<void>
  skip(): void
  cancel(): void
}
export type WhatIfStore = StoreApi<WhatIfState>

/** What should not work, tried on purpose. The requests are made in the main process, which asks once more. */
export function createWhatIfStore(deps: {
  readonly bridge: Bridge
  readonly now: () => number
}): WhatIfStore {
  const { bridge } = deps
  let sequence = 0
  const store = createStore<WhatIfState>()((set, get) => ({
    chosen: new Set(whatIfCaseIds),
    mine: null,
    trying: { kind: 'idle' },
    open: null,
    choose(id, wanted) {
      const chosen = new Set(get().chosen)
      if (wanted) chosen.add(id)
      else chosen.delete(id)
      set({ chosen })
    },
    chooseAll: (wanted) => set({ chosen: new Set(wanted ? whatIfCaseIds : []) }),
    callMine: (mine) => set({ mine }),
    show: (open) => set({ open }),
    async run(profileId) {
      const { chosen, mine, trying } = get()
      if (trying.kind === 'running' || mine !== profileId || chosen.size === 0) return
      sequence += 1
      const requestId = `what-if-${sequence}`
      const cases = whatIfCaseIds.filter((id) => chosen.has(id))
      set({
        open: null,
        trying: {
          kind: 'running',
          requestId,
          profileId,
          total: cases.length,
          results: [],
          current: null,
          waitingUntil: null,
        },
      })
      const answer = await settle(bridge['whatIf.run']({ requestId, profileId, cases }))
      const current = get().trying
      if (current.kind !== 'running' || current.requestId !== requestId) return
      if (!answer.ok) return set({ trying: { kind: 'failed', profileId, error: answer.error } })
      const { value } = answer
      set({
        trying:
          value.kind === 'declined'
            ? { kind: 'declined', profileId }
            : { kind: 'done', profileId, at: deps.now(), outcome: value },
      })
    },
    skip() {
      const { trying } = get()
      if (trying.kind === 'running') void settle(bridge['whatIf.skip']({ requestId: trying.requestId }))
    },
    cancel() {
      const { trying } = get()
      if (trying.kind === 'running') void settle(bridge['tokens.cancel']({ requestId: trying.requestId }))
    },
  }))
  bridge.on('whatIf.progressed', ({ requestId, ...progress }) => {
    const { trying } = store.getState()
    if (trying.kind !== 'running' || trying.requestId !== requestId) return
    store.setState({ trying: { ...trying, ...progress } })
  })
  return store
}
