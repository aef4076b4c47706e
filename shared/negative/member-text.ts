import type { Member } from '../token/reading.ts'

/** One JSON object as its members' names and raw texts, in order; what is not changed keeps its bytes. */
export type RawMembers = readonly (readonly [name: string, raw: string])[]

export function rawMembers(members: readonly Member[]): RawMembers {
  return members.map(({ name, raw }) => [name, raw])
}

/** The member with another value, in its place; at the end where it was not there. */
export function withMember(members: RawMembers, name: string, value: unknown): RawMembers {
  const raw = JSON.stringify(value)
  return members.some(([own]) => own === name)
    ? members.map(([own, old]) => [own, own === name ? raw : old])
    : [...members, [name, raw]]
}

export function withoutMember(members: RawMembers, ...names: readonly string[]): RawMembers {
  return members.filter(([own]) => !names.includes(own))
}

/** JSON text, without white space between the members. */
export function toJsonText(members: RawMembers): string {
  return `{${members.map(([name, raw]) => `${JSON.stringify(name)}:${raw}`).join(',')}}`
}
