import type { JobOutput, RunJob } from './crypto-jobs.ts'
import { createWorkerPool } from './worker-pool.ts'

export type WorkerRunner = { readonly run: RunJob; close(): Promise<void> }

/** A check takes milliseconds; whatever takes this long is stopped, and the thread with it. */
const defaultDeadlineMs = 10_000

/** Runs the jobs that work with keys in worker threads, see `createWorkerPool`; `run` is typed by the table of jobs. */
export function createWorkerRunner(workerUrl: URL, deadlineMs: number = defaultDeadlineMs): WorkerRunner {
  const pool = createWorkerPool(workerUrl, { deadlineMs })
  return {
    run: (name, input, signal) => pool.run(name, input, signal) as Promise<JobOutput<typeof name>>,
    close: () => pool.close(),
  }
}
