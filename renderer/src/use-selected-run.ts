import { useEffect, useState } from 'react'
import type { Run } from '../../shared/oauth/run.ts'
import type { Features } from './features.tsx'

/** The run that Flows shows, while `active`; null where there is none. */
export function useSelectedRun(features: Features, active: boolean): Run | null {
  const [run, setRun] = useState<Run | null>(null)
  useEffect(() => {
    if (!active) return
    let unsubscribe = () => {}
    let ended = false
    void features.flows().then((store) => {
      if (ended) return
      const follow = () => {
        const { runs, runId } = store.getState()
        setRun(runs.find(({ id }) => id === runId) ?? null)
      }
      follow()
      unsubscribe = store.subscribe(follow)
    })
    return () => {
      ended = true
      unsubscribe()
      setRun(null)
    }
  }, [features, active])
  return run
}
