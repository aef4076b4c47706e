import { createHash } from 'node:crypto'
import type { ClearPart } from './clear-part.ts'
import { type Database, selectRows } from './database.ts'
import { openRecord } from './record-cipher.ts'
import { recordName } from './record-name.ts'
import type { RecordKind, StoredRecord } from './record-store.ts'
import type { Salvage } from './salvage.ts'
import { parseRow, type SealedRow } from './sealed-row.ts'

/**
 * Reads the first format, which is only ever brought over to the current one: one manifest of all records, the rows
 * under their names, and the key store's name by itself in the clear part.
 */
export const formatOne = 1

export function readFormatOneMeta(values: ReadonlyMap<string, Buffer>): ClearPart | null {
  const [backend, sealedKey, probe, sum] = ['backend', 'sealed_key', 'probe', 'checksum'].map((name) =>
    values.get(name),
  )
  if (!backend || !sealedKey || !probe || !sum) return null
  const parts = [formatOne, backend.toString('utf8'), sealedKey.toString('hex'), probe.toString('hex')]
  const expected = createHash('sha256').update(JSON.stringify(parts)).digest()
  if (!expected.equals(sum)) return null
  return { guard: { kind: 'key_store', backend: backend.toString('utf8') }, sealedKey, probe }
}

export function readFormatOneRows(database: Database): SealedRow[] {
  const rows = new Map<string, SealedRow>()
  for (const order of ['ASC', 'DESC']) {
    const sql = `SELECT CAST(kind AS BLOB), CAST(id AS BLOB), CAST(version AS INTEGER), CAST(sealed AS BLOB)
      FROM record ORDER BY kind ${order}, id ${order} LIMIT 1 OFFSET ?`
    try {
      for (let offset = 0; ; offset += 1) {
        const [found] = selectRows(database, sql, offset)
        if (!found) break
        const row = parseRow(found)
        rows.set(recordName(row.kind, row.id), row)
      }
    } catch {
      // A damaged page; what lies behind it is reached from the other end.
    }
  }
  return [...rows.values()]
}

export function salvageFormatOne(key: Buffer, rows: readonly SealedRow[]): Salvage {
  const list = rows.find(({ kind, id }) => kind === 'manifest' && id === 'manifest')
  const plain = list && openRecord(key, list, list.sealed, formatOne)
  const versions = plain && (JSON.parse(plain.toString('utf8')) as { versions: [string, number][] }).versions
  const expected = versions && new Map(versions)
  const good: StoredRecord[] = []
  const lost = new Set(expected?.keys())
  for (const row of rows) {
    if (row.kind === 'manifest') continue
    const name = recordName(row.kind, row.id)
    const bytes = openRecord(key, row, row.sealed, formatOne)
    if (bytes && (!expected || expected.get(name) === row.version)) {
      good.push({ kind: row.kind as RecordKind, id: row.id, bytes })
      lost.delete(name)
    } else {
      lost.add(name)
    }
  }
  return { good, lost: expected ? [...lost] : null, isSound: expected !== null && lost.size === 0 }
}
