import { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/error.ts'
import type { JobName, JobOutput, RunJob } from './crypto-jobs.ts'
import type { WorkerAnswer, WorkerRequest } from './crypto-worker.ts'

export type WorkerRunner = { readonly run: RunJob; close(): Promise<void> }

/** A check takes milliseconds; whatever takes this long is stopped, and the thread with it. */
const defaultDeadlineMs = 10_000

/**
 * Runs jobs one after the other in one worker thread: started with the first job, started again when it died,
 * and no reason for the process to stay alive while it idles. Rejects with AppError ERR_TIMEOUT, ERR_CANCELLED
 * or ERR_INTERNAL.
 */
export function createWorkerRunner(workerUrl: URL, deadlineMs: number = defaultDeadlineMs): WorkerRunner {
  let worker: Worker | null = null
  let nextId = 1
  let queue: Promise<unknown> = Promise.resolve()
  let closed = false

  const start = (): Worker => {
    const started = new Worker(workerUrl)
    started.unref()
    // A dead thread is replaced at the next job; the job it died with has its own listeners.
    started.on('error', () => undefined)
    started.on('exit', () => {
      if (worker === started) worker = null
    })
    return started
  }

  const runOne = <N extends JobName>(name: N, input: unknown): Promise<JobOutput<N>> => {
    if (closed) return Promise.reject(new AppError('ERR_CANCELLED', 'the verifier is closed'))
    worker ??= start()
    const active = worker
    const id = nextId++
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        if (worker === active) worker = null
        settle(() => reject(new AppError('ERR_TIMEOUT', `the check took longer than ${deadlineMs / 1000} s`)))
        void active.terminate()
      }, deadlineMs)
      const onMessage = (answer: WorkerAnswer) => {
        if (answer.id !== id) return
        settle(() => (answer.ok ? resolve(answer.value as JobOutput<N>) : reject(toError(answer.error))))
      }
      const onExit = () => {
        if (worker === active) worker = null
        settle(() => reject(new AppError('ERR_INTERNAL', 'the thread that works with keys ended')))
      }
      const settle = (finish: () => void) => {
        clearTimeout(timer)
        active.off('message', onMessage)
        active.off('exit', onExit)
        active.unref()
        finish()
      }
      active.on('message', onMessage)
      active.on('exit', onExit)
      active.ref()
      active.postMessage({ id, name, input } satisfies WorkerRequest)
    })
  }

  return {
    run(name, input, signal) {
      const result = queue.then(() => {
        if (signal?.aborted) throw new AppError('ERR_CANCELLED', 'the verification was cancelled')
        return runOne(name, input)
      })
      queue = result.catch(() => undefined)
      return result
    },
    async close() {
      closed = true
      const last = worker
      worker = null
      await last?.terminate()
    },
  }
}

function toError(error: Extract<WorkerAnswer, { ok: false }>['error']): AppError {
  return error
    ? new AppError(error.code, error.message, error.details ? { details: error.details } : {})
    : new AppError('ERR_INTERNAL', 'the work with keys failed inside Claimscope')
}
