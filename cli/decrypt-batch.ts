import { answerBatch } from './answer-batch.ts'
import type { DecryptAnswer } from './answer-decrypt-line.ts'
import { type AnswerLines, createLineAnswerer } from './answer-lines.ts'
import { type CliIo, exitCode } from './io.ts'

/**
 * Answers each line of standard input with one line, in the same order. Exit code: 2 where a line could not be read,
 * else 1 where a token does not open or is malformed, else 2 where one could not be tried or there was none, else 0.
 */
export async function decryptBatch(
  io: CliIo,
  answerer: AnswerLines<DecryptAnswer> = createLineAnswerer('decrypt', io),
): Promise<number> {
  const seen = await answerBatch(io, answerer)
  if (seen === null || seen.has('unread')) return exitCode.notVerified
  if (seen.has('failed')) return exitCode.invalid
  return seen.has('untried') ? exitCode.notVerified : exitCode.valid
}
