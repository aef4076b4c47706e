import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { PrivateForm } from '../../../../shared/key/key-form.ts'
import { compareKeyRecords, type KeyRecord } from '../../../../shared/key/key-record.ts'
import { keyTypeOf } from '../../../../shared/key/key-type.ts'
import { settle } from '../../bridge.ts'
import { createToolActions, type ToolActions } from './key-tools.ts'
import {
  busy,
  emptyGenerate,
  emptyKeyText,
  firstPlace,
  type GenerateForm,
  idle,
  initialState,
  type KeysState,
  needsPassphrase,
  openKey,
  type Place,
  suggestName,
  toAsked,
  withGenerate,
  withKeys,
  withKeyText,
} from './keys-state.ts'

/** A revealed private key is hidden again and dropped after this time, in milliseconds. */
export const revealMs = 20_000

export type KeysActions = ToolActions & {
  load(): Promise<void>
  search(query: string): void
  go(place: Place): void
  changeGenerate(change: Partial<GenerateForm>): void
  /** The new key, which is open then; null where none was made. */
  generateKey(): Promise<KeyRecord | null>
  changeImport(change: Partial<KeysState['importing']>): void
  importKeys(): Promise<readonly KeyRecord[] | null>
  keep(): Promise<void>
  rename(change: { readonly name?: string; readonly note?: string }): Promise<boolean>
  /** The deleted key, for an undo; null where it could not be deleted. */
  remove(): Promise<KeyRecord | null>
  restore(id: string): Promise<void>
  showPrivate(form: PrivateForm, passphrase?: string): Promise<void>
  hide(): void
  /** Opens the question for this token and answers it. */
  askWhich(token: string): void
  /** Drops what is revealed, when the view is left. */
  leave(): void
}

export type KeysStore = StoreApi<KeysState & KeysActions>

type Deps = {
  readonly bridge: Bridge
  readonly now: () => number
  /** Runs something later; the answer calls it off. */
  readonly schedule?: (task: () => void, ms: number) => () => void
}

/** The Keys screen: the person's keys, and what can be done with a key without keeping it. */
export function createKeysStore({ bridge, schedule = scheduleByTimer }: Deps): KeysStore {
  let revealAsked = 0
  let describeAsked = 0
  let callOffHiding = () => {}

  const store = createStore<KeysState & KeysActions>()((set, get) => {
    const hide = () => {
      revealAsked += 1
      callOffHiding()
      set({ reveal: { kind: 'hidden' } })
    }
    const readKey = async (id: string) => {
      describeAsked += 1
      const mine = describeAsked
      set({ description: busy })
      const answer = await settle(bridge['keys.describe']({ id }))
      if (mine === describeAsked) set({ description: toAsked(answer) })
    }
    const go = (place: Place | null) => {
      hide()
      set({ place, attempt: idle, imported: null })
      if (place?.kind === 'key') void readKey(place.id)
    }
    async function attempt<T>(call: Promise<Answer<T>>): Promise<{ readonly value: T } | null> {
      set({ attempt: busy })
      const answer = await settle(call)
      set({ attempt: answer.ok ? idle : { kind: 'failed', error: answer.error } })
      return answer.ok ? { value: answer.value } : null
    }
    const show = async (of: string, form: PrivateForm, call: Promise<Answer<{ text: string }>>) => {
      hide()
      const mine = revealAsked
      set({ reveal: { kind: 'asking', of, form } })
      const answer = await settle(call)
      // The person may have left or hidden it since; then the key goes nowhere.
      if (mine !== revealAsked) return
      if (!answer.ok) return set({ reveal: { kind: 'failed', of, error: answer.error } })
      callOffHiding = schedule(hide, revealMs)
      set({ reveal: { kind: 'shown', of, form, text: answer.value.text } })
    }

    return {
      ...initialState,
      async load() {
        const [keys, vault] = await Promise.all([
          settle(bridge['keys.list']()),
          settle(bridge['vault.status']()),
        ])
        if (vault.ok) set({ vault: vault.value })
        if (!keys.ok) return set({ loadProblem: keys.error })
        set((state) => ({ ...withKeys(state, keys.value), loadProblem: null }))
        const { place, description } = get()
        if (place === null) go(firstPlace(keys.value))
        else if (place.kind === 'key' && description.kind === 'idle') void readKey(place.id)
      },
      search: (query) => set({ query }),
      go,
      changeGenerate: (change) => set(({ generate }) => ({ generate: withGenerate(generate, change) })),
      async generateKey() {
        const { generate, keys, attempt: current } = get()
        if (current.kind === 'busy') return null
        const { type, alg, kid } = generate
        const name = generate.name.trim() || suggestName(keyTypeOf(type).label, keys ?? [])
        const spec = { type, alg, ...(kid.trim() ? { kid: kid.trim() } : {}) }
        const made = await attempt(bridge['keys.generate']({ spec, name, keep: generate.keep }))
        if (!made) return null
        set((state) => ({ ...withAdded(state, [made.value]), generate: { ...emptyGenerate, type, alg } }))
        go({ kind: 'key', id: made.value.id })
        return made.value
      },
      changeImport: (change) =>
        set(({ importing, attempt: before }) => ({
          importing: { ...withKeyText(importing, change), present: [] },
          // What was refused was another text.
          attempt: change.text !== undefined && before.kind === 'failed' ? idle : before,
        })),
      async importKeys() {
        const { importing, keys, attempt: current } = get()
        if (current.kind === 'busy' || importing.text.trim() === '') return null
        const { text, passphrase, keep } = importing
        const name = importing.name.trim() || suggestName('Imported key', keys ?? [])
        const added = await attempt(
          bridge['keys.import']({ text, name, keep, ...(passphrase ? { passphrase } : {}) }),
        )
        if (!added) {
          if (needsPassphrase(get().attempt)) get().changeImport({ asksPassphrase: true })
          return null
        }
        const { value } = added
        if (value.added.length === 0) {
          set(({ importing: form }) => ({ importing: { ...form, present: value.present } }))
          return value.added
        }
        set((state) => ({ ...withAdded(state, value.added), importing: initialState.importing }))
        const [first] = value.added
        if (first) go({ kind: 'key', id: first.id })
        set({ imported: value })
        return value.added
      },
      async keep() {
        const key = openKey(get())
        const kept = key && (await attempt(bridge['keys.keep']({ id: key.id })))
        if (!key || !kept) return
        set((state) => withAdded(withoutKey(state, key.id), [kept.value]))
        go({ kind: 'key', id: kept.value.id })
      },
      async rename(change) {
        const key = openKey(get())
        const changed = key && (await attempt(bridge['keys.change']({ id: key.id, ...change })))
        if (changed) set((state) => withAdded(withoutKey(state, changed.value.id), [changed.value]))
        return Boolean(changed)
      },
      async remove() {
        const key = openKey(get())
        if (!key || !(await attempt(bridge['keys.delete']({ id: key.id })))) return null
        set((state) => withoutKey(state, key.id))
        go(firstPlace(get().keys ?? []))
        return key
      },
      async restore(id) {
        const restored = await attempt(bridge['keys.restore']({ id }))
        if (!restored) return
        set((state) => withAdded(state, [restored.value]))
        go({ kind: 'key', id })
      },
      async showPrivate(form, passphrase) {
        const key = openKey(get())
        if (!key) return
        await show(
          key.id,
          form,
          bridge['keys.reveal']({ id: key.id, form, ...(passphrase ? { passphrase } : {}) }),
        )
      },
      hide,
      ...createToolActions({ bridge, set, get, show, hide }),
      askWhich(token) {
        go({ kind: 'which' })
        get().changeToken(token)
        void get().tryKeys()
      },
      leave() {
        hide()
        // A pasted private key does not wait for the person to come back.
        set({ converting: emptyKeyText, converted: idle })
        get().changeImport({ text: '', passphrase: '', asksPassphrase: false })
      },
    }
  })

  bridge.on('keys.changed', (keys) => store.setState((state) => withKeys(state, keys)))
  bridge.on('vault.changed', (vault) => store.setState({ vault }))
  return store
}

function withoutKey(state: KeysState, id: string): KeysState {
  return { ...state, keys: (state.keys ?? []).filter((key) => key.id !== id) }
}

/** The event with the whole list may have come before the answer. */
function withAdded(state: KeysState, added: readonly KeyRecord[]): Partial<KeysState> {
  const ids = new Set(added.map(({ id }) => id))
  const keys = [...(state.keys ?? []).filter(({ id }) => !ids.has(id)), ...added]
  return { keys: keys.sort(byPlace) }
}

/** As the main process lists them. */
function byPlace(a: KeyRecord, b: KeyRecord): number {
  return Number(a.keptIn === 'memory') - Number(b.keptIn === 'memory') || compareKeyRecords(a, b)
}

function scheduleByTimer(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms)
  return () => clearTimeout(timer)
}
