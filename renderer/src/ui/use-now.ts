import { useEffect, useState } from 'react'

/** The time in milliseconds, each second anew while `ticking`. */
export function useNow(now: () => number, ticking: boolean): number {
  const [time, setTime] = useState(now)
  useEffect(() => {
    setTime(now())
    if (!ticking) return
    const timer = setInterval(() => setTime(now()), 1000)
    return () => clearInterval(timer)
  }, [now, ticking])
  return time
}
