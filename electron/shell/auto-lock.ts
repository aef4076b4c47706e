/** The part of Electron's `powerMonitor` that is used. */
export type PowerMonitorLike = {
  on(event: 'suspend', listener: () => void): unknown
  on(event: 'lock-screen', listener: () => void): unknown
  readonly getSystemIdleTime: () => number
}

/** How often the idle time is asked for, in milliseconds. */
const askEveryMs = 15_000

/**
 * Locks when the machine sleeps, when its screen is locked, and when nobody touched it for a while. `idleMinutes` 0:
 * never for that reason. Answers how to stop.
 */
export function watchForLock(deps: {
  readonly monitor: PowerMonitorLike
  readonly idleMinutes: () => number
  readonly lock: () => void
  readonly every: (work: () => void, milliseconds: number) => () => void
}): () => void {
  const { monitor, idleMinutes, lock, every } = deps
  monitor.on('suspend', lock)
  monitor.on('lock-screen', lock)
  return every(() => {
    const minutes = idleMinutes()
    if (minutes > 0 && monitor.getSystemIdleTime() >= minutes * 60) lock()
  }, askEveryMs)
}
