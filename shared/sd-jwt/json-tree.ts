import { visit } from 'jsonc-parser'
import { readJson } from '../token/json-text.ts'

/** A JSON value whose parts keep the text they were written in: numbers keep every digit, strings their escapes. */
export type JsonNode =
  | { readonly kind: 'object'; readonly raw: string; readonly members: readonly JsonTreeMember[] }
  | { readonly kind: 'array'; readonly raw: string; readonly items: readonly JsonNode[] }
  | { readonly kind: 'scalar'; readonly raw: string }

export type JsonTreeMember = { readonly name: string; readonly rawName: string; readonly value: JsonNode }

export type JsonTree =
  | { readonly ok: true; readonly root: JsonNode }
  /** The first thing that is wrong, as a sentence. */
  | { readonly ok: false; readonly message: string }

type Open = {
  readonly kind: 'object' | 'array'
  readonly start: number
  readonly members: JsonTreeMember[]
  readonly items: JsonNode[]
  name: { readonly name: string; readonly rawName: string } | null
}

/**
 * Reads one JSON value strictly (RFC 8259): no duplicate names at any depth, not deeper than the limit of `readJson`,
 * nothing after it. Never throws; linear in the length of the text.
 */
export function parseJsonTree(text: string): JsonTree {
  const reading = readJson(text)
  const problem = reading.problems.find(({ severity }) => severity === 'error')
  if (problem) return { ok: false, message: problem.message }
  const stack: Open[] = []
  let root: JsonNode | null = null
  const add = (node: JsonNode) => {
    const parent = stack.at(-1)
    if (!parent) root = node
    else if (parent.kind === 'array') parent.items.push(node)
    else if (parent.name) {
      parent.members.push({ ...parent.name, value: node })
      parent.name = null
    }
  }
  const open = (kind: Open['kind']) => (start: number) => {
    stack.push({ kind, start, members: [], items: [], name: null })
  }
  const close = (offset: number) => {
    const ended = stack.pop()
    if (!ended) return
    const raw = text.slice(ended.start, offset + 1)
    add(
      ended.kind === 'object'
        ? { kind: 'object', raw, members: ended.members }
        : { kind: 'array', raw, items: ended.items },
    )
  }
  visit(
    text,
    {
      onObjectBegin: open('object'),
      onArrayBegin: open('array'),
      onObjectEnd: close,
      onArrayEnd: close,
      onObjectProperty: (name, offset, length) => {
        const parent = stack.at(-1)
        if (parent) parent.name = { name, rawName: text.slice(offset, offset + length) }
      },
      onLiteralValue: (_value, offset, length) =>
        add({ kind: 'scalar', raw: text.slice(offset, offset + length) }),
    },
    { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
  )
  return root === null ? { ok: false, message: 'There is no JSON value.' } : { ok: true, root }
}

/** The string that a node is; null for anything else. */
export function stringOf(node: JsonNode | undefined): string | null {
  if (node?.kind !== 'scalar' || !node.raw.startsWith('"')) return null
  const value: unknown = JSON.parse(node.raw)
  return typeof value === 'string' ? value : null
}

/** The value of a member of an object; undefined where there is none. */
export function memberOf(node: JsonNode, name: string): JsonNode | undefined {
  return node.kind === 'object' ? node.members.find((member) => member.name === name)?.value : undefined
}
