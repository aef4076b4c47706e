import type { ListBatch } from '../../../../../shared/token/scan/list-tokens.ts'
import type { TextScanner } from '../inspect-state.ts'
import workerUrl from './scan-worker.ts?worker&url'

export type ScanAnswer =
  | { readonly kind: 'batch'; readonly batch: ListBatch }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }

type Policy = { createScriptURL(address: string): string }
type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy
}

/**
 * Trusted Types ask who may name a script: this policy, and it names one. It is made when the window starts, so that
 * nothing that comes later can take its name.
 */
const policy =
  (globalThis as unknown as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
    'claimscope-worker',
    {
      createScriptURL(asked) {
        if (asked !== workerUrl) throw new TypeError('this is not the address of the worker')
        return asked
      },
    },
  ) ?? null

function trusted(address: string): string {
  return policy ? policy.createScriptURL(address) : address
}

/** Searches a large text in a worker of its own, which is ended with the search. */
export const scanInWorker: TextScanner = (text, on) => {
  let worker: Worker
  try {
    worker = new Worker(trusted(workerUrl), { type: 'module', name: 'token search' })
  } catch {
    on.failed('The search could not be started.')
    return () => {}
  }
  worker.onmessage = ({ data }: MessageEvent<ScanAnswer>) => {
    if (data.kind === 'batch') {
      on.batch(data.batch)
      return
    }
    worker.terminate()
    if (data.kind === 'done') on.done()
    else on.failed('The search stopped before the end of the text.')
  }
  worker.onerror = (event) => {
    event.preventDefault()
    worker.terminate()
    on.failed('The search stopped before the end of the text.')
  }
  worker.postMessage(text)
  return () => worker.terminate()
}
