import { ipcMain, type WebContents } from 'electron'
import type { Handlers } from '../../shared/ipc/bridge.ts'
import { type EventName, type EventPayload, events } from '../../shared/ipc/contract.ts'
import { callNames } from '../../shared/ipc/names.ts'
import { answerCall } from './answer-call.ts'
import { isTrustedSender } from './trusted-sender.ts'

/** The only `ipcMain.handle`: untrusted frame → ERR_SENDER, bad input → ERR_INPUT, then the handler. */
export function registerCalls(handlers: Promise<Handlers>, origin: string): void {
  for (const name of callNames) {
    ipcMain.handle(name, async (event, input: unknown) => {
      if (!isTrustedSender(event.senderFrame, origin)) {
        return { ok: false, error: { code: 'ERR_SENDER', message: 'this page may not call the application' } }
      }
      return answerCall(await handlers, name, input, reportFailure)
    })
  }
}

export type EventSender = ReturnType<typeof createEventSender>

/** Tells the window something, in the form that was agreed; after the window is gone, nothing. */
export function createEventSender(contents: () => WebContents | null) {
  return <N extends EventName>(name: N, payload: EventPayload<N>): void => {
    const target = contents()
    if (target && !target.isDestroyed()) target.send(name, events[name].parse(payload))
  }
}

/** The name of the call and the kind of error, on the terminal only; its text may hold what a person typed. */
function reportFailure(name: string, error: unknown): void {
  const kind = error instanceof Error ? error.name : typeof error
  const at =
    error instanceof Error
      ? (error.stack?.split('\n').filter((line) => line.startsWith('    at '))[0] ?? '')
      : ''
  process.stderr.write(`claimscope: ${name} failed with ${kind}${at.trim() ? ` ${at.trim()}` : ''}\n`)
}
