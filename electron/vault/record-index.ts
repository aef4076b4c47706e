import { AppError } from '../../shared/error.ts'
import type { Database } from './database.ts'
import {
  type Bucket,
  bucketNumber,
  type Entry,
  manifestKind,
  openBucket,
  openRoot,
  type Root,
  rootPlace,
} from './manifest.ts'
import { openPage, pageKind } from './page.ts'
import { readNames, readRow, readRowOf, readRowsOf, type SealedRow } from './sealed-row.ts'

/** What an open vault knows of its records: the authenticated list, and the content of what was read. */
export type RecordIndex = {
  root: Root
  readonly buckets: Map<number, Bucket>
  readonly kinds: Map<string, Map<string, Entry>>
  /** The id of every page whose contents were taken over → its version. */
  readonly pages: Map<string, number>
}

const notAuthentic = 'the vault file changed on disk and is no longer authentic'

/** More rows than this are fetched at once. */
const fewRows = 8

export function createIndex(): RecordIndex {
  return { root: { sequence: 0, parts: new Map() }, buckets: new Map(), kinds: new Map(), pages: new Map() }
}

/**
 * Brings the index up to what the file says, as another process may have written. Only buckets of another version are
 * opened. Throws ERR_VAULT_DAMAGED when the file is older than what is known, not authentic, or has other rows
 * than its list. Runs inside a transaction, so that it sees one state.
 */
export function refreshIndex(database: Database, key: Buffer, index: RecordIndex): void {
  const root = openRoot(key, readRowOf(database, rootPlace.kind, rootPlace.id))
  if (!root || root.sequence < index.root.sequence) throw new AppError('ERR_VAULT_DAMAGED', notAuthentic)
  const changed = [...root.parts].flatMap(([id, version]) => {
    const number = bucketNumber(id)
    return number === null || index.root.parts.get(id) === version ? [] : [{ id, number, version }]
  })
  const rowOf = rowsOf(database, changed, 'bucket-')
  for (const { number, version } of changed) {
    const bucket = openBucket(key, number, version, rowOf(version))
    if (!bucket) throw new AppError('ERR_VAULT_DAMAGED', notAuthentic)
    replaceBucket(index, number, bucket)
  }
  index.root = root
  if (!isSameAsRows(index, readNames(database))) throw new AppError('ERR_VAULT_DAMAGED', notAuthentic)
}

/** Takes over what the pages of a kind hold. Throws ERR_VAULT_DAMAGED. */
export function loadPages(database: Database, key: Buffer, index: RecordIndex, kind: string): void {
  const changed = [...index.root.parts].flatMap(([id, version]) =>
    pageKind(id) === kind && index.pages.get(id) !== version ? [{ id, version }] : [],
  )
  const rowOf = rowsOf(database, changed, `page-${kind}-`)
  const entries = idsOf(index, kind)
  for (const { id, version } of changed) {
    const page = openPage(key, id, version, rowOf(version))
    if (!page) throw new AppError('ERR_VAULT_DAMAGED', notAuthentic)
    for (const [name, { version: entryVersion, content }] of page) {
      const entry = entries.get(name)
      if (entry?.version === entryVersion) entry.content ??= content
    }
    index.pages.set(id, version)
  }
}

function rowsOf(
  database: Database,
  wanted: readonly unknown[],
  idStart: string,
): (version: number) => SealedRow | null | undefined {
  if (wanted.length <= fewRows) return (version) => readRow(database, version)
  const rows = new Map(readRowsOf(database, manifestKind, idStart).map((row) => [row.version, row]))
  return (version) => rows.get(version)
}

export function replaceBucket(index: RecordIndex, number: number, bucket: Bucket): void {
  const before = index.buckets.get(number)
  for (const [kind, entries] of before ?? []) {
    for (const id of entries.keys()) index.kinds.get(kind)?.delete(id)
  }
  for (const [kind, entries] of bucket) {
    const known = idsOf(index, kind)
    for (const [id, entry] of entries) {
      const old = before?.get(kind)?.get(id)
      if (old?.version === entry.version) entry.content ??= old.content
      known.set(id, entry)
    }
  }
  index.buckets.set(number, bucket)
}

export function idsOf(index: RecordIndex, kind: string): Map<string, Entry> {
  const found = index.kinds.get(kind) ?? new Map<string, Entry>()
  index.kinds.set(kind, found)
  return found
}

/** Forgets every content. */
export function clearIndex(index: RecordIndex): void {
  for (const entries of index.kinds.values()) {
    for (const { content } of entries.values()) content?.fill(0)
  }
  index.buckets.clear()
  index.kinds.clear()
  index.pages.clear()
}

/** Every row is in the list, and every entry of the list has its row. */
function isSameAsRows({ root, kinds }: RecordIndex, names: ReadonlyMap<string, string>): boolean {
  const parts = new Map([...root.parts, [rootPlace.id, root.sequence]])
  let expected = parts.size
  for (const entries of kinds.values()) expected += entries.size
  let found = 0
  for (const [kind, text] of names) {
    const entries = kinds.get(kind)
    for (const line of text.split('\n')) {
      const space = line.indexOf(' ')
      const id = line.slice(space + 1)
      const version = kind === manifestKind ? parts.get(id) : entries?.get(id)?.version
      if (version !== Number(line.slice(0, space))) return false
      found += 1
    }
  }
  return found === expected
}
