import { isAccepted, judgeAnswer } from '../../../../../shared/negative/judge-answer.ts'
import type { NegativeToken } from '../../../../../shared/negative/negative-token.ts'
import type { ResultRow } from '../../../../../shared/negative/result-table.ts'
import type { SendStop } from '../../../../../shared/negative/send-request.ts'
import { baselineId, type NegativeState, type Sending } from './negative-store.ts'

/** The table: the good token first, then each faulty one, with what was answered so far. */
export function negativeRows({
  making,
  sending,
}: Pick<NegativeState, 'making' | 'sending'>): readonly ResultRow[] {
  if (making.kind !== 'made') return []
  const answers = new Map(answersOf(sending).map((answer) => [answer.id, answer]))
  const accepted = isAccepted(answers.get(baselineId))
  const baseline: NegativeToken = {
    id: baselineId,
    label: 'The good token',
    change: 'As it is. Where it is not accepted, no refusal proves anything.',
    expectation: 'accept',
    spec: 'RFC 6750 §2.1',
    token: making.from,
  }
  return [baseline, ...making.set.tokens].map((token) => {
    const answer = answers.get(token.id) ?? null
    return { token, answer, judgement: answer ? judgeAnswer(token.expectation, answer, accepted) : null }
  })
}

function answersOf(sending: Sending) {
  return sending.kind === 'running' || sending.kind === 'done' ? sending.answers : []
}

const verdictWords = [
  ['fail', 'wrong'],
  ['warning', 'questionable'],
  ['pass', 'as expected'],
  ['not_checked', 'without a result'],
] as const
export type RowVerdict = (typeof verdictWords)[number][0]

/** How many faulty tokens came out how; empty while nothing was sent. */
export function countVerdicts(rows: readonly ResultRow[]) {
  const counted = verdictWords.map(([verdict, words]) => ({
    verdict,
    words,
    count: rows.filter(({ judgement, token }) => judgement?.verdict === verdict && token.id !== baselineId)
      .length,
  }))
  return counted.filter(({ count }) => count > 0)
}

/** The rows that came out so, and the good token, which they are measured by; all of them for null. */
export function filterRows(rows: readonly ResultRow[], verdict: RowVerdict | null): readonly ResultRow[] {
  return verdict === null
    ? rows
    : rows.filter(({ token, judgement }) => token.id === baselineId || judgement?.verdict === verdict)
}

/** Why the list ended early, and what that means for the result. */
export function stoppedSentence({ why, status, retryAfter }: SendStop): string {
  const wait =
    retryAfter === null
      ? ''
      : ` It asks to wait ${/^\d+$/.test(retryAfter) ? `${retryAfter} s` : `until ${retryAfter}`}.`
  if (why === 'busy')
    return `The server asked for patience with ${status}, so nothing more was sent.${wait} Rows without an answer were not tested.`
  const answer =
    status === null ? 'The good token got no answer' : `The good token was not accepted (${status})`
  return `${answer}: nothing can be concluded about the faulty ones, and none of them was sent.${wait}`
}
