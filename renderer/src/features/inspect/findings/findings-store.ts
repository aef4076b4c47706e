import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../../shared/error.ts'
import type { Answer, Bridge } from '../../../../../shared/ipc/bridge.ts'
import type {
  CertificateFacts,
  KeySourceFacts,
  WorkspaceFacts,
} from '../../../../../shared/lint/lint-context.ts'
import type { Suppression } from '../../../../../shared/lint/lint-token.ts'
import type { WeakSecretAnswer, WeakSecretFound } from '../../../../../shared/lint/weak-secret.ts'
import { createWorkspaceReader } from '../../../../../shared/lint/workspace-facts.ts'
import type { FoundToken } from '../../../../../shared/token/scan/found-token.ts'
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
  /** Of the certificates in the headers of one token. */
  readonly certificates: { readonly token: string; readonly value: readonly CertificateFacts[] } | null
  /** What the tokens of one list have in common. */
  readonly workspace: { readonly tokens: readonly FoundToken[]; readonly value: WorkspaceFacts } | null
  readonly search: SecretSearch
  switchOff(rule: string, reason: string): void
  switchOn(rule: string): void
  learnKey(request: VerifyRequest): Promise<void>
  learnCertificates(token: string): Promise<void>
  /** Compares the tokens of a text with each other, some at a time, so that no key waits for it. */
  learnWorkspace(text: string, tokens: readonly FoundToken[]): Promise<void>
  /** The app's, for reports that name the tool; empty where it cannot be had. */
  appVersion(): Promise<string>
  trySecrets(token: string): Promise<void>
  cancelSearch(): void
  reveal(): Promise<void>
  hide(): void
}

export type FindingsStore = StoreApi<FindingsState>

/** Candidates at a time: short enough that the progress moves and a cancel is felt at once. */
const stretch = 10_000
/** Some milliseconds of comparing. */
const comparedAtOnce = 500

export function createFindingsStore({
  bridge,
  storage,
  pause = () => new Promise((resolve) => setTimeout(resolve)),
}: {
  readonly bridge: Bridge
  readonly storage: TextStorage
  /** Lets others have the thread. */
  readonly pause?: () => Promise<void>
}): FindingsStore {
  return createStore<FindingsState>()((set, get) => {
    function setSwitchedOff(switchedOff: readonly Suppression[]) {
      keepSwitchedOff(storage, switchedOff)
      set({ switchedOff })
    }
    // The list that is compared now; another one ends it.
    let comparing: readonly FoundToken[] | null = null
    return {
      switchedOff: readSwitchedOff(storage),
      facts: null,
      certificates: null,
      workspace: null,
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
      async learnCertificates(token) {
        const answer = await settle(bridge['lint.certificates']({ token }))
        if (answer.ok) set({ certificates: { token, value: answer.value } })
      },
      async learnWorkspace(text, tokens) {
        comparing = tokens
        const reader = createWorkspaceReader()
        for (let from = 0; from < tokens.length; from += comparedAtOnce) {
          await pause()
          if (comparing !== tokens) return
          for (const found of tokens.slice(from, from + comparedAtOnce)) reader.add(text, found)
        }
        set({ workspace: { tokens, value: reader.facts() } })
      },
      async appVersion() {
        const answer = await settle(bridge['app.info']())
        return answer.ok ? answer.value.version : ''
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
