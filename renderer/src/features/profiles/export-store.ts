import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { CallOutput } from '../../../../shared/ipc/contract.ts'
import { minPassphraseLength } from '../../../../shared/profile/export/passphrase-length.ts'
import { settle } from '../../bridge.ts'

export type ExportState = {
  /** Null: the panel is not there. */
  readonly ids: readonly string[] | null
  readonly withSecrets: boolean
  readonly passphrase: string
  readonly again: string
  readonly step:
    | { readonly kind: 'asking' }
    | { readonly kind: 'busy' }
    | { readonly kind: 'failed'; readonly error: ErrorData }
    | { readonly kind: 'done'; readonly outcome: CallOutput<'profiles.export'> }
}

export type ExportActions = {
  open(ids: readonly string[]): void
  close(): void
  change(change: Partial<Pick<ExportState, 'withSecrets' | 'passphrase' | 'again'>>): void
  write(): Promise<void>
}

export type ExportStore = StoreApi<ExportState & ExportActions>

const nothingTyped = { passphrase: '', again: '', step: { kind: 'asking' } } as const

/** Export: files without secrets, or one encrypted file with them. A passphrase goes in once and is forgotten. */
export function createExportStore({ bridge }: { readonly bridge: Bridge }): ExportStore {
  return createStore<ExportState & ExportActions>()((set, get) => ({
    ids: null,
    withSecrets: false,
    ...nothingTyped,
    open: (ids) => set({ ids, withSecrets: false, ...nothingTyped }),
    close: () => set({ ids: null, ...nothingTyped }),
    change: (change) => set({ ...change, step: { kind: 'asking' } }),
    async write() {
      const state = get()
      if (state.ids === null || state.step.kind === 'busy' || passphraseProblem(state) !== null) return
      const { ids, withSecrets, passphrase } = state
      set({ step: { kind: 'busy' } })
      const answer = await settle(
        bridge['profiles.export']({ ids: [...ids], ...(withSecrets ? { passphrase } : {}) }),
      )
      if (!answer.ok) return set({ step: { kind: 'failed', error: answer.error } })
      // Nothing saved and nothing kept: the person changed their mind in the dialog.
      const isCancelled = answer.value.saved === 0 && answer.value.kept.length === 0
      set(
        isCancelled
          ? { step: { kind: 'asking' } }
          : { ...nothingTyped, step: { kind: 'done', outcome: answer.value } },
      )
    },
  }))
}

/** Why this passphrase does not do; null where none is needed or it does. */
export function passphraseProblem({
  withSecrets,
  passphrase,
  again,
}: Pick<ExportState, 'withSecrets' | 'passphrase' | 'again'>): string | null {
  if (!withSecrets) return null
  if (passphrase.length < minPassphraseLength) {
    return `At least ${minPassphraseLength} characters: whoever has the file can try as often as they like.`
  }
  return passphrase === again ? null : 'The two are not the same.'
}
