import { parentPort } from 'node:worker_threads'
import { AppError, type ErrorData } from '../../shared/error.ts'
import { type JobName, runJobHere } from './crypto-jobs.ts'

/** Keys are imported and used on this thread, so that a slow key never holds up the window. */
export type WorkerRequest = { readonly id: number; readonly name: JobName; readonly input: unknown }
/** `error` is null where the job itself broke; the reason stays here, it may repeat key material. */
export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorData | null }

parentPort?.on('message', ({ id, name, input }: WorkerRequest) => {
  const answer = (message: WorkerAnswer) => parentPort?.postMessage(message)
  runJobHere(name, input as never).then(
    (value) => answer({ id, ok: true, value }),
    (error: unknown) => answer({ id, ok: false, error: errorData(error) }),
  )
})

function errorData(error: unknown): ErrorData | null {
  if (!(error instanceof AppError)) return null
  const { code, message, details } = error
  return { code, message, details }
}
