import { membersOf, readJsonTree } from '../../../../../shared/token/json-strings.ts'
import type { DisclosureReading, Member, TokenReading } from '../../../../../shared/token/reading.ts'
import { type ClaimPath, jsonPathOf } from '../claim-path.ts'

export type ProcessedMembers = {
  readonly members: readonly Member[]
  /** JSONPaths of what came out of a disclosure; all that stands inside came with it. */
  readonly disclosed: ReadonlySet<string>
}

/** Deeper than any credential; nothing below is marked. */
const deepest = 64

/**
 * The claims of an SD-JWT with its disclosures in place, and which of them were disclosed: what stands in
 * `processedClaims` (RFC 9901 §7.1) and not in the signed payload. Of a list whose held-back elements cannot be told
 * from disclosed ones of the same value, the first is marked. Null where either is no JSON object.
 */
export function processedMembers(reading: TokenReading, processedClaims: string): ProcessedMembers | null {
  const signed = reading.segments.find(({ name }) => name === 'payload')?.members
  const tree = readJsonTree(processedClaims)
  const members = tree.isWellFormed ? membersOf(processedClaims, tree.root) : null
  if (!signed || !members) return null
  const disclosed = new Set<string>()
  const given = reading.disclosures ?? []
  markObject(
    Object.fromEntries(signed.map(({ name, value }) => [name, value])),
    members.map(({ name, value }) => [name, value] as const),
    [],
    given,
    disclosed,
  )
  const digests = signed.filter(({ name }) => name === '_sd' || name === '_sd_alg')
  return { members: [...members, ...digests], disclosed }
}

type Marks = Set<string>

function mark(
  signed: unknown,
  processed: unknown,
  path: ClaimPath,
  given: readonly DisclosureReading[],
  marks: Marks,
): void {
  if (path.length > deepest) return
  if (Array.isArray(processed)) {
    if (Array.isArray(signed)) markList(signed, processed, path, given, marks)
  } else if (isObject(processed) && isObject(signed)) {
    markObject(signed, Object.entries(processed), path, given, marks)
  }
}

function markObject(
  signed: object,
  processed: readonly (readonly [name: string, value: unknown])[],
  path: ClaimPath,
  given: readonly DisclosureReading[],
  marks: Marks,
): void {
  for (const [name, value] of processed) {
    const at = [...path, name]
    if (Object.hasOwn(signed, name)) {
      mark((signed as Record<string, unknown>)[name], value, at, given, marks)
      continue
    }
    marks.add(jsonPathOf(at))
    // What is disclosed may hold digests of its own; only one disclosure of this name leaves no doubt which it is.
    const [only, ...others] = given.filter((each) => each.name === name)
    if (only?.raw && others.length === 0) mark(parsed(only.raw), value, at, given, marks)
  }
}

function markList(
  signed: readonly unknown[],
  processed: readonly unknown[],
  path: ClaimPath,
  given: readonly DisclosureReading[],
  marks: Marks,
): void {
  const elements = new Set(
    given.filter(({ name }) => name === null).map(({ raw }) => JSON.stringify(parsed(raw ?? ''))),
  )
  let at = 0
  let plainLeft = signed.filter((item) => !isPlaceholder(item)).length
  for (const [index, item] of signed.entries()) {
    if (at >= processed.length) return
    const here = [...path, at]
    if (!isPlaceholder(item)) {
      plainLeft -= 1
      mark(item, processed[at], here, given, marks)
      at += 1
      continue
    }
    const left = processed.length - at
    if (left <= plainLeft) continue
    const allDisclosed = left === signed.length - index
    if (!allDisclosed && isObject(processed[at]) === false && !elements.has(JSON.stringify(processed[at]))) {
      continue
    }
    marks.add(jsonPathOf(here))
    at += 1
  }
}

function isPlaceholder(item: unknown): boolean {
  return isObject(item) && Object.hasOwn(item, '...')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined
  }
}
