import { isTimeClaim } from '../claims.ts'
import type { Member } from '../reading.ts'
import { canonicalItems, canonicalJson, canonicalMembers } from './canonical-json.ts'
import type { Comparable } from './read-comparable.ts'

/** How the two values of one name differ, beyond that they do. */
export type DifferenceDetail =
  /** The same meaning in another spelling: `1` and `1.0`, `"a b"` and `"b a"` as scopes, `"x"` and `["x"]` as aud. */
  | { readonly kind: 'spelling' }
  /** From the first to the second, in seconds. */
  | { readonly kind: 'time'; readonly seconds: number }
  /** Elements of a list, words of a scope, members of an object: those only in the second, and only in the first. */
  | { readonly kind: 'set'; readonly added: readonly string[]; readonly removed: readonly string[] }
  | {
      readonly kind: 'members'
      readonly added: readonly string[]
      readonly removed: readonly string[]
      readonly changed: readonly string[]
    }
  | { readonly kind: 'order' }

export type Difference = {
  readonly name: string
  /** Where the second says the same thing under another name: `scope` for `scp`. */
  readonly secondName?: string
  /** Added: only in the second. Removed: only in the first. */
  readonly kind: 'same' | 'changed' | 'added' | 'removed'
  /** JSON as written; null where there is none. */
  readonly first: string | null
  readonly second: string | null
  readonly detail: DifferenceDetail | null
}

export type Comparison = {
  /** In the order of the first, then what only the second has. Null where a side has no header. */
  readonly header: readonly Difference[] | null
  readonly claims: readonly Difference[]
  readonly signature: 'same' | 'different' | 'not_both'
  /** Every claim has the same meaning on both sides. */
  readonly sameClaims: boolean
  /** What is remarkable, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Compares two tokens, or a token and a JSON answer, name by name. Values are compared by meaning: number spelling,
 * escapes, white space, and the order of members and scopes count for nothing; big integers keep every digit. Of a
 * name that stands twice the last one counts. Proves nothing about either side. Linear but for sorting.
 */
export function compareTokens(first: Comparable, second: Comparable): Comparison {
  const claims = compareMembers(first.claims, second.claims)
  const header = first.header && second.header ? compareMembers(first.header, second.header, 'header') : null
  return {
    header,
    claims,
    signature:
      first.signature === null || second.signature === null
        ? 'not_both'
        : first.signature === second.signature
          ? 'same'
          : 'different',
    sameClaims: claims.every(({ kind }) => kind === 'same'),
    notes: [
      ...issuerNotes(claims, header !== null),
      ...audienceNotes(claims),
      ...first.notes.map((note) => `The first ${note}.`),
      ...second.notes.map((note) => `The second ${note}.`),
      ...duplicateNotes(first, 'first'),
      ...duplicateNotes(second, 'second'),
      ...headerNotes(header ?? [], claims),
      ...subjectNotes(claims),
    ],
  }
}

function compareMembers(
  first: readonly Member[],
  second: readonly Member[],
  of: 'header' | 'claims' = 'claims',
): readonly Difference[] {
  const ones = lastOf(first)
  const others = lastOf(second)
  const renamed = of === 'claims' ? renamedScope(ones, others) : null
  const names = [...ones.keys(), ...[...others.keys()].filter((name) => !ones.has(name))]
  return names.flatMap((name) => {
    if (name === renamed?.secondName) return []
    if (name === renamed?.name) return [renamed]
    return [compareValues(name, ones.get(name), others.get(name), of)]
  })
}

/** One issuer writes the scopes as `scp`, another as `scope`: they are one set on each side, and the name is not all that differs. */
function renamedScope(
  ones: ReadonlyMap<string, Member>,
  others: ReadonlyMap<string, Member>,
): (Difference & { readonly secondName: string }) | null {
  const only = (side: ReadonlyMap<string, Member>) =>
    side.has('scp') === side.has('scope') ? null : (side.get('scp') ?? side.get('scope') ?? null)
  const one = only(ones)
  const other = only(others)
  if (!one || !other || one.name === other.name || one.raw === null || other.raw === null) return null
  const sets = scopeSets(one.name, one, other)
  if (!sets) return null
  const detail = setDetail(sets[0], sets[1]) ?? ({ kind: 'set', added: [], removed: [] } as const)
  return {
    name: one.name,
    secondName: other.name,
    kind: 'changed',
    first: one.raw,
    second: other.raw,
    detail,
  }
}

function lastOf(members: readonly Member[]): ReadonlyMap<string, Member> {
  return new Map(members.map((member) => [member.name, member]))
}

function compareValues(
  name: string,
  one: Member | undefined,
  other: Member | undefined,
  of: 'header' | 'claims',
): Difference {
  const first = one?.raw ?? null
  const second = other?.raw ?? null
  const base = { name, first, second }
  if (!one || !other || first === null || second === null) {
    return { ...base, kind: first === null ? 'added' : 'removed', detail: null }
  }
  if (first === second) return { ...base, kind: 'same', detail: null }
  const same = canonicalJson(first) === canonicalJson(second) && canonicalJson(first) !== null
  if (same) return { ...base, kind: 'same', detail: { kind: 'spelling' } }
  const detail = detailOf(name, one, other, of)
  return detail?.kind === 'spelling'
    ? { ...base, kind: 'same', detail }
    : { ...base, kind: 'changed', detail }
}

function detailOf(
  name: string,
  one: Member,
  other: Member,
  of: 'header' | 'claims',
): DifferenceDetail | null {
  if (of === 'claims' && isTimeClaim(name)) {
    const seconds = Number(other.value) - Number(one.value)
    return typeof one.value === 'number' && typeof other.value === 'number' && Number.isFinite(seconds)
      ? { kind: 'time', seconds }
      : null
  }
  const sets = of === 'claims' ? (scopeSets(name, one, other) ?? audienceSets(name, one, other)) : null
  if (sets) return setDetail(sets[0], sets[1]) ?? { kind: 'spelling' }
  const items = [canonicalItems(one.raw), canonicalItems(other.raw)] as const
  if (items[0] && items[1]) return setDetail(items[0], items[1]) ?? { kind: 'order' }
  const members = [canonicalMembers(one.raw), canonicalMembers(other.raw)] as const
  return members[0] && members[1] ? memberDetail(members[0], members[1]) : null
}

/** Scopes are a set of words (RFC 6749 §3.3). */
function scopeSets(name: string, one: Member, other: Member) {
  if (name !== 'scope' && name !== 'scp') return null
  const words = ({ value }: Member) =>
    typeof value === 'string'
      ? value
          .split(' ')
          .filter((word) => word !== '')
          .map(quoted)
      : Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? (value as readonly string[]).map(quoted)
        : null
  return pair(words(one), words(other))
}

/** One audience may stand alone or in a list (RFC 7519 §4.1.3); their order says nothing. */
function audienceSets(name: string, one: Member, other: Member) {
  if (name !== 'aud') return null
  const list = ({ value }: Member) => {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    return items.every((item) => typeof item === 'string') ? (items as readonly string[]).map(quoted) : null
  }
  return pair(list(one), list(other))
}

/** Items are JSON text everywhere. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

function pair<T>(one: T | null, other: T | null): readonly [T, T] | null {
  return one !== null && other !== null ? [one, other] : null
}

/** What each side has more of; null where they hold the same, perhaps in another order. */
function setDetail(first: readonly string[], second: readonly string[]): DifferenceDetail | null {
  const added = without(second, first)
  const removed = without(first, second)
  return added.length + removed.length === 0 ? null : { kind: 'set', added, removed }
}

/** Counted: a value that stands twice on one side and once on the other is a difference. */
function without(all: readonly string[], taken: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const item of taken) left.set(item, (left.get(item) ?? 0) + 1)
  return all.filter((item) => {
    const count = left.get(item) ?? 0
    left.set(item, count - 1)
    return count <= 0
  })
}

function memberDetail(
  first: ReadonlyMap<string, string>,
  second: ReadonlyMap<string, string>,
): DifferenceDetail {
  return {
    kind: 'members',
    added: [...second.keys()].filter((name) => !first.has(name)),
    removed: [...first.keys()].filter((name) => !second.has(name)),
    changed: [...first.keys()].filter((name) => second.has(name) && second.get(name) !== first.get(name)),
  }
}

function duplicateNotes({ claims }: Comparable, which: string): readonly string[] {
  const twice = claims.find(({ duplicate }) => duplicate)
  if (!twice) return []
  return [`In the ${which} the name ${twice.name.slice(0, 60)} stands twice; its last value is compared.`]
}

/** First of all: who says it, and to whom. Between a token and an answer a missing name is usual. */
function issuerNotes(claims: readonly Difference[], bothTokens: boolean): readonly string[] {
  switch (kindOf(claims, 'iss')) {
    case 'changed':
      return ['They name different issuers (iss): the same subject of both need not be the same person.']
    case 'added':
      return bothTokens ? ['Only the second names an issuer (iss).'] : []
    case 'removed':
      return bothTokens ? ['Only the first names an issuer (iss).'] : []
    default:
      return []
  }
}

/** RFC 7519 §4.1.3: who does not find itself in aud must refuse the token. */
function audienceNotes(claims: readonly Difference[]): readonly string[] {
  const aud = claims.find(({ name }) => name === 'aud')
  if (aud?.kind !== 'changed') return []
  const shared = aud.detail?.kind === 'set' && aud.detail.removed.length < countOf(aud.first)
  return shared
    ? ['They share an audience (aud) and differ in others.']
    : ['They are for different audiences (aud): whoever is to accept the one must refuse the other.']
}

function countOf(raw: string | null): number {
  return raw === null ? 0 : (canonicalItems(raw)?.length ?? 1)
}

function kindOf(differences: readonly Difference[], name: string): Difference['kind'] | null {
  return differences.find((each) => each.name === name)?.kind ?? null
}

function headerNotes(header: readonly Difference[], claims: readonly Difference[]): readonly string[] {
  return [
    ...headerNote(header, 'kid', `They name different keys (kid)${whyOtherKey(claims)}.`, 'names its key'),
    ...headerNote(header, 'alg', 'They are signed with different algorithms.', 'names an algorithm'),
    ...headerNote(header, 'typ', 'They are of different types (typ).', 'says its type'),
  ]
}

function headerNote(
  header: readonly Difference[],
  name: string,
  different: string,
  says: string,
): readonly string[] {
  switch (kindOf(header, name)) {
    case 'changed':
      return [different]
    case 'added':
      return [`Only the second ${says} (${name}).`]
    case 'removed':
      return [`Only the first ${says} (${name}).`]
    default:
      return []
  }
}

/** Of one issuer there are two ways to come to another key; with two issuers it needs no reason. */
function whyOtherKey(claims: readonly Difference[]): string {
  const iss = kindOf(claims, 'iss')
  if (iss === 'same') return ': the issuer’s keys were rotated, or it signs with several'
  return iss === 'changed' ? ', as two issuers do' : ''
}

/** OIDC Core §5.3.2: a userinfo answer about someone else must not be used. */
function subjectNotes(claims: readonly Difference[]): readonly string[] {
  return claims.some(({ name, kind }) => name === 'sub' && kind === 'changed')
    ? ['They speak of different subjects (sub): claims of one must not be taken for claims of the other.']
    : []
}
