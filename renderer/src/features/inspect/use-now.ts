import { useEffect, useState } from 'react'

/** The time in Unix seconds, renewed every second; stands still at `fixed` where one is given. */
export function useNow(now: () => number, fixed: number | null = null): number {
  const [seconds, setSeconds] = useState(() => Math.floor(now() / 1000))
  useEffect(() => {
    if (fixed !== null) return
    setSeconds(Math.floor(now() / 1000))
    const timer = setInterval(() => setSeconds(Math.floor(now() / 1000)), 1000)
    return () => clearInterval(timer)
  }, [now, fixed])
  return fixed ?? seconds
}
