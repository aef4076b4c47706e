import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { ImportPreview } from '../../../../shared/profile/import/import-preview.ts'
import type { Profile } from '../../../../shared/profile/profile.ts'
import { settle } from '../../bridge.ts'

export type ChosenFile = { readonly name: string; readonly text: string }

/** What stands beside the list in the place of an editor. */
export type ImportState = {
  readonly isOpen: boolean
  readonly text: string
  readonly files: readonly ChosenFile[]
  readonly passphrase: string
  readonly step:
    | { readonly kind: 'entering' }
    | { readonly kind: 'reading' }
    | { readonly kind: 'refused'; readonly error: ErrorData }
    | { readonly kind: 'read'; readonly preview: ImportPreview; readonly chosen: readonly number[] }
    | { readonly kind: 'adding'; readonly preview: ImportPreview; readonly chosen: readonly number[] }
}

export type ImportActions = {
  open(): void
  close(): void
  enter(change: Partial<Pick<ImportState, 'text' | 'passphrase'>>): void
  /** Reads at once: whoever chose files has said all there is to say. */
  takeFiles(files: readonly ChosenFile[]): Promise<void>
  refuse(message: string): void
  read(): Promise<void>
  choose(index: number, isChosen: boolean): void
  chooseAll(isChosen: boolean): void
  /** Back to what was entered; what was read is forgotten. */
  back(): void
  /** The added profiles; null where none could be added. */
  accept(): Promise<readonly Profile[] | null>
  /** Takes back an import. */
  undo(ids: readonly string[]): Promise<void>
}

export type ImportStore = StoreApi<ImportState & ImportActions>

const entering: ImportState['step'] = { kind: 'entering' }

/** Import: text or files, then a preview, then what was chosen of it. Secrets pass through here only on their way in. */
export function createImportStore({ bridge }: { readonly bridge: Bridge }): ImportStore {
  let asked = 0
  return createStore<ImportState & ImportActions>()((set, get) => {
    const forget = () => {
      asked += 1
      const { step } = get()
      if (step.kind === 'read') void settle(bridge['profiles.dropImport']({ token: step.preview.token }))
    }
    return {
      isOpen: false,
      text: '',
      files: [],
      passphrase: '',
      step: entering,

      open: () => set({ isOpen: true }),
      close() {
        forget()
        set({ isOpen: false, text: '', files: [], passphrase: '', step: entering })
      },
      enter(change) {
        forget()
        set({ ...change, ...(change.text === undefined ? {} : { files: [] }), step: entering })
      },
      async takeFiles(files) {
        set({ isOpen: true, files, text: '', passphrase: '' })
        await get().read()
      },
      refuse: (message) => set({ step: { kind: 'refused', error: { code: 'ERR_IMPORT', message } } }),
      async read() {
        const { text, files, passphrase } = get()
        const sources = files.length > 0 ? [...files] : [{ name: null, text }]
        if (files.length === 0 && text.trim() === '') return
        forget()
        const mine = asked
        set({ step: { kind: 'reading' } })
        const answer = await settle(
          bridge['profiles.readImport']({ sources, ...(passphrase === '' ? {} : { passphrase }) }),
        )
        if (mine !== asked) {
          if (answer.ok) void settle(bridge['profiles.dropImport']({ token: answer.value.token }))
          return
        }
        if (!answer.ok) return set({ step: { kind: 'refused', error: answer.error } })
        const preview = answer.value
        const chosen = preview.profiles.flatMap(({ duplicateOf }, index) =>
          duplicateOf === null ? [index] : [],
        )
        set({ passphrase: '', step: { kind: 'read', preview, chosen } })
      },
      choose(index, isChosen) {
        const { step } = get()
        if (step.kind !== 'read') return
        const others = step.chosen.filter((each) => each !== index)
        set({ step: { ...step, chosen: isChosen ? [...others, index].sort((a, b) => a - b) : others } })
      },
      chooseAll(isChosen) {
        const { step } = get()
        if (step.kind === 'read') {
          set({ step: { ...step, chosen: isChosen ? step.preview.profiles.map((_, index) => index) : [] } })
        }
      },
      back() {
        forget()
        set({ files: [], step: entering })
      },
      async accept() {
        const { step } = get()
        if (step.kind !== 'read' || step.chosen.length === 0) return null
        const { preview, chosen } = step
        set({ step: { kind: 'adding', preview, chosen } })
        const answer = await settle(
          bridge['profiles.acceptImport']({ token: preview.token, indexes: [...chosen] }),
        )
        if (!answer.ok) {
          set({ step: { kind: 'refused', error: answer.error } })
          return null
        }
        set({ isOpen: false, text: '', files: [], passphrase: '', step: entering })
        return answer.value
      },
      async undo(ids) {
        for (const id of ids) await settle(bridge['profiles.delete']({ id }))
      },
    }
  })
}
