import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { verifyToken } from '../electron/jose/verify/verify-token.ts'
import { parseBatchLine } from './batch-line.ts'
import { type CliIo, exitCode } from './io.ts'
import { type Line, readLines } from './read-lines.ts'
import { terminalJson } from './terminal-text.ts'
import { toJsonResult } from './verify-output.ts'

/** A token of a megabyte with a key set of a megabyte fits; memory stays bounded. */
const maxLineLength = 4_000_000

/**
 * Answers each line of standard input with one line, in the same order; a line that cannot be read is answered and
 * does not end the batch; a blank line is no line. Nothing is fetched. Exit code: 2 where a line could not be read, else 1 where a token is
 * invalid, else 2 where one could not be verified or there was none, else 0.
 */
export async function verifyBatch(io: CliIo): Promise<number> {
  let unread = false
  let invalid = false
  let unverified = false
  let answered = false
  let isFirst = true
  for await (const read of readLines(io.readStdin(), maxLineLength)) {
    if (io.signal.aborted) return exitCode.notVerified
    // Editors and shells on Windows begin a file with a byte order mark, which is no part of its first line.
    const line = isFirst ? (read?.replace(/^\ufeff/, '') ?? null) : read
    isFirst = false
    if (line?.trim() === '') continue
    answered = true
    const answer = await answerLine(line, io)
    unread ||= answer.outcome === 'unread'
    invalid ||= answer.outcome === 'invalid'
    unverified ||= answer.outcome === 'unverified'
    await io.stdout(`${answer.json}\n`)
  }
  if (!answered) {
    // Nothing was verified: that must not look like a batch of valid tokens.
    await io.stderr('There is no line on standard input; one JSON object a line is expected.\n')
    return exitCode.notVerified
  }
  if (unread) return exitCode.notVerified
  if (invalid) return exitCode.invalid
  return unverified ? exitCode.notVerified : exitCode.valid
}

type Answer = { readonly outcome: 'valid' | 'invalid' | 'unverified' | 'unread'; readonly json: string }

async function answerLine(line: Line, io: CliIo): Promise<Answer> {
  if (line === null) return unreadAnswer('null', `the line is longer than ${maxLineLength} characters`)
  const parsed = parseBatchLine(line)
  if (!parsed.ok) return unreadAnswer(parsed.id, parsed.error)
  const { request } = parsed
  // A machine wrote the line, so nothing is forgiven around the token as it is for a person's paste.
  const deps = { fetch: io.fetch, now: io.now, run: runJobHere, exact: true, diagnose: false }
  const result = await verifyToken(request, deps, io.signal)
  const json = toJsonResult(request.token, result, 0, parsed.id)
  const ignored =
    parsed.ignored.length > 0 ? `${json.slice(0, -1)},"ignored":${JSON.stringify(parsed.ignored)}}` : json
  return { outcome: result.verdict, json: ignored }
}

function unreadAnswer(id: string, error: string): Answer {
  const rest = JSON.stringify({ valid: false, code: 'INPUT', error })
  return { outcome: 'unread', json: terminalJson(`{"id":${id},${rest.slice(1)}`) }
}
