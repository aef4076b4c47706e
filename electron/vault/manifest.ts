import { createHash } from 'node:crypto'
import { openRecord, sealRecord } from './record-cipher.ts'
import type { SealedRow } from './sealed-row.ts'

/**
 * The sealed list of what the vault holds. Without it a row that vanished, or an older copy of a row put back in its
 * place, would go unnoticed: each row by itself would still be authentic. The list is cut into buckets by a hash of the
 * name, each sealed in a row of its own, and the root, sealed anew with every write, names the versions of these
 * parts: so a write costs a bucket and the root, however much the vault holds. Pages are parts as well: copies of the
 * small contents of one kind in one bucket, so that thousands are listed without opening each.
 */
export const manifestKind = 'manifest'

const rootId = 'root'
const bucketCount = 256

export type Root = {
  /** The last version given out. */
  readonly sequence: number
  /** The id of every part that was ever written → its version. */
  readonly parts: ReadonlyMap<string, number>
}

export type Entry = {
  readonly version: number
  /** The record's content where it was read before. */
  content: Buffer | null
}

/** kind → id → the record. */
export type Bucket = Map<string, Map<string, Entry>>

export const rootPlace = { kind: manifestKind, id: rootId } as const

export function bucketOf(kind: string, id: string): number {
  return (createHash('sha256').update(`${kind}/${id}`).digest()[0] ?? 0) % bucketCount
}

export function bucketId(number: number): string {
  return `bucket-${number}`
}

/** Null: the part is no bucket. */
export function bucketNumber(partId: string): number | null {
  const number = /^bucket-(\d{1,3})$/.exec(partId)?.[1]
  return number === undefined ? null : Number(number)
}

export function sealRoot(key: Buffer, { sequence, parts }: Root): SealedRow {
  return sealPart(key, rootId, sequence, Buffer.from(JSON.stringify([...parts])))
}

/** Null when it is not authentic. */
export function openRoot(key: Buffer, row: SealedRow | null): Root | null {
  const plain = openPart(key, rootId, row?.version ?? 0, row)
  if (!row || !plain) return null
  return { sequence: row.version, parts: new Map(JSON.parse(plain.toString('utf8')) as [string, number][]) }
}

export function sealBucket(key: Buffer, number: number, version: number, bucket: Bucket): SealedRow {
  const kinds = [...bucket].map(([kind, entries]) => [
    kind,
    [...entries].map(([id, entry]) => [id, entry.version]),
  ])
  return sealPart(key, bucketId(number), version, Buffer.from(JSON.stringify(kinds)))
}

/** Null when it is not authentic, or not the bucket of that number and version. */
export function openBucket(
  key: Buffer,
  number: number,
  version: number,
  row: SealedRow | null | undefined,
): Bucket | null {
  const plain = openPart(key, bucketId(number), version, row)
  if (!plain) return null
  const kinds = JSON.parse(plain.toString('utf8')) as [string, [string, number][]][]
  return new Map(
    kinds.map(([kind, entries]) => [
      kind,
      new Map(entries.map(([id, entryVersion]) => [id, { version: entryVersion, content: null }])),
    ]),
  )
}

export function sealPart(key: Buffer, id: string, version: number, plain: Buffer): SealedRow {
  const place = { kind: manifestKind, id, version }
  return { ...place, sealed: sealRecord(key, place, plain) }
}

/** Null when it is not authentic, or another part or another state of it. */
export function openPart(
  key: Buffer,
  id: string,
  version: number,
  row: SealedRow | null | undefined,
): Buffer | null {
  if (row?.kind !== manifestKind || row.id !== id || row.version !== version) return null
  return openRecord(key, row, row.sealed)
}
