import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/error.ts'
import type { WorkerAnswer, WorkerRequest } from './worker-messages.ts'

export type WorkerPool = {
  /** Rejects with AppError: ERR_TIMEOUT, ERR_CANCELLED, ERR_INTERNAL, and what the job itself throws. */
  run(name: string, input: unknown, signal?: AbortSignal): Promise<unknown>
  close(): Promise<void>
}

export type PoolOptions = {
  /** Of one job, from when it begins; then its thread is ended. */
  readonly deadlineMs: number
  /** How many threads there may be; default: one for each core, at most four. */
  readonly size?: number
}

/** More threads only wait for each other, and each has a heap of its own. */
const mostThreads = 4

type Task = {
  readonly name: string
  readonly input: unknown
  readonly settle: (finish: { readonly value: unknown } | { readonly error: AppError }) => void
}
/** One thread; it has at most one job at a time. */
type Member = {
  readonly worker: Worker
  readonly begin: (task: Task) => void
  readonly has: (task: Task) => boolean
  /** Forgets the job, which is then to be settled. */
  readonly finish: () => Task | null
}

/**
 * Runs jobs in worker threads: a thread is started when a job finds none idle, up to `size`; further jobs wait in
 * their order. A job that is cancelled or takes too long takes its own thread with it, and no other. Idle threads are
 * no reason for the process to stay alive.
 */
export function createWorkerPool(workerUrl: URL, { deadlineMs, size = poolSize() }: PoolOptions): WorkerPool {
  const members = new Set<Member>()
  const idle: Member[] = []
  let queue: Task[] = []
  let closed = false

  const next = () => {
    while (queue.length > 0 && (idle.length > 0 || members.size < size)) {
      const task = queue.shift()
      const member = idle.pop() ?? start()
      if (task) member.begin(task)
    }
  }
  /** Ends a thread with the job in it; another one is started when it is needed. */
  const drop = (member: Member, error: AppError) => {
    members.delete(member)
    const at = idle.indexOf(member)
    if (at !== -1) idle.splice(at, 1)
    const task = member.finish()
    void member.worker.terminate()
    task?.settle({ error })
    next()
  }

  const start = (): Member => {
    const worker = new Worker(workerUrl)
    worker.unref()
    let current: { readonly task: Task; readonly id: number; readonly timer: NodeJS.Timeout } | null = null
    let lastId = 0
    const member: Member = {
      worker,
      has: (task) => current?.task === task,
      finish() {
        if (current) clearTimeout(current.timer)
        const task = current?.task ?? null
        current = null
        worker.unref()
        return task
      },
      begin(task) {
        lastId += 1
        const late = () =>
          drop(member, new AppError('ERR_TIMEOUT', `the check took longer than ${deadlineMs / 1000} s`))
        current = { task, id: lastId, timer: setTimeout(late, deadlineMs) }
        worker.ref()
        try {
          worker.postMessage({ id: lastId, name: task.name, input: task.input } satisfies WorkerRequest)
        } catch {
          // What cannot be copied to another thread is no input of a job.
          drop(member, toError(null))
        }
      },
    }
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.id !== current?.id) return
      const task = member.finish()
      idle.push(member)
      task?.settle(answer.ok ? { value: answer.value } : { error: toError(answer.error) })
      next()
    })
    // A thread that dies is replaced at the next job; 'exit' follows and ends the job it died with.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      if (members.has(member))
        drop(member, new AppError('ERR_INTERNAL', 'the thread that works with keys ended'))
    })
    members.add(member)
    return member
  }

  const cancel = (task: Task) => {
    queue = queue.filter((other) => other !== task)
    const error = cancelled()
    const member = [...members].find((each) => each.has(task))
    if (member) drop(member, error)
    else task.settle({ error })
  }

  return {
    run(name, input, signal) {
      if (closed) return Promise.reject(new AppError('ERR_CANCELLED', 'the verifier is closed'))
      if (signal?.aborted) return Promise.reject(cancelled())
      return new Promise((resolve, reject) => {
        const onAbort = () => cancel(task)
        const task: Task = {
          name,
          input,
          settle(finish) {
            signal?.removeEventListener('abort', onAbort)
            if ('error' in finish) reject(finish.error)
            else resolve(finish.value)
          },
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        queue.push(task)
        next()
      })
    },
    async close() {
      closed = true
      const waiting = queue
      queue = []
      for (const task of waiting) task.settle({ error: cancelled() })
      const ending = [...members].map((member) => {
        members.delete(member)
        member.finish()?.settle({ error: cancelled() })
        return member.worker.terminate()
      })
      await Promise.all(ending)
    },
  }
}

function poolSize(): number {
  return Math.max(1, Math.min(availableParallelism(), mostThreads))
}

function cancelled(): AppError {
  return new AppError('ERR_CANCELLED', 'the verification was cancelled')
}

function toError(error: Extract<WorkerAnswer, { ok: false }>['error']): AppError {
  return error
    ? new AppError(error.code, error.message, error.details ? { details: error.details } : {})
    : new AppError('ERR_INTERNAL', 'the work with keys failed inside Claimscope')
}
