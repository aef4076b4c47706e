import { type Node, parseTree } from 'jsonc-parser'
import { findTooDeep, type JsonProblem, readJson } from './json-text.ts'
import type { ToInput } from './read-segment.ts'
import type { Member } from './reading.ts'

/** A JSON text as a tree with positions, and what is wrong with it. */
export type JsonTree = {
  readonly text: string
  readonly root: Node | null
  readonly isWellFormed: boolean
  readonly problems: readonly JsonProblem[]
}

/**
 * JSON as a tree with the position of every value, as far as it can be read (RFC 8259). Never throws; linear; what is
 * nested deeper than `maxJsonDepth` is left out and said.
 */
export function readJsonTree(text: string): JsonTree {
  const { isWellFormed, problems } = readJson(text)
  const tooDeep = findTooDeep(text)
  const root = parseTree(tooDeep === -1 ? text : text.slice(0, tooDeep), [], {
    disallowComments: true,
    allowTrailingComma: false,
  })
  return { text, root: root ?? null, isWellFormed, problems }
}

export type NamedNode = {
  readonly name: string
  readonly key: Node
  readonly node: Node
  readonly duplicate: boolean
}

/** The members of an object node with their values' nodes, in order; a name without a value is left out. */
export function namedNodes(object: Node | null | undefined): readonly NamedNode[] {
  if (object?.type !== 'object') return []
  const seen = new Set<string>()
  const found: NamedNode[] = []
  for (const property of object.children ?? []) {
    const [key, node] = property.children ?? []
    if (!key || !node || typeof key.value !== 'string') continue
    found.push({ name: key.value, key, node, duplicate: seen.has(key.value) })
    seen.add(key.value)
  }
  return found
}

/** The node of a name; of a name that stands twice the last, as `JSON.parse` takes it. */
export function nodeOf(members: readonly NamedNode[], name: string): Node | null {
  return members.findLast((member) => member.name === name)?.node ?? null
}

/** An object's members with their values exactly as written; null for anything but an object. */
export function membersOf(text: string, object: Node | null): readonly Member[] | null {
  if (object?.type !== 'object') return null
  return namedNodes(object).flatMap(({ name, node, duplicate }) => {
    const raw = text.slice(node.offset, node.offset + node.length)
    const value = parseValue(raw)
    return value === undefined ? [] : [{ name, raw, value: value.value, duplicate }]
  })
}

export type StringContents = {
  /** Escapes undone. */
  readonly text: string
  /** Of the contents between the quotes, in the JSON text. */
  readonly start: number
  readonly end: number
  /** From an offset in `text` to the offset in what was pasted. */
  readonly toInput: ToInput
}

/** What stands between the quotes of a string node; null for anything but a string. */
export function stringContents(json: string, node: Node | null, toInput: ToInput): StringContents | null {
  if (node?.type !== 'string' || typeof node.value !== 'string') return null
  const start = node.offset + 1
  const closed = node.length > 1 && json.charAt(node.offset + node.length - 1) === '"'
  const end = Math.max(start, node.offset + node.length - (closed ? 1 : 0))
  const raw = json.slice(start, end)
  const text: string = node.value
  if (raw === text) return { text, start, end, toInput: (offset) => toInput(start + offset) }
  const places = escapePlaces(raw)
  return {
    text,
    start,
    end,
    toInput: (offset) => toInput(start + Math.min(places[offset] ?? raw.length, raw.length)),
  }
}

/** Where each character of the unescaped text stands in the raw one (RFC 8259 §7). */
function escapePlaces(raw: string): readonly number[] {
  const places: number[] = []
  for (let index = 0; index < raw.length; index++) {
    places.push(index)
    if (raw.charCodeAt(index) === 0x5c) index += raw.charAt(index + 1) === 'u' ? 5 : 1
  }
  return places
}

function parseValue(raw: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(raw) }
  } catch {
    return undefined
  }
}
