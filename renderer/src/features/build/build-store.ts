import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SigningKeyFacts } from '../../../../shared/build/sign-request.ts'
import type { TemplateId } from '../../../../shared/build/templates.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { keyTypeOf } from '../../../../shared/key/key-type.ts'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { settle } from '../../bridge.ts'
import {
  emptyKey,
  fromOriginal,
  fromTemplate,
  idle,
  isUntouched,
  nextName,
  noEncryption,
  type Parts,
  partsOf,
} from './build-defaults.ts'
import type { BuildData, EncryptForm, KeyForm, Outcome } from './build-state.ts'
import { type Draft, findUntakenDraft } from './drafts.ts'
import { headerValue, withHeaderValue } from './header-fields.ts'
import { keepOldSignature, makeToken } from './make-token.ts'
import { readOriginal } from './original.ts'
import { readRecipient, recipientOf } from './recipient.ts'
import { signingKeyOf } from './sign-form.ts'

export type BuildActions = {
  /** Unix milliseconds. */
  readonly now: () => number
  /** Asks for the person's keys. Call when the view opens. */
  load(): Promise<void>
  /** The answer brings back the changes that the token replaced; null where there were none. */
  open(token: string): (() => void) | null
  /** As `open`. */
  startFrom(template: TemplateId): (() => void) | null
  edit(change: Partial<Pick<BuildData, 'header' | 'payload' | 'disclose'>>): void
  /** What stands in a field of the list; null where it is the value itself or the field is gone. */
  setDraft(key: string, draft: Draft | null): void
  setHeader(name: string, value: string): void
  changeEncrypt(change: Partial<EncryptForm>): void
  shape(change: Partial<Pick<BuildData, 'serialization' | 'detached' | 'compactText'>>): void
  changeKey(change: Partial<KeyForm>): void
  /** The pasted key and its passphrase are not kept: call when the room is left. */
  forgetPasted(): void
  /** Makes a key that lives in the main process until the app quits, and chooses it. */
  generate(): Promise<void>
  /** Puts a generated key into the vault. */
  keepKey(): Promise<void>
  build(): Promise<void>
  keepSignature(): void
  /** The explicit choice of no signature: alg becomes none. */
  withoutSignature(): Promise<void>
  /** Back to the bytes that came; the answer brings the changes back. */
  undo(): () => void
}

export type BuildState = BuildData & BuildActions
export type BuildStore = StoreApi<BuildState>

export type BuildDeps = {
  readonly bridge: Bridge
  /** Unix milliseconds. */
  readonly now: () => number
  readonly uuid?: () => string
}

/** Long enough for a paste to be whole before it is asked about. */
const askAfterMs = 250

export function createBuildStore({ bridge, now, uuid = () => crypto.randomUUID() }: BuildDeps): BuildStore {
  let question = 0
  let attempt = 0
  let recipientQuestion = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let listening = false

  return createStore<BuildState>()((set, get) => {
    /** Every change ends what was made before: a token on the screen is always made of what is on the screen. */
    function change(next: Partial<BuildData>) {
      attempt += 1
      set({ ...next, outcome: idle })
    }

    function setKeys(keys: readonly KeyRecord[]) {
      set({ keys })
      const { key } = get()
      if (key.kind !== 'vault' || keys.some(({ id }) => id === key.keyId)) return
      set({ key: { ...key, keyId: '' }, knowledge: { kind: 'none' } })
    }

    function ask(delayMs = 0) {
      clearTimeout(timer)
      question += 1
      const mine = question
      const key = signingKeyOf(get().key)
      if (key === null || key.kind === 'none') return set({ knowledge: { kind: 'none' }, algNote: null })
      set({ knowledge: { kind: 'asking' }, algNote: null })
      const run = async () => {
        const answer = await settle(bridge['tokens.signingKey']({ key }))
        if (mine !== question) return
        if (!answer.ok) {
          return set({ knowledge: { kind: 'refused', code: null, message: answer.error.message } })
        }
        const { value } = answer
        if (value.kind === 'refused') return set({ knowledge: value })
        set({ knowledge: { kind: 'known', facts: value } })
        followKey(value)
      }
      if (delayMs === 0) void run()
      else timer = setTimeout(() => void run(), delayMs)
    }

    /** An algorithm the key cannot do is replaced by the usual one of the key, and that is said. */
    function followKey(facts: SigningKeyFacts) {
      const { header } = get()
      const before = headerValue(header, 'alg')
      const [usual] = facts.algorithms
      if (usual === undefined || (before !== null && facts.algorithms.includes(before))) return
      const next = withHeaderValue(header, 'alg', usual)
      if (next === null) return
      change({
        header: next,
        algNote: `Set to ${usual}: ${facts.description} cannot sign with ${plainText(before ?? 'no alg', 40)}.`,
      })
    }

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
    function replaceParts(next: Partial<Parts>): (() => void) | null {
      const before = partsOf(get())
      change(next)
      return isUntouched(before) ? null : () => change(before)
    }

    return {
      ...fromTemplate('id_token'),
      outcome: idle,
      sealed: false,
      now,
      key: emptyKey,
      encrypt: noEncryption,
      recipient: null,
      keys: [],
      knowledge: { kind: 'none' },
      generating: false,

      async load() {
        if (!listening) {
          listening = true
          bridge.on('keys.changed', (keys) => setKeys(keys))
        }
        const [answer, vault] = await Promise.all([
          settle(bridge['keys.list']()),
          settle(bridge['vault.status']()),
        ])
        if (vault.ok) set({ sealed: vault.value.kind === 'sealed' })
        if (answer.ok) setKeys(answer.value)
      },
      open(token) {
        const reading = readOriginal(token)
        if (reading.kind === 'unreadable') {
          change({ unreadable: reading.reason })
          return null
        }
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
      changeKey(next) {
        const key = { ...get().key, ...next }
        change({ key })
        // The choice of no signature is also what the header is to say; it can be changed back for a test of others.
        if (next.kind === 'none') get().setHeader('alg', 'none')
        const typed = next.text !== undefined || next.secret !== undefined || next.passphrase !== undefined
        if (Object.keys(next).some((name) => name !== 'generate')) ask(typed ? askAfterMs : 0)
      },
      forgetPasted() {
        const { key } = get()
        if (key.text === '' && key.passphrase === '') return
        set({ key: { ...key, text: '', passphrase: '' } })
        if (key.kind === 'key') ask()
      },
      async generate() {
        const { key, header } = get()
        const type = keyTypeOf(key.generate)
        const wanted = headerValue(header, 'alg')
        const alg = type.signatureAlgs.find((name) => name === wanted) ?? type.signatureAlgs[0]
        set({ generating: true })
        const answer = await settle(
          bridge['keys.generate']({
            spec: { type: key.generate, ...(alg === undefined ? {} : { alg }) },
            name: nextName(get().keys),
            keep: false,
          }),
        )
        set({ generating: false })
        if (!answer.ok) {
          return set({ outcome: { kind: 'refused', at: 'key', message: `${answer.error.message}.` } })
        }
        const record = answer.value
        set(({ keys }) => ({ keys: [record, ...keys.filter(({ id }) => id !== record.id)] }))
        get().changeKey({ kind: 'vault', keyId: record.id })
      },
      async keepKey() {
        const { keyId } = get().key
        const answer = await settle(bridge['keys.keep']({ id: keyId }))
        if (!answer.ok) {
          return set({
            outcome: {
              kind: 'refused',
              at: 'key',
              message: `The key was not kept: ${answer.error.message}.`,
            },
          })
        }
        // In the vault it is another record, with an id of its own.
        const record = answer.value
        set((state) => ({
          keys: [record, ...state.keys.filter(({ id }) => id !== keyId && id !== record.id)],
          key: [keyId, ''].includes(state.key.keyId) ? { ...state.key, keyId: record.id } : state.key,
        }))
        ask()
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
        if (!original) return () => {}
        const parts = partsOf(before)
        change(fromOriginal(original))
        return () => {
          if (get().original === original) change(parts)
        }
      },
    }
  })
}
