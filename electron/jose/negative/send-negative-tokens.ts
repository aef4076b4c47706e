import { AppError } from '../../../shared/error.ts'
import type { SendAnswer, SendRequest } from '../../../shared/negative/send-request.ts'
import { type FetchLike, limitedFetch } from '../../net/limited-fetch.ts'
import { parseFetchableUrl } from '../fetchable-url.ts'

export type SendDeps = {
  readonly fetch: FetchLike
  /** Unix milliseconds. */
  readonly now: () => number
  /** Waits between two requests: a table is no load test. */
  readonly pause: (signal: AbortSignal) => Promise<void>
  readonly onAnswer: (answer: SendAnswer) => void
}

/** An answer's body tells nothing that is shown, so little of it is read. */
const limits = { maxBytes: 1_000_000, deadlineMs: 10_000 }

/**
 * Sends the tokens one after the other and tells what each brought. Nothing is followed, retried or sent twice. Throws
 * AppError ERR_URL_REFUSED before anything is sent where the address is neither https nor of this machine; a cancel
 * ends the list, and what was answered by then is the answer.
 */
export async function sendNegativeTokens(
  request: SendRequest,
  deps: SendDeps,
  signal: AbortSignal,
): Promise<{ readonly answers: readonly SendAnswer[]; readonly cancelled: boolean }> {
  const url = parseFetchableUrl(request.url).href
  const answers: SendAnswer[] = []
  for (const { id, token } of request.tokens) {
    if (answers.length > 0) await deps.pause(signal)
    if (signal.aborted) return { answers, cancelled: true }
    const answer = await sendOne(request, { id, token, url }, deps, signal)
    if (answer === null) return { answers, cancelled: true }
    answers.push(answer)
    deps.onAnswer(answer)
  }
  return { answers, cancelled: false }
}

async function sendOne(
  { method, header }: SendRequest,
  { id, token, url }: { readonly id: string; readonly token: string; readonly url: string },
  { fetch, now }: SendDeps,
  signal: AbortSignal,
): Promise<SendAnswer | null> {
  const started = now()
  // A function as replacement: a token may hold `$&`.
  const headers = { [header.name]: header.template.replace('{token}', () => token) }
  const base = () => ({ id, durationMs: Math.max(0, now() - started) })
  try {
    const response = await limitedFetch(fetch, url, { method, headers, signal, cache: 'no-store' }, limits)
    const error = readError(response.headers.get('www-authenticate'))
    return { ...base(), status: response.status, error, problem: null }
  } catch (problem) {
    if (!(problem instanceof AppError)) throw problem
    if (problem.code === 'ERR_CANCELLED') return null
    return { ...base(), status: null, error: null, problem: problem.message }
  }
}

/** The `error` of a Bearer or DPoP challenge (RFC 6750 §3); null where there is none. */
function readError(challenge: string | null): string | null {
  if (challenge === null) return null
  const value = /(?:^|[\s,])error\s*=\s*(?:"([^"]{0,100})"|([\w-]{1,100}))/i.exec(challenge.slice(0, 4000))
  const error = value?.[1] ?? value?.[2]
  return error === undefined ? null : error.replace(/[^\x20-\x7e]/g, '?')
}
