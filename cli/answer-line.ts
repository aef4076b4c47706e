import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { verifyToken } from '../electron/jose/verify/verify-token.ts'
import { withIgnored } from './batch-fields.ts'
import { parseBatchLine } from './batch-line.ts'
import type { CliIo } from './io.ts'
import type { Line } from './read-lines.ts'
import { unreadAnswer } from './unread-answer.ts'
import { toJsonResult } from './verify-output.ts'

/** A token of a megabyte with a key set of a megabyte fits; memory stays bounded. */
export const maxLineLength = 4_000_000

export type Answer = {
  readonly outcome: 'valid' | 'invalid' | 'unverified' | 'unread'
  readonly json: string
}

/** Answers one line of a batch; whatever it holds is an answer of its own. Throws only where the signal aborts. */
export async function answerLine(line: Line, io: Pick<CliIo, 'fetch' | 'now' | 'signal'>): Promise<Answer> {
  if (line === null)
    return unreadAnswer('valid', 'null', `the line is longer than ${maxLineLength} characters`)
  const parsed = parseBatchLine(line)
  if (!parsed.ok) return unreadAnswer('valid', parsed.id, parsed.error)
  const { request } = parsed
  // A machine wrote the line, so nothing is forgiven around the token as it is for a person's paste.
  const deps = { fetch: io.fetch, now: io.now, run: runJobHere, exact: true, diagnose: false }
  const result = await verifyToken(request, deps, io.signal)
  const json = toJsonResult(request.token, result, 0, parsed.id)
  return { outcome: result.verdict, json: withIgnored(json, parsed.ignored) }
}
