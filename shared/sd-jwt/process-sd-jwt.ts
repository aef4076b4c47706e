import { maxJsonDepth } from '../token/json-text.ts'
import { type SdHashChoice, sdHashOf } from './hash-algorithm.ts'
import { type JsonNode, type JsonTreeMember, parseJsonTree, stringOf } from './json-tree.ts'
import { claimPath, itemPath } from './node-path.ts'
import type { Disclosure } from './read-disclosure.ts'

/** More than any credential has; a presentation with more is not processed. */
export const maxDisclosures = 2_000

/** Why an SD-JWT must be rejected, each with the step of RFC 9901 §7.1 that says so. */
export type SdProblemCode =
  | 'SD_ALG'
  | 'SD_STRUCTURE'
  | 'DIGEST_TWICE'
  | 'DISCLOSURE_MALFORMED'
  | 'DISCLOSURE_UNUSED'
  | 'DISCLOSURE_TWICE'
  | 'DISCLOSURE_LENGTH'
  | 'DISCLOSURE_NAME'
  | 'CLAIM_EXISTS'
  | 'TOO_DEEP'
  | 'TOO_MANY'

export type SdProblem = { readonly code: SdProblemCode; readonly message: string }

export type DisclosureOutcome = {
  readonly index: number
  /** Base64url; null where the hash algorithm is not known. */
  readonly digest: string | null
  readonly disclosure: Disclosure
  /** Where its digest stands, for example `address.street` or `nationalities[0]`; null where nowhere. */
  readonly path: string | null
  /** The disclosure inside which its digest stands; null where that is the signed payload itself. */
  readonly parent: number | null
  readonly problem: SdProblem | null
}

export type SdJwtProcessing = {
  readonly hash: SdHashChoice
  readonly disclosures: readonly DisclosureOutcome[]
  /** What is wrong with the payload, or with the whole; what is wrong with one disclosure stands there. */
  readonly problems: readonly SdProblem[]
  /** Digests without a disclosure: claims that are held back, or decoys; nobody can tell which. */
  readonly undisclosed: number
  /** The processed payload as JSON text, its values as written; null where the SD-JWT must be rejected. */
  readonly claims: string | null
}

export type DigestedDisclosure = { readonly disclosure: Disclosure; readonly digest: string | null }

type Placing = { path: string | null; parent: number | null; problem: SdProblem | null }

/**
 * Puts disclosures in place of their digests (RFC 9901 §7.1 steps 3 to 5). `payloadText` is the JSON of the
 * issuer-signed payload; each digest was computed over the disclosure's text with the hash that `sdHashOf` names.
 * Never throws; nearly linear. Promises nothing about the issuer's signature: that is checked elsewhere.
 */
export function processSdJwt(payloadText: string, given: readonly DigestedDisclosure[]): SdJwtProcessing {
  const tree = parseJsonTree(payloadText)
  const root: JsonNode = tree.ok ? tree.root : { kind: 'scalar', raw: 'null' }
  const hash = sdHashOf(root)
  const walk = createWalk(given)
  if (!tree.ok) walk.problem('SD_STRUCTURE', `The payload cannot be read: ${tree.message}`)
  else if (root.kind !== 'object') walk.problem('SD_STRUCTURE', 'The payload is not a JSON object.')
  if (!hash.ok) {
    walk.problem('SD_ALG', `_sd_alg is ${hash.found}; sha-256, sha-384 or sha-512 is expected.`)
  }
  if (given.length > maxDisclosures) {
    walk.problem(
      'TOO_MANY',
      `There are ${given.length} disclosures; at most ${maxDisclosures} are processed.`,
    )
  }
  const processed =
    hash.ok && given.length <= maxDisclosures && root.kind === 'object' ? walk.start(root) : null
  const disclosures = walk.finish(processed !== null)
  const rejected = walk.problems.length > 0 || disclosures.some(({ problem }) => problem !== null)
  return {
    hash,
    disclosures,
    problems: walk.problems,
    undisclosed: walk.undisclosed(),
    claims: rejected || processed === null ? null : processed.raw,
  }
}

function createWalk(given: readonly DigestedDisclosure[]) {
  const placings: readonly Placing[] = given.map(({ disclosure }) => ({
    path: null,
    parent: null,
    problem: disclosure.ok ? null : { code: 'DISCLOSURE_MALFORMED', message: disclosure.message },
  }))
  const byDigest = new Map<string, number>()
  given.forEach(({ digest }, index) => {
    if (digest === null) return
    const first = byDigest.get(digest)
    const placing = placings[index]
    if (first === undefined) byDigest.set(digest, index)
    else if (placing) {
      const message = `The same disclosure stands at ${first + 1} and at ${index + 1}.`
      placing.problem ??= { code: 'DISCLOSURE_TWICE', message }
    }
  })
  const problems: SdProblem[] = []
  const seen = new Set<string>()
  let undisclosed = 0

  const problem = (code: SdProblemCode, message: string) => {
    if (problems.length < 20) problems.push({ code, message })
  }

  /** The disclosure whose digest this is, on its first appearance; null where it is held back or cannot be used. */
  const take = (digest: string, path: string, parent: number | null) => {
    if (seen.has(digest)) {
      problem('DIGEST_TWICE', `The digest ${digest.slice(0, 60)} stands twice, the second time at ${path}.`)
      return null
    }
    seen.add(digest)
    const index = byDigest.get(digest)
    const placing = index === undefined ? undefined : placings[index]
    const disclosure = index === undefined ? undefined : given[index]?.disclosure
    if (index === undefined || !placing || !disclosure) {
      undisclosed += 1
      return null
    }
    placing.path = path
    placing.parent = parent
    return disclosure.ok ? { index, placing, disclosure } : null
  }

  const object = (node: Extract<JsonNode, { kind: 'object' }>, at: Place): JsonNode => {
    const kept: JsonTreeMember[] = []
    let changed = false
    let digests: readonly JsonNode[] = []
    for (const member of node.members) {
      const { name, value } = member
      if (name === '_sd') {
        changed = true
        if (value.kind === 'array' && value.items.every((item) => stringOf(item) !== null)) {
          digests = value.items
        } else problem('SD_STRUCTURE', `_sd at ${shown(at.path)} is not an array of strings.`)
      } else if (name === '...') {
        problem('SD_STRUCTURE', `The name ... stands at ${shown(at.path)}, where no array element is.`)
      } else if (name === '_sd_alg') {
        changed = true
        if (at.depth > 0) problem('SD_STRUCTURE', `_sd_alg stands at ${shown(at.path)}, not at the top.`)
      } else {
        const next = visit(value, { ...at, path: claimPath(at.path, name), depth: at.depth + 1 })
        changed ||= next !== value
        kept.push(next === value ? member : { ...member, value: next })
      }
    }
    if (!changed) return node
    const names = new Set(kept.map(({ name }) => name))
    const found = digests
      .map((digest) => take(stringOf(digest) ?? '', shown(at.path), at.parent))
      .filter((taken) => taken !== null)
      .sort((a, b) => a.index - b.index)
    for (const { index, placing, disclosure } of found) {
      const { name, rawName, value } = disclosure
      if (name === null || rawName === null) {
        placing.problem ??= lengthProblem('2 elements', 'a claim', '3')
        continue
      }
      const path = claimPath(at.path, name)
      placing.path = path
      const refused = nameProblem(name, names, at.path)
      if (refused) {
        placing.problem ??= refused
        continue
      }
      names.add(name)
      kept.push({ name, rawName, value: visit(value, { path, parent: index, depth: at.depth + 1 }) })
    }
    return writeObject(kept)
  }

  const array = (node: Extract<JsonNode, { kind: 'array' }>, at: Place): JsonNode => {
    const items: JsonNode[] = []
    let changed = false
    node.items.forEach((item, position) => {
      const place = { ...at, path: itemPath(at.path, position), depth: at.depth + 1 }
      const placeholder = item.kind === 'object' ? item.members.find(({ name }) => name === '...') : undefined
      if (!placeholder) {
        const next = visit(item, place)
        changed ||= next !== item
        items.push(next)
        return
      }
      changed = true
      const digest = stringOf(placeholder.value)
      if (digest === null || (item.kind === 'object' && item.members.length !== 1)) {
        problem('SD_STRUCTURE', `The placeholder at ${shown(place.path)} is not one ... with a string.`)
        return
      }
      const taken = take(digest, place.path, at.parent)
      if (!taken) return
      if (taken.disclosure.name !== null) {
        taken.placing.problem ??= lengthProblem('3 elements', 'an array element', '2')
        return
      }
      items.push(visit(taken.disclosure.value, { ...place, parent: taken.index }))
    })
    if (!changed) return node
    return { kind: 'array', items, raw: `[${items.map(({ raw }) => raw).join(',')}]` }
  }

  const visit = (node: JsonNode, at: Place): JsonNode => {
    if (node.kind === 'scalar') return node
    if (at.depth >= maxJsonDepth) {
      problem('TOO_DEEP', `The claims are nested deeper than ${maxJsonDepth} levels.`)
      return node
    }
    return node.kind === 'object' ? object(node, at) : array(node, at)
  }

  return {
    problem,
    problems,
    undisclosed: () => undisclosed,
    start: (root: JsonNode) => visit(root, { path: '', parent: null, depth: 0 }),
    finish: (walked: boolean): readonly DisclosureOutcome[] =>
      placings.map(({ path, parent, problem }, index) => {
        const { disclosure, digest } = given[index] ?? unknownDisclosure
        const unused = walked && path === null && problem === null
        return { index, digest, disclosure, path, parent, problem: unused ? unusedProblem : problem }
      }),
  }
}

type Place = { readonly path: string; readonly parent: number | null; readonly depth: number }

const unknownDisclosure: DigestedDisclosure = {
  digest: null,
  disclosure: { ok: false, text: '', decoded: null, message: 'There is no disclosure.' },
}

const unusedProblem: SdProblem = {
  code: 'DISCLOSURE_UNUSED',
  message: 'Nothing that the issuer signed holds its digest, so the issuer never said this.',
}

function nameProblem(name: string, names: ReadonlySet<string>, path: string): SdProblem | null {
  if (name === '_sd' || name === '...' || name === '_sd_alg') {
    return { code: 'DISCLOSURE_NAME', message: `A disclosed claim must not be called ${name}.` }
  }
  if (!names.has(name)) return null
  return {
    code: 'CLAIM_EXISTS',
    message: `The claim ${name.slice(0, 60)} already stands at ${shown(path)}.`,
  }
}

function lengthProblem(found: string, what: string, expected: string): SdProblem {
  const message = `The disclosure has ${found}, and its digest stands where ${what} with ${expected} is expected.`
  return { code: 'DISCLOSURE_LENGTH', message }
}

function writeObject(members: readonly JsonTreeMember[]): JsonNode {
  const raw = `{${members.map(({ rawName, value }) => `${rawName}:${value.raw}`).join(',')}}`
  return { kind: 'object', raw, members }
}

function shown(path: string): string {
  return path === '' ? 'the top' : path
}
