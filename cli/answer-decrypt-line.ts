import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { maxTokenLength } from '../shared/verdict/check-parsed.ts'
import { maxLineLength } from './answer-line.ts'
import { withIgnored } from './batch-fields.ts'
import { parseDecryptLine } from './decrypt-line.ts'
import { toJsonDecrypted } from './decrypt-output.ts'
import type { Line } from './read-lines.ts'
import { terminalJson } from './terminal-text.ts'

export type DecryptAnswer = {
  readonly outcome: 'opened' | 'failed' | 'untried' | 'unread'
  readonly json: string
}

/** Answers one line of a batch; whatever it holds is an answer of its own. */
export async function answerDecryptLine(line: Line): Promise<DecryptAnswer> {
  if (line === null) return unread('null', `the line is longer than ${maxLineLength} characters`)
  const parsed = parseDecryptLine(line)
  if (!parsed.ok) return unread(parsed.id, parsed.error)
  const { job, id, ignored } = parsed
  if (job.jwe.length > maxTokenLength)
    return unread(id, `the token is longer than ${maxTokenLength} characters`)
  const outcome = await runJobHere('decryptToken', job)
  const json = toJsonDecrypted(outcome, 0, id)
  const { status } = outcome.finding
  return {
    outcome: outcome.plaintext !== null ? 'opened' : status === 'fail' ? 'failed' : 'untried',
    json: withIgnored(json, ignored),
  }
}

function unread(id: string, error: string): DecryptAnswer {
  const rest = JSON.stringify({ opened: false, code: 'INPUT', error })
  return { outcome: 'unread', json: terminalJson(`{"id":${id},${rest.slice(1)}`) }
}
