import type { StoreApi } from 'zustand/vanilla'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { PrivateForm } from '../../../../shared/key/key-form.ts'
import { settle } from '../../bridge.ts'
import {
  busy,
  idle,
  type KeysState,
  type KeyTextForm,
  needsPassphrase,
  toAsked,
  withKeyText,
} from './keys-state.ts'

/** What is done with keys, key sets and tokens that are not kept. */
export type ToolActions = {
  changeConvert(change: Partial<KeyTextForm>): void
  convert(): Promise<void>
  /** The private key of the converted text, in another form. */
  showConverted(index: number, form: PrivateForm, newPassphrase?: string): Promise<void>
  changeCheck(change: Partial<KeysState['checking']>): void
  /** For an address, the only network this screen causes. */
  check(): Promise<void>
  changeToken(token: string): void
  tryKeys(): Promise<void>
}

type Deps = {
  readonly bridge: Bridge
  readonly set: StoreApi<KeysState>['setState']
  readonly get: () => KeysState
  /** Shows a private key for a while, once it is there. */
  readonly show: (of: string, form: PrivateForm, call: Promise<Answer<{ text: string }>>) => Promise<void>
  readonly hide: () => void
}

export function createToolActions({ bridge, set, get, show, hide }: Deps): ToolActions {
  /** Answers to what was asked before an edit are dropped. */
  const asked = { convert: 0, check: 0, which: 0 }
  return {
    changeConvert(change) {
      asked.convert += 1
      hide()
      set(({ converting }) => ({ converting: withKeyText(converting, change), converted: idle }))
    },
    async convert() {
      const { text, passphrase } = get().converting
      if (text.trim() === '') return
      asked.convert += 1
      const mine = asked.convert
      hide()
      set({ converted: busy })
      const answer = await settle(bridge['keys.convert']({ text, ...(passphrase ? { passphrase } : {}) }))
      if (mine !== asked.convert) return
      set(({ converting }) => ({
        converted: toAsked(answer),
        converting: needsPassphrase(toAsked(answer)) ? { ...converting, asksPassphrase: true } : converting,
      }))
    },
    async showConverted(index, form, newPassphrase) {
      const { text, passphrase } = get().converting
      const given = {
        ...(passphrase ? { passphrase } : {}),
        ...(newPassphrase ? { newPassphrase } : {}),
      }
      await show(String(index), form, bridge['keys.convertPrivate']({ text, index, form, ...given }))
    },
    changeCheck(change) {
      asked.check += 1
      set(({ checking }) => ({ checking: { ...checking, ...change }, report: idle }))
    },
    async check() {
      const { from, text, url } = get().checking
      if ((from === 'text' ? text : url).trim() === '') return
      asked.check += 1
      const mine = asked.check
      set({ report: busy })
      const answer = await settle(
        from === 'text' ? bridge['keys.checkSet']({ text }) : bridge['keys.checkSetAt']({ url: url.trim() }),
      )
      if (mine === asked.check) set({ report: toAsked(answer) })
    },
    changeToken(token) {
      asked.which += 1
      set({ token, which: idle })
    },
    async tryKeys() {
      const token = get().token.trim()
      if (token === '') return
      asked.which += 1
      const mine = asked.which
      set({ which: busy })
      const answer = await settle(bridge['keys.whichVerifies']({ token }))
      if (mine === asked.which) set({ which: toAsked(answer) })
    },
  }
}
