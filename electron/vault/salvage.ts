import {
  bucketNumber,
  bucketOf,
  type Entry,
  manifestKind,
  openBucket,
  openRoot,
  rootPlace,
} from './manifest.ts'
import { openPage, pageKind } from './page.ts'
import { openRecord } from './record-cipher.ts'
import { recordName, splitName } from './record-name.ts'
import type { RecordKind, StoredRecord } from './record-store.ts'
import type { SealedRow } from './sealed-row.ts'

export type Salvage = {
  /** Authentic, and (where its part of the list could be read) the version that the list names. */
  readonly good: readonly StoredRecord[]
  /**
   * `kind/id` of what is in the list or in the file and could not be read, is missing or is out of date.
   * Null: a part of the list itself could not be read, so nobody can say whether anything is missing.
   */
  readonly lost: readonly string[] | null
  /** Every row is what was written, and every record of the list has its row. */
  readonly isSound: boolean
}

/** Opens every record of a damaged file and holds the result against what can be read of the list. */
export function salvageRecords(key: Buffer, rows: readonly SealedRow[]): Salvage {
  const list = readList(key, rows)
  const good = new Map<string, StoredRecord>()
  const lost = new Set<string>()
  for (const row of rows) {
    if (row.kind === manifestKind) continue
    const name = recordName(row.kind, row.id)
    const bytes = openRecord(key, row, row.sealed)
    const expected = list.entries.get(name)?.version
    const isCurrent = list.isKnown(row.kind, row.id) ? expected === row.version : true
    if (bytes && isCurrent) good.set(name, { kind: row.kind as RecordKind, id: row.id, bytes })
    else lost.add(name)
  }
  let isSound = list.isSound && lost.size === 0
  for (const [name, { content }] of list.entries) {
    if (good.has(name)) continue
    isSound = false
    const [kind, id] = splitName(name)
    // What is small is in the list as well; a row that is gone takes nothing with it then.
    if (content) good.set(name, { kind: kind as RecordKind, id, bytes: content })
    else lost.add(name)
  }
  for (const name of good.keys()) lost.delete(name)
  return { good: [...good.values()], lost: list.isWhole ? [...lost] : null, isSound }
}

type List = {
  /** With the contents that the pages hold. */
  readonly entries: ReadonlyMap<string, Entry>
  /** Every part of it could be read. */
  readonly isWhole: boolean
  /** The pages too. */
  readonly isSound: boolean
  /** The part in which the name would stand could be read. */
  readonly isKnown: (kind: string, id: string) => boolean
}

function readList(key: Buffer, rows: readonly SealedRow[]): List {
  const parts = new Map(rows.filter(({ kind }) => kind === manifestKind).map((row) => [row.id, row]))
  const root = openRoot(key, parts.get(rootPlace.id) ?? null)
  if (!root) return { entries: new Map(), isWhole: false, isSound: false, isKnown: () => false }
  const entries = new Map<string, Entry>()
  const known = new Set<number>()
  const unread = new Set(root.parts.keys())
  for (const [part, version] of root.parts) {
    const number = bucketNumber(part)
    const bucket = number === null ? null : openBucket(key, number, version, parts.get(part))
    if (number === null || !bucket) continue
    known.add(number)
    unread.delete(part)
    for (const [kind, ofKind] of bucket) {
      for (const [id, entry] of ofKind) entries.set(recordName(kind, id), entry)
    }
  }
  for (const [part, version] of root.parts) {
    const kind = pageKind(part)
    const page = kind === null ? null : openPage(key, part, version, parts.get(part))
    if (kind === null || !page) continue
    unread.delete(part)
    for (const [id, copy] of page) {
      const entry = entries.get(recordName(kind, id))
      if (entry?.version === copy.version) entry.content = copy.content
    }
  }
  const buckets = [...root.parts.keys()].flatMap((part) => bucketNumber(part) ?? [])
  const unknown = new Set(buckets.filter((number) => !known.has(number)))
  return {
    entries,
    isWhole: unknown.size === 0,
    isSound: unread.size === 0,
    isKnown: (kind, id) => !unknown.has(bucketOf(kind, id)),
  }
}
