import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import { settle } from '../../bridge.ts'
import { type InspectState, type InspectStore, nothing, type TextScanner } from './inspect-state.ts'
import { createChoice } from './store/follow-token.ts'
import { createHandingOver } from './store/handing-over.ts'
import { createTextTaking } from './store/taking-text.ts'
import { createVerifying } from './store/verifying.ts'

export function createInspectStore(deps: {
  readonly bridge: Bridge
  readonly now: () => number
  readonly scanText?: TextScanner
  /** Does something when the typing rests; answers how to call it off. Without it everything is done at once. */
  readonly afterTyping?: (work: () => void) => () => void
}): InspectStore {
  return createStore<InspectState>()((set, get) => {
    const access = { set, get }
    const choice = createChoice()
    const verifying = createVerifying(access, deps)
    const texts = createTextTaking(access, deps, choice, verifying)
    const { withoutVerdict } = verifying
    const { paste, type, edit, select, openFile, cancelScan } = texts

    return {
      ...nothing,
      ...createHandingOver(access, choice, verifying, texts),
      ...{ paste, type, edit, select, openFile, cancelScan },
      generation: 0,
      vaultKeys: null,
      now: deps.now,

      dropCarried() {
        set(({ reading }) => ({ ...withoutVerdict(), ...choice.startOver(reading) }))
      },
      changeKey(change) {
        const chosen = choice.get()
        choice.put({
          kind: chosen.kind || change.kind !== undefined,
          issuer: chosen.issuer || change.issuer !== undefined,
        })
        set((state) => ({ ...withoutVerdict(), key: { ...state.key, ...change }, carried: null }))
      },
      changeExpect(change) {
        set((state) => ({ ...withoutVerdict(), expect: { ...state.expect, ...change } }))
      },
      validateAs(as) {
        set((state) => ({ ...withoutVerdict(), validate: { ...state.validate, as, chosen: true } }))
      },
      changeContext(change) {
        set(({ validate }) => ({
          ...withoutVerdict(),
          validate: { ...validate, context: { ...validate.context, ...change } },
        }))
      },
      changeComparing(change) {
        set(({ comparing }) => ({ comparing: { ...comparing, ...change } }))
      },
      changeOpening(change) {
        set((state) => ({ ...withoutVerdict(), opening: { ...state.opening, ...change } }))
      },
      async loadVaultKeys() {
        const answer = await settle(deps.bridge['keys.list']())
        set({ vaultKeys: answer.ok ? answer.value : [] })
      },
      async verify() {
        texts.readTyped()
        await verifying.verify()
      },
      cancel: verifying.cancel,
    }
  })
}
