import { useEffect, useState } from 'react'

/** What a question about this machine brings, asked once; null until then and where nothing comes. */
export function useAnswer<T>(ask: () => Promise<T | null>): T | null {
  const [answer, setAnswer] = useState<T | null>(null)
  useEffect(() => {
    let isGone = false
    void ask().then((found) => {
      if (!isGone) setAnswer(found)
    })
    return () => {
      isGone = true
    }
  }, [ask])
  return answer
}
