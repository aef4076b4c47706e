import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../../shared/error.ts'
import type { Answer, Bridge } from '../../../../../shared/ipc/bridge.ts'
import type { KeySourceFacts } from '../../../../../shared/lint/lint-context.ts'
import type { Suppression } from '../../../../../shared/lint/lint-token.ts'
import type { WeakSecretAnswer, WeakSecretFound } from '../../../../../shared/lint/weak-secret.ts'
import type { VerifyRequest } from '../../../../../shared/verdict/verification.ts'
import { settle } from '../../../bridge.ts'
import { keepSwitchedOff, readSwitchedOff, type TextStorage } from './switched-off.ts'

/** The search for a common secret; always of one token. */
export type SecretSearch =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running'
      readonly token: string
      readonly tried: number
      readonly total: number | null
    }
  | {
      readonly kind: 'found'
      readonly token: string
      readonly found: WeakSecretFound
      readonly revealed: string | null
    }
  | { readonly kind: 'not_found'; readonly token: string; readonly total: number }
  | { readonly kind: 'failed'; readonly token: string; readonly error: ErrorData }

export type FindingsState = {
  readonly switchedOff: readonly Suppression[]
  /** Facts about the key of one verification; they belong to that request alone. */
  readonly facts: { readonly request: VerifyRequest; readonly value: KeySourceFacts } | null
  readonly search: SecretSearch
  switchOff(rule: string, reason: string): void
  switchOn(rule: string): void
  learnKey(request: VerifyRequest): Promise<void>
  trySecrets(token: string): Promise<void>
  cancelSearch(): void
  reveal(): Promise<void>
  hide(): void
}

export type FindingsStore = StoreApi<FindingsState>

/** Candidates at a time: short enough that the progress moves and a cancel is felt at once. */
const stretch = 10_000

export function createFindingsStore({
  bridge,
  storage,
}: {
  readonly bridge: Bridge
  readonly storage: TextStorage
}): FindingsStore {
  return createStore<FindingsState>()((set, get) => {
    function setSwitchedOff(switchedOff: readonly Suppression[]) {
      keepSwitchedOff(storage, switchedOff)
      set({ switchedOff })
    }
    return {
      switchedOff: readSwitchedOff(storage),
      facts: null,
      search: { kind: 'idle' },

      switchOff(rule, reason) {
        if (reason.trim() === '') return
        const others = get().switchedOff.filter((each) => each.rule !== rule)
        setSwitchedOff([...others, { rule, reason: reason.trim() }])
      },
      switchOn(rule) {
        setSwitchedOff(get().switchedOff.filter((each) => each.rule !== rule))
      },
      async learnKey(request) {
        const { source, token } = request
        if (source.kind !== 'key' && source.kind !== 'secret' && source.kind !== 'vault') return
        const answer = await settle(bridge['lint.keyFacts']({ token, source }))
        if (answer.ok) set({ facts: { request, value: answer.value } })
      },
      async trySecrets(token) {
        const running = { kind: 'running', token, tried: 0, total: null } as const
        set({ search: running })
        let mine: Extract<SecretSearch, { kind: 'running' }> = running
        for (;;) {
          const answer: Answer<WeakSecretAnswer> = await settle(
            bridge['lint.trySecrets']({ token, from: mine.tried, count: stretch }),
          )
          // Cancelled, or another token is searched by now.
          if (get().search !== mine) return
          if (!answer.ok) return set({ search: { kind: 'failed', token, error: answer.error } })
          const { found, tried, total } = answer.value
          if (found) return set({ search: { kind: 'found', token, found, revealed: null } })
          if (tried >= total || tried <= mine.tried)
            return set({ search: { kind: 'not_found', token, total: tried } })
          mine = { kind: 'running', token, tried, total }
          set({ search: mine })
        }
      },
      cancelSearch: () => set({ search: { kind: 'idle' } }),
      async reveal() {
        const { search } = get()
        if (search.kind !== 'found') return
        const { token, found } = search
        const answer = await settle(bridge['lint.revealSecret']({ token, index: found.index }))
        if (get().search !== search) return
        set({
          search: answer.ok
            ? { ...search, revealed: answer.value.secret }
            : { kind: 'failed', token, error: answer.error },
        })
      },
      hide() {
        const { search } = get()
        if (search.kind === 'found') set({ search: { ...search, revealed: null } })
      },
    }
  })
}
