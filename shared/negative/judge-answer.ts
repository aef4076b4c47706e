import type { Expectation } from './negative-token.ts'
import type { SendAnswer } from './send-request.ts'

export type AnswerJudgement = {
  readonly verdict: 'pass' | 'fail' | 'warning' | 'not_checked'
  /** One sentence fragment: what the answer shows. */
  readonly words: string
}

/**
 * What an answer shows of the server. A refusal or a crash proves something only where the good token was
 * accepted (`baselineAccepted`): a server that refuses everything is not therefore careful. An acceptance always does.
 */
export function judgeAnswer(
  expectation: Expectation,
  answer: SendAnswer,
  baselineAccepted: boolean,
): AnswerJudgement {
  const { status } = answer
  if (status === null) return { verdict: 'not_checked', words: `No answer: ${answer.problem ?? 'unknown'}` }
  if (isBusy(status))
    return { verdict: 'not_checked', words: `The server asked for patience with ${status}: no result` }
  if (status >= 500)
    return {
      verdict: expectation === 'accept' || !baselineAccepted ? 'not_checked' : 'fail',
      words: `The server broke with ${status}`,
    }
  const accepted = status >= 200 && status < 300
  if (expectation === 'accept') {
    return accepted
      ? { verdict: 'pass', words: `Accepted with ${status}` }
      : { verdict: 'not_checked', words: `Not accepted: ${status}. Refusals below prove nothing.` }
  }
  if (accepted) {
    if (expectation === 'refuse') return { verdict: 'fail', words: `Wrongly accepted with ${status}` }
    return expectation === 'should_refuse'
      ? { verdict: 'warning', words: `Accepted with ${status}; better refused` }
      : { verdict: baselineAccepted ? 'pass' : 'not_checked', words: `Accepted with ${status}` }
  }
  if (status >= 300 && status < 400)
    return { verdict: 'not_checked', words: `Redirected with ${status}, not followed` }
  if (!baselineAccepted) return { verdict: 'not_checked', words: `Refused with ${status}, as the good token` }
  if (expectation === 'no_crash') return { verdict: 'pass', words: `Refused with ${status}` }
  if (status !== 401) return { verdict: 'warning', words: `Refused with ${status}; 401 is expected` }
  const error = answer.error
  return error === null || error === 'invalid_token'
    ? { verdict: 'pass', words: error === null ? 'Refused with 401' : 'Refused with 401, invalid_token' }
    : { verdict: 'warning', words: `Refused with 401, but error is ${error}; invalid_token is expected` }
}

/** Too many requests, or none for now (RFC 6585 §4, RFC 9110 §15.6.4): that says nothing about the token. */
export function isBusy(status: number | null): boolean {
  return status === 429 || status === 503
}

/** True where the first request, with the good token, was accepted. */
export function isAccepted(answer: SendAnswer | undefined): boolean {
  return answer?.status !== null && answer !== undefined && answer.status >= 200 && answer.status < 300
}
