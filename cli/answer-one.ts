import { answerDecryptLine, type DecryptAnswer } from './answer-decrypt-line.ts'
import { type Answer, answerLine } from './answer-line.ts'
import { parseBatchLine } from './batch-line.ts'
import { parseDecryptLine } from './decrypt-line.ts'
import type { CliIo } from './io.ts'
import type { Line } from './read-lines.ts'
import { unreadAnswer } from './unread-answer.ts'

export type BatchAnswer = Answer | DecryptAnswer
export type BatchCommand = 'verify' | 'decrypt'

/**
 * The answer to one line, whatever happens: an error that nobody expected is the answer to that line and not the end of
 * the batch. Throws only where the signal aborts.
 */
export async function answerOne(
  command: BatchCommand,
  line: Line,
  io: Pick<CliIo, 'fetch' | 'now' | 'signal'>,
): Promise<BatchAnswer> {
  try {
    return command === 'verify' ? await answerLine(line, io) : await answerDecryptLine(line)
  } catch (error) {
    if (io.signal.aborted) throw error
    return failedAnswer(command, line)
  }
}

/** The message of the error is not repeated: it may hold a piece of the line. */
function failedAnswer(command: BatchCommand, line: Line): BatchAnswer {
  const error = 'this line could not be answered because of a fault in claimscope itself'
  return unreadAnswer(command === 'verify' ? 'valid' : 'opened', idOf(command, line), error, 'INTERNAL')
}

function idOf(command: BatchCommand, line: Line): string {
  try {
    if (line === null) return 'null'
    return command === 'verify' ? parseBatchLine(line).id : parseDecryptLine(line).id
  } catch {
    return 'null'
  }
}
