import type { StoreApi } from 'zustand/vanilla'
import type { SigningKeyFacts } from '../../../../shared/build/sign-request.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { keyTypeOf } from '../../../../shared/key/key-type.ts'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { settle } from '../../bridge.ts'
import { nextName } from './build-defaults.ts'
import type { BuildData, KeyForm } from './build-state.ts'
import { headerValue, withHeaderValue } from './header-fields.ts'
import { signingKeyOf } from './sign-form.ts'

export type KeyActions = {
  /** Asks for the person's keys. Call when the view opens. */
  load(): Promise<void>
  changeKey(change: Partial<KeyForm>): void
  /** Pasted keys and their passphrase are not kept: call when the room is left. */
  forgetPasted(): void
  /** Makes a key that lives in the main process until the app quits, and chooses it. */
  generate(): Promise<void>
  /** Puts a generated key into the vault. */
  keepKey(): Promise<void>
}

type Deps = {
  readonly bridge: Bridge
  readonly set: StoreApi<BuildData>['setState']
  readonly get: () => BuildData
  /** What stands on the screen becomes another; what was made of it before is over. */
  readonly change: (next: Partial<BuildData>) => void
}

/** Long enough for a paste to be whole before it is asked about. */
const askAfterMs = 250

/** Who signs: the person's keys, what is known of the chosen one, and the algorithm that follows it. */
export function createKeyActions({ bridge, set, get, change }: Deps) {
  let question = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let listening = false

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

  const refuse = (message: string) => set({ outcome: { kind: 'refused', at: 'key', message } })

  const actions: KeyActions = {
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
    changeKey(next) {
      // The choice of no signature is also what the header is to say; it can be changed back for a test of others.
      const header = next.kind === 'none' ? withHeaderValue(get().header, 'alg', 'none') : null
      change({ key: { ...get().key, ...next }, ...(header === null ? {} : { header, algNote: null }) })
      const typed = next.text !== undefined || next.secret !== undefined || next.passphrase !== undefined
      if (Object.keys(next).some((name) => name !== 'generate')) ask(typed ? askAfterMs : 0)
    },
    forgetPasted() {
      const { key, sd } = get()
      if (sd.text !== '') set({ sd: { ...sd, text: '' } })
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
      if (!answer.ok) return refuse(`${answer.error.message}.`)
      const record = answer.value
      set(({ keys }) => ({ keys: [record, ...keys.filter(({ id }) => id !== record.id)] }))
      actions.changeKey({ kind: 'vault', keyId: record.id })
    },
    async keepKey() {
      const { keyId } = get().key
      const answer = await settle(bridge['keys.keep']({ id: keyId }))
      if (!answer.ok) return refuse(`The key was not kept: ${answer.error.message}.`)
      // In the vault it is another record, with an id of its own.
      const record = answer.value
      set((state) => ({
        keys: [record, ...state.keys.filter(({ id }) => id !== keyId && id !== record.id)],
        key: [keyId, ''].includes(state.key.keyId) ? { ...state.key, keyId: record.id } : state.key,
      }))
      ask()
    },
  }
  return { actions, ask, followKey }
}
