import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { maxTokenLength } from '../shared/verdict/check-parsed.ts'
import { parseDecryptLine } from './decrypt-line.ts'
import { toJsonDecrypted } from './decrypt-output.ts'
import { type CliIo, exitCode } from './io.ts'
import { type Line, readLines } from './read-lines.ts'
import { terminalJson } from './terminal-text.ts'

/** A token of a megabyte with a key set of a megabyte fits; memory stays bounded. */
const maxLineLength = 4_000_000

/**
 * Answers each line of standard input with one line, in the same order. Exit code: 2 where a line could not be read,
 * else 1 where a token does not open or is malformed, else 2 where one could not be tried or there was none, else 0.
 */
export async function decryptBatch(io: CliIo): Promise<number> {
  const seen = new Set<Outcome>()
  let isFirst = true
  for await (const read of readLines(io.readStdin(), maxLineLength)) {
    if (io.signal.aborted) return exitCode.notVerified
    // Editors and shells on Windows begin a file with a byte order mark, which is no part of its first line.
    const line = isFirst ? (read?.replace(/^\ufeff/, '') ?? null) : read
    isFirst = false
    if (line?.trim() === '') continue
    const { outcome, json } = await answerLine(line, io)
    seen.add(outcome)
    await io.stdout(`${json}\n`)
  }
  if (seen.size === 0) {
    await io.stderr('There is no line on standard input; one JSON object a line is expected.\n')
    return exitCode.notVerified
  }
  if (seen.has('unread')) return exitCode.notVerified
  if (seen.has('failed')) return exitCode.invalid
  return seen.has('untried') ? exitCode.notVerified : exitCode.valid
}

type Outcome = 'opened' | 'failed' | 'untried' | 'unread'

async function answerLine(
  line: Line,
  io: CliIo,
): Promise<{ readonly outcome: Outcome; readonly json: string }> {
  if (line === null) return unread('null', `the line is longer than ${maxLineLength} characters`)
  const parsed = parseDecryptLine(line)
  if (!parsed.ok) return unread(parsed.id, parsed.error)
  const { job, id, ignored } = parsed
  if (job.jwe.length > maxTokenLength)
    return unread(id, `the token is longer than ${maxTokenLength} characters`)
  const outcome = await runJobHere('decryptToken', job, io.signal)
  const json = toJsonDecrypted(outcome, 0, id)
  const { status } = outcome.finding
  return {
    outcome: outcome.plaintext !== null ? 'opened' : status === 'fail' ? 'failed' : 'untried',
    json: ignored.length > 0 ? `${json.slice(0, -1)},"ignored":${JSON.stringify(ignored)}}` : json,
  }
}

function unread(id: string, error: string): { readonly outcome: Outcome; readonly json: string } {
  const rest = JSON.stringify({ opened: false, code: 'INPUT', error })
  return { outcome: 'unread', json: terminalJson(`{"id":${id},${rest.slice(1)}`) }
}
