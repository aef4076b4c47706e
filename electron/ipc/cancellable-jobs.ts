import { AppError } from '../../shared/error.ts'

export type CancellableJobs = {
  /** Runs a job under the window's own id for it; a second job with the same id is refused (ERR_CONFLICT). */
  readonly run: <T>(id: string, job: (signal: AbortSignal) => Promise<T>) => Promise<T>
  /** Aborts the job, if it still runs. */
  readonly cancel: (id: string) => void
  readonly cancelAll: () => void
}

/** Jobs that the window may call off. */
export function createCancellableJobs(): CancellableJobs {
  const running = new Map<string, AbortController>()
  return {
    async run(id, job) {
      if (running.has(id)) throw new AppError('ERR_CONFLICT', 'a job with this id is already running')
      const controller = new AbortController()
      running.set(id, controller)
      try {
        return await job(controller.signal)
      } finally {
        running.delete(id)
      }
    },
    cancel: (id) => running.get(id)?.abort(),
    cancelAll: () => {
      for (const controller of running.values()) controller.abort()
    },
  }
}
