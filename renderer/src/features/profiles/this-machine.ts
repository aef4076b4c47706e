import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { CallOutput } from '../../../../shared/ipc/contract.ts'
import type { BrowserName } from '../../../../shared/profile/browser-choice.ts'
import { settle } from '../../bridge.ts'

export type CallbackCertificate = CallOutput<'redirects.certificate'>

/** What the editor asks about this machine while a redirect or a browser is chosen; null where there is no answer. */
export type ThisMachine = {
  readonly certificate: () => Promise<CallbackCertificate | null>
  readonly renewCertificate: () => Promise<CallbackCertificate | null>
  readonly hasScheme: () => Promise<boolean | null>
  readonly browsers: () => Promise<readonly BrowserName[] | null>
}

export function createThisMachine(bridge: Bridge): ThisMachine {
  return {
    certificate: async () => answered(await settle(bridge['redirects.certificate']())),
    renewCertificate: async () => answered(await settle(bridge['redirects.renewCertificate']())),
    hasScheme: async () => answered(await settle(bridge['redirects.scheme']()))?.isRegistered ?? null,
    browsers: async () => answered(await settle(bridge['browsers.list']())),
  }
}

function answered<T>(answer: { readonly ok: true; readonly value: T } | { readonly ok: false }): T | null {
  return answer.ok ? answer.value : null
}
