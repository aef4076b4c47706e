import { AppError } from '../../shared/error.ts'
import type { Database } from './database.ts'
import { type Bucket, bucketId, bucketOf, type Entry, sealBucket, sealRoot } from './manifest.ts'
import { openPage, type Page, pageId, pageLimit, sealPage } from './page.ts'
import { sealRecord } from './record-cipher.ts'
import { type RecordIndex, replaceBucket } from './record-index.ts'
import { type RecordChange, recordKinds } from './record-store.ts'
import { deleteRow, insertRow, readRow } from './sealed-row.ts'

/**
 * Writes the changes and the parts of the manifest that go with them. Runs inside a transaction; what it answers
 * brings the index up to it, once that is committed.
 */
export function applyChanges(
  database: Database,
  key: Buffer,
  index: RecordIndex,
  changes: readonly RecordChange[],
): () => void {
  let { sequence } = index.root
  const buckets = new Map<number, Bucket>()
  const pages = new Map<string, Page>()
  for (const { kind, id, bytes } of changes) {
    const number = bucketOf(kind, id)
    const bucket = given(buckets, number, () => copyOf(index.buckets.get(number)))
    const entries = given(bucket, kind, () => new Map<string, Entry>())
    const isListed = recordKinds[kind] === 'listed'
    const page =
      isListed && given(pages, pageId(kind, number), (name) => readPage(database, key, index, name))
    if (bytes) {
      sequence += 1
      const place = { kind, id, version: sequence }
      insertRow(database, { ...place, sealed: sealRecord(key, place, bytes) })
      const content = isListed ? Buffer.from(bytes) : null
      entries.set(id, { version: sequence, content })
      if (page && content && content.length <= pageLimit) page.set(id, { version: sequence, content })
      else if (page) page.delete(id)
    } else {
      deleteRow(database, kind, id)
      entries.delete(id)
      if (page) page.delete(id)
    }
  }
  const parts = new Map(index.root.parts)
  for (const [number, bucket] of buckets) {
    sequence += 1
    insertRow(database, sealBucket(key, number, sequence, bucket))
    parts.set(bucketId(number), sequence)
  }
  for (const [name, page] of pages) {
    sequence += 1
    insertRow(database, sealPage(key, name, sequence, page))
    parts.set(name, sequence)
  }
  const root = { sequence: sequence + 1, parts }
  insertRow(database, sealRoot(key, root))
  return () => {
    for (const [number, bucket] of buckets) replaceBucket(index, number, bucket)
    index.root = root
  }
}

function readPage(database: Database, key: Buffer, { root }: RecordIndex, name: string): Page {
  const version = root.parts.get(name)
  if (version === undefined) return new Map()
  const page = openPage(key, name, version, readRow(database, version))
  if (!page) throw new AppError('ERR_VAULT_DAMAGED', 'a part of the list of records is not what was written')
  return page
}

function given<Key, Value>(map: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make(key)
  map.set(key, made)
  return made
}

function copyOf(bucket: Bucket = new Map()): Bucket {
  return new Map([...bucket].map(([kind, entries]) => [kind, new Map(entries)]))
}
