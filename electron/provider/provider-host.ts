import type { ProviderStatus } from '../../shared/provider-status.ts'
import { type ProviderCommand, providerReport } from './provider-messages.ts'

/** What of Electron's UtilityProcess is used. */
export type ProviderChild = {
  postMessage(message: ProviderCommand): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  kill(): boolean
}

export type ProviderHostDeps = {
  readonly fork: () => ProviderChild
  readonly onChange: (status: ProviderStatus) => void
  /** Tried first, so that the issuer is the same from day to day; 0 for any. */
  readonly preferredPort: number
}

export type ProviderHost = {
  readonly status: () => ProviderStatus
  /** Answers once it runs or has failed; a second call joins the first. Does not reject. */
  readonly start: () => Promise<ProviderStatus>
  /** Answers once the process is gone. */
  readonly stop: () => Promise<ProviderStatus>
  /** Stops for good. */
  readonly close: () => Promise<void>
}

/** Making keys takes well under a second; a slow machine under load gets this much more. */
const startDeadlineMs = 15_000
/** After this the process is ended without asking. */
const stopDeadlineMs = 3_000

type Session = {
  readonly child: ProviderChild
  readonly settled: Promise<ProviderStatus>
  readonly exited: Promise<void>
  isStopping: boolean
}

/** Runs the provider in a process of its own, so that nothing in it can reach the vault or block the window. */
export function createProviderHost({ fork, onChange, preferredPort }: ProviderHostDeps): ProviderHost {
  let status: ProviderStatus = { kind: 'stopped' }
  let session: Session | null = null
  let isClosed = false

  const change = (next: ProviderStatus): ProviderStatus => {
    status = next
    onChange(next)
    return next
  }

  const begin = (): Session => {
    const child = fork()
    let settle: (status: ProviderStatus) => void = () => undefined
    let leave: () => void = () => undefined
    const own: Session = {
      child,
      settled: new Promise((resolve) => {
        settle = resolve
      }),
      exited: new Promise((resolve) => {
        leave = resolve
      }),
      isStopping: false,
    }
    const isCurrent = () => session === own && !own.isStopping
    const fail = (message: string) => {
      if (isCurrent() && status.kind !== 'failed') settle(change({ kind: 'failed', message }))
    }
    const deadline = setTimeout(() => {
      fail(`The provider did not start within ${startDeadlineMs / 1000} seconds.`)
      child.kill()
    }, startDeadlineMs)
    child.on('message', (message) => {
      const report = providerReport.safeParse(message)
      if (!report.success || !isCurrent() || status.kind !== 'starting') return
      clearTimeout(deadline)
      settle(change(report.data))
      if (report.data.kind === 'failed') child.kill()
    })
    child.on('exit', (code) => {
      clearTimeout(deadline)
      fail(`The provider's process ended by itself (exit code ${code}).`)
      if (session === own) session = null
      // Where nothing was settled yet, it was stopped while it started.
      settle({ kind: 'stopped' })
      leave()
    })
    return own
  }

  const start = async (): Promise<ProviderStatus> => {
    if (isClosed) return status
    if (session?.isStopping) await session.exited
    if (session && (status.kind === 'starting' || status.kind === 'running')) return session.settled
    // A process that failed and has not gone yet has nothing more to say.
    session = null
    change({ kind: 'starting' })
    try {
      const own = begin()
      session = own
      own.child.postMessage({ kind: 'start', port: preferredPort })
      return await own.settled
    } catch {
      return change({ kind: 'failed', message: "The provider's process could not be started." })
    }
  }

  const stop = async (): Promise<ProviderStatus> => {
    const own = session
    if (!own) return status.kind === 'stopped' ? status : change({ kind: 'stopped' })
    if (!own.isStopping) {
      own.isStopping = true
      own.child.postMessage({ kind: 'stop' })
      const impatience = setTimeout(() => own.child.kill(), stopDeadlineMs)
      await own.exited
      clearTimeout(impatience)
      return change({ kind: 'stopped' })
    }
    await own.exited
    return status
  }

  return {
    status: () => status,
    start,
    stop,
    close: async () => {
      isClosed = true
      await stop()
    },
  }
}
