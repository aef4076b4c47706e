import { parentPort } from 'node:worker_threads'
import { AppError, type ErrorData } from '../../shared/error.ts'
import type { WorkerAnswer, WorkerRequest } from './worker-messages.ts'

/** Answers each message of this thread's parent with what `run` makes of it. */
export function serveJobs(run: (name: string, input: unknown) => Promise<unknown>): void {
  const answer = (message: WorkerAnswer) => parentPort?.postMessage(message)
  parentPort?.on('message', ({ id, name, input }: WorkerRequest) => {
    run(name, input).then(
      (value) => answer({ id, ok: true, value }),
      (error: unknown) => answer({ id, ok: false, error: errorData(error) }),
    )
  })
}

function errorData(error: unknown): ErrorData | null {
  if (!(error instanceof AppError)) return null
  const { code, message, details } = error
  return { code, message, details }
}
