import { answerBatch } from './answer-batch.ts'
import type { Answer } from './answer-line.ts'
import { type AnswerLines, createLineAnswerer } from './answer-lines.ts'
import { type CliIo, exitCode } from './io.ts'

/**
 * Answers each line of standard input with one line. Nothing is fetched. Exit code: 2 where a line could not be read,
 * else 1 where a token is invalid, else 2 where one could not be verified or there was none, else 0.
 */
export async function verifyBatch(
  io: CliIo,
  answerer: AnswerLines<Answer> = createLineAnswerer('verify', io),
): Promise<number> {
  const seen = await answerBatch(io, answerer)
  if (seen === null || seen.has('unread')) return exitCode.notVerified
  if (seen.has('invalid')) return exitCode.invalid
  return seen.has('unverified') ? exitCode.notVerified : exitCode.valid
}
