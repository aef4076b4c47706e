import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../../shared/error.ts'
import type { Bridge } from '../../../../../shared/ipc/bridge.ts'
import type { VariantChoice } from '../../../../../shared/profile/variant.ts'
import { type WhatIfCaseId, whatIfCaseIds } from '../../../../../shared/what-if/what-if-case.ts'
import type { WhatIfOutcome, WhatIfProgress } from '../../../../../shared/what-if/what-if-result.ts'
import { settle } from '../../../bridge.ts'

/** The server that is tried, by what leads to it: another environment is another server, to be called one's own anew. */
export type WhatIfTarget = {
  readonly key: string
  readonly profileId: string
  readonly variant: VariantChoice
}

export function whatIfTarget(profileId: string, variant: VariantChoice): WhatIfTarget {
  const { environment, client, user } = variant
  return { key: JSON.stringify([profileId, environment, client, user]), profileId, variant }
}

/** What was tried; it belongs to the target it was tried for. */
export type Trying =
  | { readonly kind: 'idle' }
  | ({
      readonly kind: 'running'
      readonly requestId: string
      readonly target: string
      readonly total: number
    } & WhatIfProgress)
  | { readonly kind: 'declined'; readonly target: string }
  | { readonly kind: 'failed'; readonly target: string; readonly error: ErrorData }
  | {
      readonly kind: 'done'
      readonly target: string
      /** Unix milliseconds. */
      readonly at: number
      readonly outcome: Extract<WhatIfOutcome, { kind: 'ran' }>
    }

export type WhatIfState = {
  readonly chosen: ReadonlySet<WhatIfCaseId>
  /** The key of a target; ticked anew for each. */
  readonly mine: string | null
  readonly trying: Trying
  /** The case whose requests are shown. */
  readonly open: WhatIfCaseId | null
  choose(id: WhatIfCaseId, wanted: boolean): void
  chooseAll(wanted: boolean): void
  callMine(target: string | null): void
  show(id: WhatIfCaseId | null): void
  run(target: WhatIfTarget): Promise<void>
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
    async run({ key: target, profileId, variant }) {
      const { chosen, mine, trying } = get()
      if (trying.kind === 'running' || mine !== target || chosen.size === 0) return
      sequence += 1
      const requestId = `what-if-${sequence}`
      const cases = whatIfCaseIds.filter((id) => chosen.has(id))
      set({
        open: null,
        trying: {
          kind: 'running',
          requestId,
          target,
          total: cases.length,
          results: [],
          current: null,
          waitingUntil: null,
        },
      })
      const answer = await settle(bridge['whatIf.run']({ requestId, profileId, variant, cases }))
      const current = get().trying
      if (current.kind !== 'running' || current.requestId !== requestId) return
      if (!answer.ok) return set({ trying: { kind: 'failed', target, error: answer.error } })
      const { value } = answer
      set({
        trying:
          value.kind === 'declined'
            ? { kind: 'declined', target }
            : { kind: 'done', target, at: deps.now(), outcome: value },
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
