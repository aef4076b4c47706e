import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TemplateId } from '../../../../shared/build/templates.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { Undo } from '../../ui/toast-list.ts'
import {
  emptyKey,
  fromOriginal,
  fromTemplate,
  idle,
  isUntouched,
  noEncryption,
  noHolder,
  type Parts,
  partsOf,
} from './build-defaults.ts'
import type { BuildData, EncryptForm, Outcome } from './build-state.ts'
import { type Draft, findUntakenDraft } from './drafts.ts'
import { withHeaderValue } from './header-fields.ts'
import { createHolderActions, type HolderActions } from './holder-actions.ts'
import { createKeyActions, type KeyActions } from './key-actions.ts'
import { keepOldSignature, makeToken } from './make-token.ts'
import { readOriginal } from './original.ts'
import { readRecipient, recipientOf } from './recipient.ts'

export type BuildActions = KeyActions &
  HolderActions & {
    /** Unix milliseconds. */
    readonly now: () => number
    /** The answer brings back the changes that the token replaced; null where there were none. */
    open(token: string): Undo | null
    /** As `open`. */
    startFrom(template: TemplateId): Undo | null
    edit(change: Partial<Pick<BuildData, 'header' | 'payload' | 'disclose'>>): void
    /** What stands in a field of the list; null where it is the value itself or the field is gone. */
    setDraft(key: string, draft: Draft | null): void
    setHeader(name: string, value: string): void
    changeEncrypt(change: Partial<EncryptForm>): void
    shape(change: Partial<Pick<BuildData, 'serialization' | 'detached' | 'compactText'>>): void
    build(): Promise<void>
    keepSignature(): void
    /** The explicit choice of no signature: alg becomes none. */
    withoutSignature(): Promise<void>
    /** Back to the bytes that came; the answer brings the changes back. */
    undo(): Undo | null
  }

export type BuildState = BuildData & BuildActions
export type BuildStore = StoreApi<BuildState>

export type BuildDeps = {
  readonly bridge: Bridge
  /** Unix milliseconds. */
  readonly now: () => number
  readonly uuid?: () => string
}

export function createBuildStore({ bridge, now, uuid = () => crypto.randomUUID() }: BuildDeps): BuildStore {
  let attempt = 0
  let recipientQuestion = 0

  const store = createStore<BuildState>()((set, get) => {
    /** Every change ends what was made before: a token on the screen is always made of what is on the screen. */
    function change(next: Partial<BuildData>) {
      attempt += 1
      set({ ...next, outcome: idle })
    }

    const { actions: keyActions, ask, followKey } = createKeyActions({ bridge, set, get, change })

    /** What the list shows and what would be signed must be the same; true where nothing may be made. */
    function refuseDraft(): boolean {
      const found = findUntakenDraft(get())
      if (found === null) return false
      const { part, key, name, draft } = found
      const outcome: Outcome = {
        kind: 'refused',
        at: part,
        field: key,
        message: `${plainText(name, 60)} holds ${plainText(JSON.stringify(draft.text.slice(0, 60)))}, which was not taken over. ${draft.problem}`,
      }
      change({})
      set({ outcome })
      return true
    }

    /** The algorithm follows the key to encrypt to, as with signing. */
    async function learnRecipient(): Promise<void> {
      recipientQuestion += 1
      const mine = recipientQuestion
      const { encrypt, keys } = get()
      const record = keys.find(({ id }) => id === encrypt.keyId)
      set({ recipient: record ? recipientOf(record) : null })
      if (!record) {
        const recipient = await readRecipient(encrypt.text, bridge)
        if (mine !== recipientQuestion) return
        set({ recipient })
      }
      const { recipient } = get()
      const [usual] = recipient?.algorithms ?? []
      if (usual === undefined || recipient?.algorithms.includes(get().encrypt.alg)) return
      change({ encrypt: { ...get().encrypt, alg: usual } })
    }

    async function make(): Promise<void> {
      if (get().outcome.kind === 'running' || refuseDraft()) return
      attempt += 1
      const mine = attempt
      const state = get()
      set({ outcome: { kind: 'running' } })
      const outcome = await makeToken(state, { bridge, now, uuid })
      if (mine === attempt) set({ outcome })
    }

    /** Something else takes the place of what stands there; the answer brings it back, null where nothing was changed. */
    function replaceParts(next: Partial<Parts>): Undo | null {
      const before = partsOf(get())
      change(next)
      return isUntouched(before) ? null : undoTo(before)
    }

    /** Brings parts back while what took their place stands as it came: what was typed since is not overwritten. */
    function undoTo(before: Parts): Undo {
      const { original, template, payload } = get()
      const stands = (state: Parts) =>
        state.original === original &&
        state.template === template &&
        state.payload === payload &&
        isUntouched(state)
      return {
        run: () => {
          if (stands(get())) change(before)
        },
        watch: (gone) =>
          store.subscribe((state) => {
            if (!stands(state)) gone()
          }),
      }
    }

    return {
      ...fromTemplate('id_token'),
      outcome: idle,
      sealed: false,
      now,
      key: emptyKey,
      sd: noHolder,
      encrypt: noEncryption,
      recipient: null,
      keys: [],
      knowledge: { kind: 'none' },
      generating: false,
      ...keyActions,
      ...createHolderActions({ bridge, set, get, change }),

      open(token) {
        const reading = readOriginal(token)
        if (reading.kind === 'unreadable') {
          change({ unreadable: reading.reason })
          return null
        }
        // Whom an earlier token was encrypted to says nothing about this one.
        set({ encrypt: noEncryption, recipient: null })
        return replaceParts({ ...fromOriginal(reading.original), originalNotes: reading.notes })
      },
      startFrom(template) {
        const restore = replaceParts(fromTemplate(template))
        const { knowledge } = get()
        if (knowledge.kind === 'known') followKey(knowledge.facts)
        return restore
      },
      edit(next) {
        const bytesReplaced = next.payload !== undefined && get().payloadEncoding === 'base64url'
        change({
          ...next,
          ...(bytesReplaced ? { payloadEncoding: 'utf8' } : {}),
          ...(next.header === undefined ? {} : { algNote: null }),
        })
      },
      setDraft(key, draft) {
        const { [key]: before, ...others } = get().drafts
        if (before === undefined && draft === null) return
        const drafts = draft === null ? others : { ...others, [key]: draft }
        // What was made, or refused, of another text in the field is over.
        if ((before?.problem ?? null) !== (draft?.problem ?? null) || draft?.problem) change({ drafts })
        else set({ drafts })
      },
      setHeader(name, value) {
        const header = withHeaderValue(get().header, name, value)
        if (header !== null) change({ header, algNote: null })
      },
      shape: (next) => change(next),
      changeEncrypt(next) {
        change({ encrypt: { ...get().encrypt, ...next } })
        if (next.keyId !== undefined || next.text !== undefined) void learnRecipient()
      },
      build: make,
      keepSignature() {
        if (refuseDraft()) return
        const state = get()
        const outcome = keepOldSignature(state, { now, uuid })
        if (outcome === null) return
        change({})
        set({ outcome })
      },
      async withoutSignature() {
        if (refuseDraft()) return
        const header = withHeaderValue(get().header, 'alg', 'none')
        change({
          ...(header === null ? {} : { header }),
          key: { ...get().key, kind: 'none' },
          serialization: 'compact',
        })
        ask()
        await make()
      },
      undo() {
        const before = get()
        const { original } = before
        if (!original) return null
        const parts = partsOf(before)
        change(fromOriginal(original))
        return undoTo(parts)
      },
    }
  })
  return store
}
