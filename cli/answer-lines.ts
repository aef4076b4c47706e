import { createWorkerPool, type WorkerPool } from '../electron/jose/worker-pool.ts'
import { AppError } from '../shared/error.ts'
import type { DecryptAnswer } from './answer-decrypt-line.ts'
import type { Answer } from './answer-line.ts'
import { answerOne, type BatchAnswer, type BatchCommand } from './answer-one.ts'
import type { CliIo } from './io.ts'
import type { Line } from './read-lines.ts'

export type LinesJob = {
  readonly lines: readonly Line[]
  /** Unix milliseconds: what "now" is for these lines. */
  readonly now: number
}

type AnswerOf<C extends BatchCommand> = C extends 'verify' ? Answer : DecryptAnswer

export type AnswerLines<T extends BatchAnswer> = {
  /** The answers to these lines, in their order. */
  answer(lines: readonly Line[]): Promise<readonly T[]>
  /** How many lists of lines may wait for their answers at once. */
  readonly mostAtOnce: number
  close(): Promise<void>
}

/** A few lines are answered before a thread has started; so many in a row are worth one. */
const linesInPlace = 300
/** Of one list of lines; a thousand checks take a second. */
const deadlineMs = 120_000
const mostAtOnce = 8

/** Answers lines on this thread at first, and in several once there are many. */
export function createLineAnswerer<C extends BatchCommand>(
  command: C,
  io: CliIo,
  inPlace: number = linesInPlace,
): AnswerLines<AnswerOf<C>> {
  const here = (lines: readonly Line[]) => answerHere(command, lines, io) as Promise<readonly AnswerOf<C>[]>
  let pool: WorkerPool | null = null
  let count = 0
  return {
    mostAtOnce,
    async answer(lines) {
      count += lines.length
      if (count <= inPlace) return here(lines)
      pool ??= createWorkerPool(new URL('./batch-worker.ts', import.meta.url), { deadlineMs })
      try {
        const job: LinesJob = { lines, now: io.now() }
        return (await pool.run(command, job, io.signal)) as readonly AnswerOf<C>[]
      } catch (error) {
        if (error instanceof AppError && error.code === 'ERR_CANCELLED') throw error
        // A thread that could not do it, for want of memory or for one line that takes too long, costs no answer.
        return here(lines)
      }
    },
    close: async () => pool?.close(),
  }
}

async function answerHere(
  command: BatchCommand,
  lines: readonly Line[],
  io: CliIo,
): Promise<readonly BatchAnswer[]> {
  const answers: BatchAnswer[] = []
  for (const line of lines) {
    if (io.signal.aborted) throw new AppError('ERR_CANCELLED', 'the batch was ended')
    answers.push(await answerOne(command, line, io))
  }
  return answers
}
