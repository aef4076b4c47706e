import { isAccepted, judgeAnswer } from '../../../../../shared/negative/judge-answer.ts'
import type { NegativeToken } from '../../../../../shared/negative/negative-token.ts'
import type { ResultRow } from '../../../../../shared/negative/result-table.ts'
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

/** What came out, in a sentence; null while nothing was sent. */
export function summariseRows(rows: readonly ResultRow[]): string | null {
  const judged = rows.flatMap(({ judgement, token }) =>
    judgement && token.id !== baselineId ? [judgement] : [],
  )
  if (judged.length === 0) return null
  const count = (verdict: string) => judged.filter((each) => each.verdict === verdict).length
  const parts = [
    [count('fail'), 'wrong'],
    [count('warning'), 'questionable'],
    [count('pass'), 'as expected'],
    [count('not_checked'), 'without a result'],
  ] as const
  return parts
    .filter(([number]) => number > 0)
    .map(([number, words]) => `${number} ${words}`)
    .join(', ')
}
