import type { Node } from 'jsonc-parser'
import { claimInfo, headerInfo, type NameInfo } from '../../../../shared/token/claims.ts'
import { namedNodes, readJsonTree } from '../../../../shared/token/json-strings.ts'
import { nestedInfo } from '../../../../shared/token/nested-claims.ts'
import type { Provider } from '../../../../shared/token/providers/find-provider.ts'
import type { Member } from '../../../../shared/token/reading.ts'
import { isTokenText } from '../../../../shared/token/token-text.ts'
import { explainValue } from '../../../../shared/token/value-info.ts'
import { type ClaimPath, jsonPathOf, namesOf } from './claim-path.ts'
import { type ClaimValue, readValue } from './claim-value.ts'

export type { ClaimValue } from './claim-value.ts'

export type ClaimRow = {
  /** Unique in its table, duplicates included. */
  readonly key: string
  /** A member's name, or `[0]` for an element of a list. */
  readonly name: string
  readonly path: ClaimPath
  /** The path in words: JSONPath. */
  readonly pathText: string
  /** The key of the object or list it belongs to; null for the outermost ones. */
  readonly parent: string | null
  readonly depth: number
  readonly duplicate: boolean
  readonly value: ClaimValue
  /** The JSON as written. */
  readonly raw: string
  /** What the copy button copies: a string's text, otherwise the JSON as written. */
  readonly copyText: string
  readonly info: NameInfo | null
  /** What this value means, where that is known. */
  readonly meaning: string | null
  /** The value is a token itself and can be opened. */
  readonly isToken: boolean
  /** How many rows belong to it, at any depth. */
  readonly inside: number
  /** It came out of a disclosure of an SD-JWT. */
  readonly disclosed: boolean
}

/** More rows than this are not made of what is nested; the value then stands as JSON in one row. */
const mostNested = 20_000

const noPaths: ReadonlySet<string> = new Set()

/** The rows of outermost members by what they are made of. */
export type MadeRows = ReadonlyMap<string, readonly ClaimRow[]>

const noneMade: MadeRows = new Map()

/**
 * Rows of a header or of claims, nested ones after the one they belong to, in the order of the token; the digests of
 * an SD-JWT stand last, as one row to unfold. `disclosed` holds the paths of what came out of disclosures.
 */
export function buildRows(
  members: readonly Member[],
  of: 'header' | 'payload',
  provider: Provider | null = null,
  disclosed: ReadonlySet<string> = noPaths,
): readonly ClaimRow[] {
  return buildRowsAgain(members, { of, provider, disclosed }, noneMade).rows
}

/** The same, but a member that stands as it stood when `before` was made keeps its very rows. */
export function buildRowsAgain(
  members: readonly Member[],
  table: RowTable,
  before: MadeRows,
): { readonly rows: readonly ClaimRow[]; readonly made: MadeRows } {
  const made = new Map<string, readonly ClaimRow[]>()
  let left = mostNested
  const rows = (table.of === 'payload' ? digestsLast(members) : members).flatMap((member, index) => {
    const origin = `${index} ${member.duplicate} ${member.name.length} ${member.name}${member.raw}`
    const known = before.get(origin)
    const { rows, whole } =
      known && known.length - 1 <= left
        ? { rows: known, whole: true }
        : memberRows(member, index, table, left)
    if (whole) made.set(origin, rows)
    left -= rows.length - 1
    return rows
  })
  return { rows: table.of === 'payload' ? withHashInside(rows) : rows, made }
}

/** What rows depend on beside their member. */
export type RowTable = {
  readonly of: 'header' | 'payload'
  readonly provider: Provider | null
  readonly disclosed: ReadonlySet<string>
}

/** One member and what is in it; `whole` where `most` nested rows were enough. */
function memberRows(
  member: Member,
  index: number,
  { of, provider, disclosed }: RowTable,
  most: number,
): { readonly rows: readonly ClaimRow[]; readonly whole: boolean } {
  const rows: ClaimRow[] = []
  let left = most
  let whole = true
  const add = (
    item: Pick<ClaimRow, 'name' | 'path' | 'parent' | 'depth' | 'duplicate' | 'raw'> & {
      readonly value: unknown
    },
    children: (() => readonly Child[]) | null,
    index: number,
  ) => {
    const { name, path, parent, depth, duplicate, raw } = item
    const key = parent === null ? `${index}` : `${parent}/${index}`
    const names = namesOf(path)
    const value = readValue(item.value, raw, of, names, provider)
    const at = rows.length
    const text = typeof item.value === 'string' ? item.value : null
    const pathText = jsonPathOf(path)
    const row: ClaimRow = {
      key,
      name,
      path,
      pathText,
      parent,
      depth,
      duplicate,
      value,
      raw,
      copyText: text ?? raw,
      info: infoOf(path, names, of, provider),
      meaning:
        of === 'payload' && typeof item.value !== 'object'
          ? explainValue(provider, names, text ?? raw)
          : null,
      isToken: text !== null && isTokenText(text),
      inside: 0,
      disclosed: disclosed.has(pathText),
    }
    rows.push(row)
    const nested = value.kind === 'group' && value.count > 0 ? (children?.() ?? []) : []
    if (nested.length > left) {
      whole = false
      return
    }
    left -= nested.length
    for (const [position, child] of nested.entries()) {
      add(
        { ...child, path: [...path, child.step], parent: key, depth: depth + 1 },
        () => childrenOf(child.node, child.json),
        position,
      )
    }
    rows[at] = { ...row, inside: rows.length - at - 1 }
  }
  add(
    { ...member, path: [member.name], parent: null, depth: 0 },
    () => {
      const { root, text } = readJsonTree(member.raw)
      return childrenOf(root, text)
    },
    index,
  )
  return { rows, whole }
}

/** What an SD-JWT holds back tells nothing by itself, so it does not stand before what the token says. */
function digestsLast(members: readonly Member[]): readonly Member[] {
  const isOf = (wanted: string) => members.filter(({ name }) => name === wanted)
  const digests = [...isOf('_sd'), ...isOf('_sd_alg')]
  return digests.length === 0 ? members : [...members.filter((each) => !digests.includes(each)), ...digests]
}

/** The hash that the digests were made with stands with them. */
function withHashInside(rows: readonly ClaimRow[]): readonly ClaimRow[] {
  const at = rows.findIndex(isDigests)
  const last = rows.at(-1)
  const digests = rows[at]
  if (!digests || last?.name !== '_sd_alg' || rows[at + digests.inside + 1] !== last) return rows
  return rows
    .with(at, { ...digests, inside: digests.inside + 1 })
    .with(-1, { ...last, parent: digests.key, depth: 1 })
}

/** The digests of an SD-JWT (RFC 9901 §4.2.4.1). */
export function isDigests({ name, value }: Pick<ClaimRow, 'name' | 'value'>): boolean {
  return name === '_sd' && value.kind === 'group' && value.of === 'list'
}

type Child = {
  readonly name: string
  readonly step: string | number
  readonly duplicate: boolean
  readonly raw: string
  readonly value: unknown
  readonly node: Node
  readonly json: string
}

function childrenOf(node: Node | null, json: string): readonly Child[] {
  const child = (item: Node, name: string, step: string | number, duplicate: boolean): Child => {
    const raw = json.slice(item.offset, item.offset + item.length)
    return { name, step, duplicate, raw, value: JSON.parse(raw), node: item, json }
  }
  if (node?.type === 'array')
    return (node.children ?? []).map((item, index) => child(item, `[${index}]`, index, false))
  return namedNodes(node).map(({ name, node: item, duplicate }) => child(item, name, name, duplicate))
}

function infoOf(
  path: ClaimPath,
  names: string,
  of: 'header' | 'payload',
  provider: Provider | null,
): NameInfo | null {
  const [first] = path
  if (typeof path.at(-1) === 'number') return null
  if (of === 'header') {
    return path.length === 1 ? (provider?.headerInfo(String(first)) ?? headerInfo(String(first))) : null
  }
  const own = provider?.claimInfo(names) ?? null
  if (own) return own
  return path.length === 1 ? claimInfo(String(first)) : nestedInfo(names)
}
