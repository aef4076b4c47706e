import type { Configuration } from 'openid-client'
import { AppError } from '../../shared/error.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import type { GrantOptions } from './grants/grant.ts'
import { problemOfAnswer } from './problem-of-error.ts'
import { type RawAnswer, stringMember } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

/** Seconds, where the provider says nothing (RFC 8628 §3.2, CIBA Core §7.3). */
export const defaultInterval = 5
/** What slow_down adds, for good (RFC 8628 §3.5, CIBA Core §11). */
const slowDown = 5
/** Seconds; a provider that wants more waits in vain for most people. */
export const longestInterval = 120

export type Polling = {
  /** The step that the polls are recorded into; ended here. */
  readonly key: string
  /** Seconds. */
  readonly interval: number
  /** Unix milliseconds. */
  readonly deadline: number
  /** Asks once as soon as this resolves, without waiting for the interval (CIBA Core §10.2). */
  readonly sooner?: Promise<void>
  /** What is said when the deadline passed, or the provider says so. */
  readonly expired: RunProblem
  readonly send: (configuration: Configuration) => Promise<unknown>
  /** The interval as it stands now, in seconds. */
  readonly onInterval: (seconds: number) => void
}

export type Polled =
  | { readonly kind: 'answer'; readonly answer: RawAnswer; readonly clientError: unknown }
  | { readonly kind: 'failed'; readonly problem: RunProblem }

/** Asks for the tokens until the person has decided elsewhere. Rejects when the run is cancelled. */
export async function pollTokens(
  session: RunSession,
  options: GrantOptions,
  polling: Polling,
): Promise<Polled> {
  const { recorder } = session
  const polled = await poll(session, options, polling)
  const count = recorder.run().steps.find(({ key }) => key === polling.key)?.exchanges.length ?? 0
  recorder.end(polling.key, {
    status: polled.kind === 'answer' ? 'done' : 'failed',
    note: count === 1 ? 'asked once' : `asked ${count} times`,
  })
  return polled
}

/** Never faster than the interval; a connection that breaks is tried again, each time after twice as long (§3.5). */
async function poll(session: RunSession, { pause }: GrantOptions, polling: Polling): Promise<Polled> {
  const { provider, recorder, controller, now } = session
  if (provider === null) throw new Error('no provider')
  const { key, deadline, expired, send, onInterval } = polling
  let { interval, sooner } = polling
  for (;;) {
    const wait = Math.max(interval, 0) * 1000
    if (now() + wait >= deadline) return { kind: 'failed', problem: expired }
    const isCalled = await waitFor(pause, wait, controller.signal, sooner).catch(() => {
      throw new AppError('ERR_CANCELLED', 'the run was cancelled')
    })
    if (isCalled) sooner = undefined
    session.expect(key)
    const clientError = await send(provider.configuration).then(
      () => null,
      (error: unknown) => error ?? new Error('refused'),
    )
    controller.signal.throwIfAborted()
    const answer = session.seen()
    const error = answer === null ? null : stringMember(answer.json, 'error')
    if (answer !== null && error !== 'authorization_pending' && error !== 'slow_down') {
      if (error === 'expired_token') return { kind: 'failed', problem: expired }
      const formProblem = problemOfAnswer(answer, 'The token endpoint', recorder.redactor.body)
      return formProblem === null
        ? { kind: 'answer', answer, clientError }
        : { kind: 'failed', problem: formProblem }
    }
    const next = nextInterval(interval, error)
    if (next !== interval) {
      interval = next
      const why = answer === null ? 'No answer' : 'slow_down'
      recorder.addFact(key, why, `asked every ${interval} s from now on`)
      onInterval(interval)
    }
  }
}

/** True where `sooner` ended the wait. */
async function waitFor(
  pause: GrantOptions['pause'],
  wait: number,
  signal: AbortSignal,
  sooner: Promise<void> | undefined,
): Promise<boolean> {
  if (sooner === undefined) return pause(wait, signal).then(() => false)
  const over = new AbortController()
  const paused = pause(wait, AbortSignal.any([signal, over.signal])).then(() => false)
  try {
    return await Promise.race([paused, sooner.then(() => true)])
  } finally {
    paused.catch(() => undefined)
    over.abort()
  }
}

/** `error` is null where no answer came. */
function nextInterval(interval: number, error: string | null): number {
  if (error === null) return Math.min(Math.max(interval, 1) * 2, longestInterval)
  return error === 'slow_down' ? Math.min(interval + slowDown, longestInterval) : interval
}
