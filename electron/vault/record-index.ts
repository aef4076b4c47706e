import { AppError } from '../../shared/error.ts'
import type { Database } from './database.ts'
import {
  bucketId,
  type Entry,
  manifestKind,
  openBucket,
  openRoot,
  type Root,
  recordName,
  rootPlace,
  splitName,
} from './manifest.ts'
import { readNames, readRow, readRowOf } from './sealed-row.ts'

/** What an open vault knows of its records: the authenticated list, and the content of what was read. */
export type RecordIndex = {
  root: Root
  readonly buckets: Map<number, Map<string, Entry>>
  readonly kinds: Map<string, Map<string, Entry>>
}

const notAuthentic = 'the vault file changed on disk and is no longer authentic'

export function createIndex(): RecordIndex {
  return { root: { sequence: 0, buckets: new Map() }, buckets: new Map(), kinds: new Map() }
}

/**
 * Brings the index up to what the file says, as another process may have written. Only buckets of another version are
 * opened. Throws ERR_VAULT_DAMAGED when the file is older than what is known, not authentic, or has other rows
 * than its list. Runs inside a transaction, so that it sees one state.
 */
export function refreshIndex(database: Database, key: Buffer, index: RecordIndex): void {
  const root = openRoot(key, readRowOf(database, rootPlace.kind, rootPlace.id))
  if (!root || root.sequence < index.root.sequence) throw new AppError('ERR_VAULT_DAMAGED', notAuthentic)
  for (const [number, version] of root.buckets) {
    if (index.root.buckets.get(number) === version) continue
    const entries = openBucket(key, number, version, readRow(database, version))
    if (!entries) throw new AppError('ERR_VAULT_DAMAGED', notAuthentic)
    replaceBucket(index, number, entries)
  }
  index.root = root
  if (!isSameAsRows(index, readNames(database))) throw new AppError('ERR_VAULT_DAMAGED', notAuthentic)
}

export function replaceBucket(index: RecordIndex, number: number, entries: Map<string, Entry>): void {
  for (const name of index.buckets.get(number)?.keys() ?? []) {
    const [kind, id] = splitName(name)
    index.kinds.get(kind)?.delete(id)
  }
  for (const [name, entry] of entries) {
    const [kind, id] = splitName(name)
    idsOf(index, kind).set(id, entry)
  }
  index.buckets.set(number, entries)
}

export function idsOf(index: RecordIndex, kind: string): Map<string, Entry> {
  const found = index.kinds.get(kind) ?? new Map<string, Entry>()
  index.kinds.set(kind, found)
  return found
}

/** Forgets every content. */
export function clearIndex(index: RecordIndex): void {
  for (const bucket of index.buckets.values()) {
    for (const entry of bucket.values()) entry.content?.fill(0)
  }
  index.buckets.clear()
  index.kinds.clear()
}

function isSameAsRows(index: RecordIndex, names: string): boolean {
  const expected = new Set<string>([line(index.root.sequence, rootPlace.kind, rootPlace.id)])
  for (const [number, version] of index.root.buckets)
    expected.add(line(version, manifestKind, bucketId(number)))
  for (const bucket of index.buckets.values()) {
    for (const [name, { version }] of bucket) expected.add(`${version} ${name}`)
  }
  const found = names.split('\n')
  return found.length === expected.size && found.every((each) => expected.delete(each))
}

function line(version: number, kind: string, id: string): string {
  return `${version} ${recordName(kind, id)}`
}
