import { useEffect, useState } from 'react'
import type { Exchange } from '../../../../shared/oauth/run.ts'

/** Secrets hide themselves again after this. */
export const shownForMs = 5 * 60_000

export type Unhiding = {
  /** Unix milliseconds until which what travelled is shown; null: hidden. */
  readonly until: number | null
  readonly show: (shown: boolean) => void
}

/** Whether a run's secrets are shown: for five minutes, of this run only, and not behind the person's back. */
export function useUnhiding(runId: string, now: () => number): Unhiding {
  const [shown, setShown] = useState<{ readonly runId: string; readonly until: number } | null>(null)
  const until = shown?.runId === runId ? shown.until : null
  useEffect(() => {
    if (until === null) return
    const hide = () => setShown(null)
    const hideUnseen = () => document.visibilityState === 'hidden' && hide()
    const timer = setTimeout(hide, Math.max(0, until - now()))
    document.addEventListener('visibilitychange', hideUnseen)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', hideUnseen)
      hide()
    }
  }, [until, now])
  return { until, show: (on) => setShown(on ? { runId, until: now() + shownForMs } : null) }
}

/** The exchange as it travelled while that is wanted; dropped as soon as it is not. */
export function useOriginal(
  wanted: boolean,
  key: string,
  ask: () => Promise<Exchange | null>,
): Exchange | null {
  const [held, setHeld] = useState<{ readonly key: string; readonly exchange: Exchange | null } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked for
  useEffect(() => {
    if (!wanted) return
    let isWanted = true
    void ask().then((exchange) => isWanted && setHeld({ key, exchange }))
    return () => {
      isWanted = false
      setHeld(null)
    }
  }, [wanted, key])
  return wanted && held?.key === key ? held.exchange : null
}
