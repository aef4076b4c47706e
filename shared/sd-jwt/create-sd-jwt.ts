import { encodeBase64url } from '../token/base64url.ts'
import type { SdDigest, SdHashAlgorithm } from './hash-algorithm.ts'
import { type JsonNode, type JsonTreeMember, parseJsonTree } from './json-tree.ts'
import { claimPath, itemPath } from './node-path.ts'

/** Where a claim stands: names of members and positions in arrays, from the top. */
export type ClaimPath = readonly (string | number)[]

export type SdJwtPlan = {
  /** The claims as JSON text, as if everything were disclosed. */
  readonly claims: string
  /** The claims and array elements to be held in disclosures of their own. */
  readonly hidden: readonly ClaimPath[]
  /** One for each hidden path, base64url of 128 random bits or more (RFC 9901 §9.3). */
  readonly salts: readonly string[]
  readonly algorithm: SdHashAlgorithm
  /** Digests of nothing, each over random bytes, put among those of the top level (RFC 9901 §4.2.5). */
  readonly decoys?: readonly string[]
}

export type PreparedSdJwt =
  | {
      readonly ok: true
      /** The payload to be signed, as JSON text. */
      readonly payload: string
      /** In the order of the plan's paths. */
      readonly disclosures: readonly string[]
      /** What is allowed and seldom meant, one sentence each. */
      readonly warnings: readonly string[]
    }
  | { readonly ok: false; readonly message: string }

/** A verifier judges by these: held back, they are not judged (RFC 9901 §9.7, SD-JWT VC §3.2.2.2). */
const shouldStay = new Set(['iss', 'exp', 'nbf', 'iat', 'aud', 'cnf', 'vct', 'vct#integrity', 'status'])

/**
 * Prepares an SD-JWT for signing: puts digests where claims are hidden and makes their disclosures, from the inside
 * out, so that a hidden claim may stand in another one (RFC 9901 §4.2). Values keep the text they were written in.
 * Salts and the hash are passed in; nothing is signed here. Never throws for what the plan holds.
 */
export async function createSdJwt(plan: SdJwtPlan, digest: SdDigest): Promise<PreparedSdJwt> {
  const tree = parseJsonTree(plan.claims)
  if (!tree.ok) return { ok: false, message: tree.message }
  if (tree.root.kind !== 'object') return { ok: false, message: 'The claims are not a JSON object.' }
  const reserved = findReserved(tree.root)
  if (reserved !== null) {
    return { ok: false, message: `The name ${reserved} is reserved for the digests of an SD-JWT.` }
  }
  const salts = plan.salts.slice(0, plan.hidden.length)
  if (salts.length < plan.hidden.length) {
    return { ok: false, message: `${plan.hidden.length} salts are needed; there are ${plan.salts.length}.` }
  }
  if (new Set(salts).size < salts.length) return { ok: false, message: 'A salt is used twice.' }
  const wanted = new Map<string, number>()
  for (const [index, path] of plan.hidden.entries()) {
    const key = keyOf(path)
    if (path.length === 0 || nodeAt(tree.root, path) === undefined) {
      return { ok: false, message: `There is no claim at ${pathWords(path) || 'the empty path'}.` }
    }
    if (wanted.has(key)) return { ok: false, message: `${pathWords(path)} is named twice.` }
    wanted.set(key, index)
  }
  const texts: string[] = plan.hidden.map(() => '')
  const hide = async (index: number, parts: readonly string[]) => {
    const json = `[${[JSON.stringify(salts[index] ?? ''), ...parts].join(', ')}]`
    const text = encodeBase64url(new TextEncoder().encode(json))
    texts[index] = text
    return JSON.stringify(await digest(plan.algorithm, text))
  }

  const walk = async (node: JsonNode, path: ClaimPath): Promise<string> => {
    if (node.kind === 'scalar') return node.raw
    if (node.kind === 'array') {
      const items: string[] = []
      for (const [position, item] of node.items.entries()) {
        const at = [...path, position]
        const value = await walk(item, at)
        const index = wanted.get(keyOf(at))
        items.push(index === undefined ? value : `{"...":${await hide(index, [value])}}`)
      }
      return `[${items.join(',')}]`
    }
    const kept: string[] = []
    const digests: string[] = []
    for (const { name, rawName, value } of node.members) {
      const at = [...path, name]
      const text = await walk(value, at)
      const index = wanted.get(keyOf(at))
      if (index === undefined) kept.push(`${rawName}:${text}`)
      else digests.push(await hide(index, [rawName, text]))
    }
    if (path.length === 0) digests.push(...(plan.decoys ?? []).map((decoy) => JSON.stringify(decoy)))
    // Sorted, so that their order tells nothing about the claims (RFC 9901 §4.2.4.1).
    if (digests.length > 0) kept.push(`"_sd":[${digests.sort().join(',')}]`)
    if (path.length === 0 && (wanted.size > 0 || (plan.decoys ?? []).length > 0)) {
      kept.push(`"_sd_alg":${JSON.stringify(plan.algorithm)}`)
    }
    return `{${kept.join(',')}}`
  }

  const payload = await walk(tree.root, [])
  return { ok: true, payload, disclosures: texts, warnings: warningsOf(plan) }
}

function warningsOf({ hidden }: SdJwtPlan): readonly string[] {
  return hidden
    .filter((path) => path.length === 1 && shouldStay.has(String(path[0])))
    .map((path) => `A verifier judges by ${String(path[0])}; held in a disclosure, it may never see it.`)
}

function nodeAt(root: JsonNode, path: ClaimPath): JsonNode | undefined {
  let node: JsonNode | undefined = root
  for (const step of path) {
    if (node?.kind === 'object') {
      const found: JsonTreeMember | undefined = node.members.find(({ name }) => name === step)
      node = found?.value
    } else node = node?.kind === 'array' && typeof step === 'number' ? node.items[step] : undefined
  }
  return node
}

function findReserved(node: JsonNode): string | null {
  if (node.kind === 'scalar') return null
  const children = node.kind === 'object' ? node.members.map(({ value }) => value) : node.items
  if (node.kind === 'object') {
    const own = node.members.find(({ name }) => name === '_sd' || name === '...' || name === '_sd_alg')
    if (own) return own.name
  }
  for (const child of children) {
    const found = findReserved(child)
    if (found !== null) return found
  }
  return null
}

/** A name that looks like a position is another step than the position. */
function keyOf(path: ClaimPath): string {
  return JSON.stringify(path)
}

function pathWords(path: ClaimPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? itemPath(text, step) : claimPath(text, step)),
    '',
  )
}
