import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { maxTokenLength } from '../shared/verdict/check-parsed.ts'
import { maxLineLength } from './answer-line.ts'
import { withIgnored } from './batch-fields.ts'
import { parseDecryptLine } from './decrypt-line.ts'
import { toJsonDecrypted } from './decrypt-output.ts'
import type { Line } from './read-lines.ts'
import { unreadAnswer } from './unread-answer.ts'

export type DecryptAnswer = {
  readonly outcome: 'opened' | 'failed' | 'untried' | 'unread'
  readonly json: string
}

/** Answers one line of a batch; whatever it holds is an answer of its own. */
export async function answerDecryptLine(line: Line): Promise<DecryptAnswer> {
  if (line === null)
    return unreadAnswer('opened', 'null', `the line is longer than ${maxLineLength} characters`)
  const parsed = parseDecryptLine(line)
  if (!parsed.ok) return unreadAnswer('opened', parsed.id, parsed.error)
  const { job, id, ignored } = parsed
  if (job.jwe.length > maxTokenLength)
    return unreadAnswer('opened', id, `the token is longer than ${maxTokenLength} characters`)
  const outcome = await runJobHere('decryptToken', job)
  const json = toJsonDecrypted(outcome, 0, id)
  const { status } = outcome.finding
  return {
    outcome: outcome.plaintext !== null ? 'opened' : status === 'fail' ? 'failed' : 'untried',
    json: withIgnored(json, ignored),
  }
}
