import type { Answer, Bridge } from '../../../../../shared/ipc/bridge.ts'
import type { VerifyResult } from '../../../../../shared/verdict/verification.ts'
import { settle } from '../../../bridge.ts'
import { type InspectState, idle } from '../inspect-state.ts'
import { isActionable, parseRequestForm, readOpened, shownReading } from '../parts/opening.ts'
import { followReading, parseAsForm } from '../validate-as/as-form.ts'
import type { StoreAccess } from './store-access.ts'

export type Verifying = ReturnType<typeof createVerifying>

/** Asks for verdicts, and counts what was sent for each paste. */
export function createVerifying(
  { set, get }: StoreAccess,
  deps: { readonly bridge: Bridge; readonly now: () => number },
) {
  const { bridge } = deps
  // Grows with each paste, so that requests of an earlier text are not counted for a later one.
  let paste = 0
  let lastPaste = 0
  const sent = new Map<number, number>()
  let sequence = 0

  /** Ends the verdict, whatever it was; a running verification is told to stop and its answer is dropped. */
  function withoutVerdict(cancelled = false): Pick<InspectState, 'verification' | 'formProblem'> {
    const { verification } = get()
    if (verification.kind === 'running') {
      void settle(bridge['tokens.cancel']({ requestId: verification.requestId }))
    }
    return { verification: cancelled ? { kind: 'idle', cancelled } : idle, formProblem: null }
  }

  return {
    withoutVerdict,
    /** Another text stands there from now on. */
    nextPaste(): void {
      lastPaste += 1
      paste = lastPaste
    },
    currentPaste: () => paste,
    latestPaste: () => lastPaste,
    /** An earlier text is back; the answer is the number of requests that were sent for it. */
    backToPaste(earlier: number): number {
      paste = earlier
      return sent.get(earlier) ?? 0
    },
    cancel(): void {
      if (get().verification.kind === 'running') set(withoutVerdict(true))
    },
    async verify(): Promise<void> {
      const { reading, opening, validate, verification } = get()
      if (verification.kind === 'running' || !isActionable(get())) return
      const asked = parseAsForm(validate, shownReading(get()))
      const parsed = parseRequestForm(get(), validate.as === 'dpop_proof')
      const problem = parsed.ok ? (asked.ok ? null : asked.problem) : parsed.problem
      if (!parsed.ok || !asked.ok) {
        set({ formProblem: problem, verification: idle })
        return
      }
      sequence += 1
      const requestId = `verify-${sequence}-${deps.now()}`
      const request = { ...parsed.request, ...asked.asked }
      const pasteOfRequest = paste
      set({ verification: { kind: 'running', requestId, request }, formProblem: null })
      const answer = await settle(bridge['tokens.verify']({ requestId, request }))
      // Requests were made even where their answer is no longer wanted.
      sent.set(pasteOfRequest, (sent.get(pasteOfRequest) ?? 0) + requestsOf(answer))
      set({ requests: sent.get(paste) ?? 0 })
      const current = get().verification
      if (current.kind !== 'running' || current.requestId !== requestId) return
      const opened = answer.ok ? readOpened(reading, opening, answer.value) : null
      set({
        ...(opened ? { opened, validate: followReading(validate, opened.reading) } : {}),
        verification: answer.ok
          ? { kind: 'done', request, result: answer.value }
          : { kind: 'failed', error: answer.error },
      })
    },
  }
}

/** How many requests were sent for an answer: a cancelled verification says so in its error. */
function requestsOf(answer: Answer<VerifyResult>): number {
  if (answer.ok) return answer.value.requests.length
  const requests = answer.error.details?.requests
  return typeof requests === 'number' ? requests : 0
}
