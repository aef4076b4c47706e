const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export type InstantInWords = {
  /** In the machine's time zone, for example `23 Nov 2026 15:30:00 +01:00`. */
  readonly local: string
  /** RFC 3339 in UTC, for example `2026-11-23T14:30:00Z`; with a fraction only where there is one. */
  readonly utc: string
  /** From now, for example `in 43 min` or `17 min ago`. */
  readonly relative: string
}

/** An instant in words; null where the seconds are no number or beyond the range of a date. */
export function describeInstant(unixSeconds: number, nowSeconds: number): InstantInWords | null {
  const date = new Date(unixSeconds * 1000)
  if (!Number.isFinite(date.getTime())) return null
  return {
    local: `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()} ${clock(date)} ${offset(date)}`,
    utc: formatUtc(unixSeconds),
    relative: describeRelative(unixSeconds - nowSeconds),
  }
}

/** RFC 3339 in UTC; the seconds must be in the range of a date. */
export function formatUtc(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace(/\.000Z$/, 'Z')
}

/**
 * Whether a number given as Unix seconds is more likely one of milliseconds: ten digits of seconds end in the year
 * 2286, and thirteen of milliseconds begin in 2001.
 */
export function looksLikeMilliseconds(unixSeconds: number): boolean {
  return unixSeconds >= 10_000_000_000
}

/** `in 43 min`, `17 min ago`, `now`. */
export function describeRelative(seconds: number): string {
  if (Math.abs(seconds) < 1) return 'now'
  return seconds > 0 ? `in ${describeDuration(seconds)}` : `${describeDuration(-seconds)} ago`
}

const units: readonly (readonly [name: string, seconds: number])[] = [
  ['y', 31_557_600],
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
]

/** A length of time in at most two units, the smaller one left out where it is small: `3 h 12 min`, `43 min`, `8 s`. */
export function describeDuration(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds))
  if (!Number.isFinite(whole)) return 'an unknown time'
  const first = units.findIndex(([, size]) => whole >= size)
  const [name, size] = units[first] ?? ['s', 1]
  const count = Math.floor(whole / size)
  const next = units[first + 1]
  // "1 min 20 s" matters, "43 min 7 s" does not.
  if (!next || count >= 10) return `${count} ${name}`
  const rest = Math.floor((whole - count * size) / next[1])
  return rest === 0 ? `${count} ${name}` : `${count} ${name} ${rest} ${next[0]}`
}

const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/

/** Unix seconds from RFC 3339 text or from a number of Unix seconds; null where it is neither. */
export function parseInstant(text: string): number | null {
  const trimmed = text.trim()
  if (/^-?\d{1,15}(\.\d{1,9})?$/.test(trimmed)) {
    const seconds = Number(trimmed)
    return Number.isFinite(new Date(seconds * 1000).getTime()) ? seconds : null
  }
  const parts = rfc3339.exec(trimmed)
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const zoneHour = Number(parts[9] ?? 0)
  const zoneMinute = Number(parts[10] ?? 0)
  // A leap second is written :60 (RFC 3339 §5.7); Unix time counts it as the next second.
  if (hour > 23 || minute > 59 || second > 60 || zoneHour > 23 || zoneMinute > 59) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  const zone = (zoneHour * 3600 + zoneMinute * 60) * (parts[8] === '-' ? -1 : 1)
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second + Number(parts[7] ?? 0) - zone
}

function clock(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
}

function offset(date: Date): string {
  const minutes = -date.getTimezoneOffset()
  const absolute = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(Math.floor(absolute % 60))}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
