const unitSeconds: Readonly<Record<string, number | undefined>> = {
  __proto__: null as never,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3_600,
  hour: 3_600,
  hours: 3_600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
  w: 604_800,
  week: 604_800,
  weeks: 604_800,
  y: 31_536_000,
  year: 31_536_000,
  years: 31_536_000,
}

/**
 * Unix seconds of a moment told from now: `now`, `now + 1h`, `now - 5 min`, `+1h 30m`, `-10s`. Null where the text
 * is none of these. A year is 365 days and a month does not exist here: a token's life is counted in seconds
 * (NumericDate, RFC 7519 §2). The result is whole seconds.
 */
export function parseRelativeTime(text: string, nowSeconds: number): number | null {
  if (text.length > 100) return null
  const compact = text.trim().toLowerCase()
  if (compact === 'now') return Math.floor(nowSeconds)
  const shape = /^(?:now\s*)?([+-])\s*(\d[\d\sa-z]*)$/.exec(compact)
  const amount = shape?.[2]
  if (!shape || amount === undefined) return null
  const parts = [...amount.matchAll(/(\d{1,12})\s*([a-z]+)\s*/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== amount) return null
  let seconds = 0
  for (const [, count, unit] of parts) {
    const size = unitSeconds[unit ?? '']
    if (size === undefined) return null
    seconds += Number(count) * size
  }
  const result = Math.floor(nowSeconds) + (shape[1] === '-' ? -seconds : seconds)
  return Number.isSafeInteger(result) ? result : null
}
