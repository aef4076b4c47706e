import type { Check, VerdictCode } from '../verdict/check.ts'

type Facts = { readonly expected?: string; readonly found?: string; readonly note?: string }

export function passed(id: string, spec: string, facts: Facts = {}): Check {
  return { id, status: 'pass', ...facts, spec }
}

export function failed(id: string, spec: string, code: VerdictCode, facts: Facts = {}): Check {
  return { id, status: 'fail', code, ...facts, spec }
}

export function notChecked(
  id: string,
  spec: string,
  note: string,
  code: VerdictCode = 'NOT_VERIFIED',
): Check {
  return { id, status: 'not_checked', code, note, spec }
}

/** Clocks differ; this much is forgiven, in seconds. */
export const clockTolerance = 30

/** Seconds since the epoch as an ISO instant; numbers beyond what a date can hold stay numbers. */
export function instant(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds}` : date.toISOString().replace('.000Z', 'Z')
}

/** A span of time in its two largest units: `3 h 12 min`. */
export function duration(seconds: number): string {
  const rest = Math.round(Math.abs(seconds))
  const units: readonly (readonly [name: string, size: number])[] = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ]
  const first = units.findIndex(([, size]) => rest >= size)
  if (first === -1) return '0 s'
  let left = rest
  return units
    .slice(first, first + 2)
    .map(([name, size]) => {
      const count = Math.floor(left / size)
      left %= size
      return count === 0 ? '' : `${count} ${name}`
    })
    .filter((part) => part !== '')
    .join(' ')
}
