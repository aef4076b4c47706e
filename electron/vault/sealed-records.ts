import { openRecord, sealRecord } from './record-cipher.ts'
import { type RecordKind, recordKinds, type StoredRecord } from './record-store.ts'

/** A row as it stands in the file. */
export type SealedRow = {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly sealed: Buffer
}

/**
 * The sealed list of what the vault holds. Without it a row that vanished, or an older copy of a row put
 * back in its place, would go unnoticed: each row by itself would still be authentic.
 */
export type Manifest = {
  /** The last version given out. */
  readonly sequence: number
  /** `kind/id` → version. */
  readonly versions: ReadonlyMap<string, number>
}

export const emptyManifest: Manifest = { sequence: 0, versions: new Map() }

const manifestKind = 'manifest'
const manifestId = 'manifest'

export function recordKey(kind: string, id: string): string {
  return `${kind}/${id}`
}

export function sealManifest(key: Buffer, manifest: Manifest): SealedRow {
  const place = { kind: manifestKind, id: manifestId, version: manifest.sequence }
  const plain = Buffer.from(JSON.stringify({ versions: [...manifest.versions] }))
  return { ...place, sealed: sealRecord(key, place, plain) }
}

/** Null when there is none or it is not authentic. */
export function openManifest(key: Buffer, rows: readonly SealedRow[]): Manifest | null {
  const row = rows.find((candidate) => candidate.kind === manifestKind && candidate.id === manifestId)
  const plain = row && openRecord(key, row, row.sealed)
  if (!plain) return null
  const { versions } = JSON.parse(plain.toString('utf8')) as { versions: [string, number][] }
  return { sequence: row.version, versions: new Map(versions) }
}

export type Inspection = {
  /** Null: the list itself could not be read, so nobody can say whether anything is missing. */
  readonly manifest: Manifest | null
  /** Authentic, and (where there is a manifest) the version it names. */
  readonly good: readonly StoredRecord[]
  /** `kind/id` of what is in the manifest or in the file and could not be read, is missing or is out of date. */
  readonly lost: readonly string[]
}

/** Opens every record and holds the result against the manifest. */
export function inspectRecords(key: Buffer, rows: readonly SealedRow[]): Inspection {
  const manifest = openManifest(key, rows)
  const good: StoredRecord[] = []
  const expected = new Map(manifest?.versions)
  const lost = new Set<string>()
  for (const row of rows) {
    if (row.kind === manifestKind) continue
    const name = recordKey(row.kind, row.id)
    const bytes = isRecordKind(row.kind) ? openRecord(key, row, row.sealed) : null
    const isCurrent = !manifest || manifest.versions.get(name) === row.version
    if (bytes && isCurrent && isRecordKind(row.kind)) {
      good.push({ kind: row.kind, id: row.id, bytes })
      expected.delete(name)
    } else {
      lost.add(name)
    }
  }
  for (const name of expected.keys()) lost.add(name)
  return { manifest, good, lost: [...lost] }
}

function isRecordKind(kind: string): kind is RecordKind {
  return (recordKinds as readonly string[]).includes(kind)
}
