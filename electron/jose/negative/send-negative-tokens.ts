import { AppError } from '../../../shared/error.ts'
import { isAccepted, isBusy } from '../../../shared/negative/judge-answer.ts'
import type { SendAnswer, SendRequest, SentAnswers } from '../../../shared/negative/send-request.ts'
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
 * Sends the tokens one after the other and tells what each brought. Nothing is followed, retried or sent twice. The
 * list ends where the first, the good token, is not accepted, and where the server asks for patience. Throws AppError
 * ERR_URL_REFUSED before anything is sent where the address is neither https nor of this machine; a cancel ends the
 * list too, and what was answered by then is the answer.
 */
export async function sendNegativeTokens(
  request: SendRequest,
  deps: SendDeps,
  signal: AbortSignal,
): Promise<SentAnswers> {
  const url = parseFetchableUrl(request.url).href
  const answers: SendAnswer[] = []
  for (const { id, token } of request.tokens) {
    if (answers.length > 0) await deps.pause(signal)
    if (signal.aborted) return { answers, cancelled: true, stopped: null }
    const brought = await sendOne(request, { id, token, url }, deps, signal)
    if (brought === null) return { answers, cancelled: true, stopped: null }
    const { answer, retryAfter } = brought
    const { status } = answer
    answers.push(answer)
    deps.onAnswer(answer)
    if (answers.length === 1 && !isAccepted(answer))
      return { answers, cancelled: false, stopped: { why: 'not_accepted', status, retryAfter } }
    if (isBusy(status)) return { answers, cancelled: false, stopped: { why: 'busy', status, retryAfter } }
  }
  return { answers, cancelled: false, stopped: null }
}

async function sendOne(
  { method, header }: SendRequest,
  { id, token, url }: { readonly id: string; readonly token: string; readonly url: string },
  { fetch, now }: SendDeps,
  signal: AbortSignal,
): Promise<{ readonly answer: SendAnswer; readonly retryAfter: string | null } | null> {
  const started = now()
  // A function as replacement: a token may hold `$&`.
  const headers = { [header.name]: header.template.replace('{token}', () => token) }
  const base = () => ({ id, durationMs: Math.max(0, now() - started) })
  try {
    const response = await limitedFetch(fetch, url, { method, headers, signal, cache: 'no-store' }, limits)
    const error = readError(response.headers.get('www-authenticate'))
    return {
      answer: { ...base(), status: response.status, error, problem: null },
      retryAfter: readRetryAfter(response.headers.get('retry-after')),
    }
  } catch (problem) {
    if (!(problem instanceof AppError)) throw problem
    if (problem.code === 'ERR_CANCELLED') return null
    return { answer: { ...base(), status: null, error: null, problem: problem.message }, retryAfter: null }
  }
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3); what reads as neither is left out. */
function readRetryAfter(value: string | null): string | null {
  return value !== null && /^(?:\d{1,9}|[A-Z][a-z]{2}, [\w: ]{20,25})$/.test(value) ? value : null
}

/** The `error` of a Bearer or DPoP challenge (RFC 6750 §3); null where there is none. */
function readError(challenge: string | null): string | null {
  if (challenge === null) return null
  const value = /(?:^|[\s,])error\s*=\s*(?:"([^"]{0,100})"|([\w-]{1,100}))/i.exec(challenge.slice(0, 4000))
  const error = value?.[1] ?? value?.[2]
  return error === undefined ? null : error.replace(/[^\x20-\x7e]/g, '?')
}
