import { createHash } from 'node:crypto'
import { openRecord, sealRecord } from './record-cipher.ts'
import type { SealedRow } from './sealed-row.ts'

/**
 * The sealed list of what the vault holds. Without it a row that vanished, or an older copy of a row put back in its
 * place, would go unnoticed: each row by itself would still be authentic. The list is cut into buckets by a hash of the
 * name, each sealed in a row of its own, and the root, sealed anew with every write, names the buckets' versions: so a
 * write costs one bucket and the root, however much the vault holds.
 */
export const manifestKind = 'manifest'

const rootId = 'root'
const bucketCount = 256

export type Entry = {
  readonly version: number
  /** The record's content where it is kept in the list, or was read before. */
  content: Buffer | null
}

export type Root = {
  /** The last version given out. */
  readonly sequence: number
  /** The number of each bucket that was ever written → its version. */
  readonly buckets: ReadonlyMap<number, number>
}

/** `kind/id` → the record. */
export type Bucket = ReadonlyMap<string, Entry>

export function recordName(kind: string, id: string): string {
  return `${kind}/${id}`
}

/** Kinds hold no slash. */
export function splitName(name: string): readonly [kind: string, id: string] {
  const slash = name.indexOf('/')
  return [name.slice(0, slash), name.slice(slash + 1)]
}

export function bucketOf(name: string): number {
  return (createHash('sha256').update(name).digest()[0] ?? 0) % bucketCount
}

export const rootPlace = { kind: manifestKind, id: rootId } as const

export function bucketId(number: number): string {
  return `bucket-${number}`
}

export function sealRoot(key: Buffer, root: Root): SealedRow {
  const place = { ...rootPlace, version: root.sequence }
  const plain = Buffer.from(JSON.stringify([...root.buckets]))
  return { ...place, sealed: sealRecord(key, place, plain) }
}

/** Null when it is not authentic. */
export function openRoot(key: Buffer, row: SealedRow | null): Root | null {
  if (row?.kind !== rootPlace.kind || row.id !== rootPlace.id) return null
  const plain = openRecord(key, row, row.sealed)
  if (!plain) return null
  return { sequence: row.version, buckets: new Map(JSON.parse(plain.toString('utf8')) as [number, number][]) }
}

/** `isInlined` says which contents are kept in the list. */
export function sealBucket(
  key: Buffer,
  number: number,
  version: number,
  bucket: Bucket,
  isInlined: (kind: string, content: Buffer) => boolean,
): SealedRow {
  const place = { kind: manifestKind, id: bucketId(number), version }
  const entries = [...bucket].map(([name, entry]) => {
    const isKept = entry.content && isInlined(splitName(name)[0], entry.content)
    return isKept ? [name, entry.version, entry.content?.toString('base64')] : [name, entry.version]
  })
  return { ...place, sealed: sealRecord(key, place, Buffer.from(JSON.stringify(entries))) }
}

/** Null when it is not authentic, or not the bucket of that number and version. */
export function openBucket(
  key: Buffer,
  number: number,
  version: number,
  row: SealedRow | null,
): Map<string, Entry> | null {
  if (row?.kind !== manifestKind || row.id !== bucketId(number) || row.version !== version) return null
  const plain = openRecord(key, row, row.sealed)
  if (!plain) return null
  const entries = JSON.parse(plain.toString('utf8')) as [string, number, string?][]
  plain.fill(0)
  return new Map(
    entries.map(([name, version, content]) => [
      name,
      { version, content: content === undefined ? null : Buffer.from(content, 'base64') },
    ]),
  )
}
