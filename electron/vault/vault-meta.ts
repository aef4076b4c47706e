import { createHash } from 'node:crypto'
import { applicationId, type Database, selectRows, selectValue } from './database.ts'
import { openRecord, sealRecord, vaultFormat } from './record-cipher.ts'

/** What stands in the file in the clear: which key store can open it, and the sealed key. */
export type VaultMeta = {
  readonly backend: string
  /** The data key as the key store sealed it. */
  readonly sealedKey: Buffer
  /** An empty record under the data key: opens only with the right key, whatever the key store answers. */
  readonly probe: Buffer
}

export const metaTable =
  'CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID'

const probePlace = { kind: 'meta', id: 'probe', version: 0 }

export function sealProbe(key: Buffer): Buffer {
  return sealRecord(key, probePlace, Buffer.alloc(0))
}

export function isRightKey(key: Buffer, probe: Buffer): boolean {
  return openRecord(key, probePlace, probe) !== null
}

export function writeMeta(database: Database, meta: VaultMeta): void {
  const insert = database.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')
  insert.run('backend', Buffer.from(meta.backend))
  insert.run('sealed_key', meta.sealedKey)
  insert.run('probe', meta.probe)
  insert.run('checksum', checksum(meta))
}

export function readFormat(database: Database): { isVault: boolean; format: number } {
  return {
    isVault: selectValue(database, 'PRAGMA application_id') === applicationId,
    format: Number(selectValue(database, 'PRAGMA user_version')),
  }
}

/** Null when the clear part is damaged. Throws SqliteError. */
export function readMeta(database: Database): VaultMeta | null {
  const rows = selectRows(database, 'SELECT CAST(name AS BLOB), CAST(value AS BLOB) FROM meta')
  const values = new Map(rows.map(([name, value]) => [String(name), value]))
  const backend = values.get('backend')
  const sealedKey = values.get('sealed_key')
  const probe = values.get('probe')
  const sum = values.get('checksum')
  if (![backend, sealedKey, probe, sum].every(Buffer.isBuffer)) return null
  const meta = {
    backend: (backend as Buffer).toString('utf8'),
    sealedKey: sealedKey as Buffer,
    probe: probe as Buffer,
  }
  return checksum(meta).equals(sum as Buffer) ? meta : null
}

/**
 * Tells a damaged file from a key store that does not open it: with the checksum right and the probe wrong,
 * the file is as it was written and the key is another one. It protects against accidents, not attackers;
 * those are held by the authenticated records.
 */
function checksum(meta: VaultMeta): Buffer {
  const parts = [vaultFormat, meta.backend, meta.sealedKey.toString('hex'), meta.probe.toString('hex')]
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}
