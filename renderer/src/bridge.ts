import { AppError, type ErrorData } from '../../shared/error.ts'
import type { Answer, Bridge } from '../../shared/ipc/bridge.ts'

declare global {
  interface Window {
    readonly claimscope?: Bridge
  }
}

/** The bridge of this window. The only place that touches `window.claimscope`; everything else gets it as an argument. */
export function bridge(): Bridge {
  const found = window.claimscope
  if (!found) throw new AppError('ERR_INTERNAL', 'the bridge to the main process is missing in this window')
  return found
}

/**
 * Waits for an answer and never throws: a call that broke on the way becomes an error as data, so that a
 * store handles one shape. Usage: `const answer = await settle(bridge['vault.status']())`.
 */
export async function settle<T>(pending: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await pending
  } catch {
    return { ok: false, error: brokenCall }
  }
}

/** The value of an answer; throws AppError with the answer's code where it is an error. */
export async function call<T>(pending: Promise<Answer<T>>): Promise<T> {
  const answer = await settle(pending)
  if (answer.ok) return answer.value
  const { code, message, details } = answer.error
  throw new AppError(code, message, details ? { details } : {})
}

const brokenCall: ErrorData = {
  code: 'ERR_INTERNAL',
  message: 'the main process did not answer this call',
}
