import { createHash } from 'node:crypto'
import { type ClearPart, guard } from './clear-part.ts'
import { applicationId, type Database, selectRows, selectValue } from './database.ts'
import { formatOne, readFormatOneMeta } from './format-one.ts'
import { openRecord, sealRecord, vaultFormat } from './record-cipher.ts'

export type VaultMeta = ClearPart & { readonly format: number }

export const metaTable =
  'CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID'

const probePlace = { kind: 'meta', id: 'probe', version: 0 }

export function sealProbe(key: Buffer): Buffer {
  return sealRecord(key, probePlace, Buffer.alloc(0))
}

export function isRightKey(key: Buffer, { probe, format }: VaultMeta): boolean {
  return openRecord(key, probePlace, probe, format) !== null
}

export function writeMeta(database: Database, meta: ClearPart): void {
  const insert = database.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')
  const guardText = Buffer.from(JSON.stringify(meta.guard))
  insert.run('guard', guardText)
  insert.run('sealed_key', meta.sealedKey)
  insert.run('probe', meta.probe)
  insert.run('checksum', checksum(guardText, meta.sealedKey, meta.probe))
}

export function readFormat(database: Database): { isVault: boolean; format: number } {
  return {
    isVault: selectValue(database, 'PRAGMA application_id') === applicationId,
    format: Number(selectValue(database, 'PRAGMA user_version')),
  }
}

/** Null when the clear part is damaged. Throws SqliteError. */
export function readMeta(database: Database, format: number): VaultMeta | null {
  const rows = selectRows(database, 'SELECT CAST(name AS BLOB), CAST(value AS BLOB) FROM meta')
  const values = new Map(
    rows.flatMap(([name, value]) => (Buffer.isBuffer(value) ? [[String(name), value] as const] : [])),
  )
  const clear = format === formatOne ? readFormatOneMeta(values) : readClearPart(values)
  return clear && { ...clear, format }
}

function readClearPart(values: ReadonlyMap<string, Buffer>): ClearPart | null {
  const [guardText, sealedKey, probe, sum] = ['guard', 'sealed_key', 'probe', 'checksum'].map((name) =>
    values.get(name),
  )
  if (!guardText || !sealedKey || !probe || !sum) return null
  if (!checksum(guardText, sealedKey, probe).equals(sum)) return null
  const parsed = guard.safeParse(JSON.parse(guardText.toString('utf8')))
  return parsed.success ? { guard: parsed.data, sealedKey, probe } : null
}

/**
 * Tells a damaged file from a guard that does not open it: with the checksum right and the probe wrong,
 * the file is as it was written and the key is another one. It protects against accidents, not attackers;
 * those are held by the authenticated records.
 */
function checksum(guardText: Buffer, sealedKey: Buffer, probe: Buffer): Buffer {
  const parts = [vaultFormat, ...[guardText, sealedKey, probe].map((part) => part.toString('hex'))]
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}
