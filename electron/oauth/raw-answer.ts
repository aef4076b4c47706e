import type { JsonObject } from '../../shared/oauth/read-id-token.ts'

/** An answer as the engine needs it: raw, and never handed outside the main process. */
export type RawAnswer = {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown
}

/** The body's members; none where it is not a JSON object. */
export function membersOf(json: unknown): JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : {}
}

/** A member that is a string with something in it, or null. */
export function stringMember(json: unknown, name: string): string | null {
  const members = membersOf(json)
  const value = Object.hasOwn(members, name) ? members[name] : undefined
  return typeof value === 'string' && value !== '' ? value : null
}

/** Unix seconds of the `Date` header; null where it is absent or unreadable. */
export function dateOf(answer: RawAnswer): number | null {
  const time = Date.parse(answer.headers.get('date') ?? '')
  return Number.isNaN(time) ? null : Math.floor(time / 1000)
}
