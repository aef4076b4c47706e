import { plainText } from '../oauth/plain-text.ts'
import type { WhatIfFinding } from './what-if-result.ts'

/** An answer of the token endpoint, or of the authorization endpoint as it came back. */
export type AnswerFacts = {
  readonly status: number
  /** The `error` of RFC 6749 §5.2; null where there is none. */
  readonly error: string | null
}

/**
 * What an answer shows that should be a refusal with one of `errors`. A refusal for another reason proves little: the
 * server may not have looked at the fault at all.
 */
export function judgeRefusal(answer: AnswerFacts, errors: readonly string[]): WhatIfFinding {
  const { status } = answer
  if (status === 429 || status === 503) {
    return { verdict: 'not_checked', actual: `The server asked for patience with ${status}` }
  }
  if (status >= 500) return { verdict: 'fail', actual: `The server broke with ${status}` }
  if (status >= 200 && status < 300) return { verdict: 'fail', actual: `Accepted with ${status}` }
  if (status >= 300 && status < 400) {
    return { verdict: 'not_checked', actual: `Redirected with ${status}, not followed` }
  }
  const error = answer.error === null ? null : plainText(answer.error, 100)
  if (error === null) return { verdict: 'warning', actual: `Refused with ${status}, without an error code` }
  return errors.includes(error)
    ? { verdict: 'pass', actual: `Refused with ${status}, ${error}` }
    : {
        verdict: 'warning',
        actual: `Refused with ${status}, but for ${error}; ${errors.join(' or ')} is expected`,
      }
}

/** The weaker of two findings decides, and both are said. */
export function bothFindings(first: WhatIfFinding, second: WhatIfFinding): WhatIfFinding {
  const order = ['fail', 'warning', 'pass', 'not_checked'] as const
  const worse = order.find((verdict) => [first.verdict, second.verdict].includes(verdict)) ?? 'not_checked'
  return { verdict: worse, actual: `${first.actual}. ${second.actual}` }
}
