import type {
  CertificateFacts,
  KeyFinding,
  KeyFindingSeverity,
} from '../../../../shared/key/key-description.ts'
import type { KeyFacts } from '../../../../shared/key/key-record.ts'
import type { Jwk } from '../../jwk.ts'

/** One key of a set, with what was found out about it once for all rules. */
export type Member = {
  readonly index: number
  readonly jwk: Jwk
  readonly facts: KeyFacts
  readonly certificates: readonly CertificateFacts[]
}

/** A rule looks at the whole set and answers with what it found. `at`: Unix seconds. */
export type KeySetRule = (members: readonly Member[], at: number) => readonly KeyFinding[]

type Words = {
  readonly id: string
  readonly severity: KeyFindingSeverity
  /** Begins with the names of the keys, for example `has no kid`; the second form is for several. */
  readonly says: readonly [one: string, many: string]
  readonly advice: string
  readonly spec: string
}

/** One finding for all the members that a rule found at fault; none where it found none. */
export function findingFor(members: readonly Member[], words: Words): readonly KeyFinding[] {
  if (members.length === 0) return []
  const { id, severity, says, advice, spec } = words
  const sentence = `${namesOf(members)} ${members.length === 1 ? says[0] : says[1]}.`
  return [{ id, severity, keys: members.map(({ index }) => index), sentence, advice, spec }]
}

/** By kid where there is one that can be told apart, else by position. */
export function nameOf({ facts, index }: Member): string {
  return facts.kid ? `Key ${index + 1} (${facts.kid.slice(0, 60)})` : `Key ${index + 1}`
}

export function namesOf(members: readonly Member[]): string {
  const [first, ...others] = members
  if (!first || others.length === 0) return first ? nameOf(first) : ''
  const shown = members.slice(0, 6).map(({ index }) => index + 1)
  const more = members.length - shown.length
  return `Keys ${shown.slice(0, -1).join(', ')}${more > 0 ? ',' : ' and'} ${shown.at(-1)}${more > 0 ? ` and ${more} more` : ''}`
}

/** Members that share a value, two or more of each. */
export function sharing(
  members: readonly Member[],
  shared: (member: Member) => string | null,
): readonly (readonly Member[])[] {
  const groups = new Map<string, Member[]>()
  for (const member of members) {
    const value = shared(member)
    if (value === null) continue
    const group = groups.get(value)
    if (group) group.push(member)
    else groups.set(value, [member])
  }
  return [...groups.values()].filter(({ length }) => length > 1)
}
