import { createWorkerPool, type WorkerPool } from '../electron/jose/worker-pool.ts'
import { AppError } from '../shared/error.ts'
import { type Answer, answerLine } from './answer-line.ts'
import type { CliIo } from './io.ts'
import type { Line } from './read-lines.ts'

export type LinesJob = {
  readonly lines: readonly Line[]
  /** Unix milliseconds: what "now" is for these lines. */
  readonly now: number
}

export type AnswerLines = {
  /** The answers to these lines, in their order. */
  answer(lines: readonly Line[]): Promise<readonly Answer[]>
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
export function createLineAnswerer(io: CliIo, inPlace: number = linesInPlace): AnswerLines {
  let pool: WorkerPool | null = null
  let count = 0
  return {
    mostAtOnce,
    async answer(lines) {
      count += lines.length
      if (count <= inPlace) return answerHere(lines, io)
      pool ??= createWorkerPool(new URL('./batch-worker.ts', import.meta.url), { deadlineMs })
      try {
        const job: LinesJob = { lines, now: io.now() }
        return (await pool.run('answerLines', job, io.signal)) as readonly Answer[]
      } catch (error) {
        if (error instanceof AppError && error.code === 'ERR_CANCELLED') throw error
        // A thread that could not do it, for want of memory or for one line that takes too long, costs no answer.
        return answerHere(lines, io)
      }
    },
    close: async () => pool?.close(),
  }
}

async function answerHere(lines: readonly Line[], io: CliIo): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const line of lines) answers.push(await answerLine(line, io))
  return answers
}
