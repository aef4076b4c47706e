import { AppError } from '../../shared/error.ts'
import { type Database, selectRows, sqliteCode, unavailableReason, writeError } from './database.ts'
import { sealRecord } from './record-cipher.ts'
import type { RecordChange, RecordStore } from './record-store.ts'
import { inspectRecords, openManifest, recordKey, type SealedRow, sealManifest } from './sealed-records.ts'

export const selectRecords =
  'SELECT CAST(kind AS BLOB), CAST(id AS BLOB), CAST(version AS INTEGER), CAST(sealed AS BLOB) FROM record'
const upsert = 'INSERT OR REPLACE INTO record (kind, id, version, sealed) VALUES (?, ?, ?, ?)'

export const recordTable = `CREATE TABLE record (
  kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID`

/**
 * Records in the vault file. The file is the only truth: nothing is cached, so a failed write leaves nothing
 * behind in memory, and a second process sees the same. `isInPlace` says whether the open file is still the one
 * under the vault's name: what is written to a file without a name is gone with the process.
 */
export function createSealedStore(database: Database, key: Buffer, isInPlace: () => boolean): RecordStore {
  let isOpen = true
  const assertOpen = () => {
    if (!isOpen) throw new AppError('ERR_VAULT_UNAVAILABLE', 'the vault is closed')
  }
  const inspect = () => {
    assertOpen()
    const { manifest, good, lost } = inspectRecords(key, readOrThrow(database))
    if (!manifest || lost.length > 0) {
      throw new AppError('ERR_VAULT_DAMAGED', 'the vault file changed on disk and is no longer authentic')
    }
    return good
  }
  return {
    list: (kind) => inspect().filter((record) => record.kind === kind),
    read: (kind, id) => inspect().find((record) => record.kind === kind && record.id === id)?.bytes ?? null,
    write: (changes) => {
      assertOpen()
      if (!isInPlace()) {
        throw new AppError(
          'ERR_VAULT_WRITE',
          'nothing was saved: the vault file was moved, removed or replaced',
        )
      }
      transact(database, () => applyChanges(database, key, changes))
    },
    close: () => {
      if (!isOpen) return
      isOpen = false
      key.fill(0)
      database.close()
    },
  }
}

/** Every row of the record table. Throws SqliteError. */
export function readRows(database: Database): SealedRow[] {
  return selectRows(database, selectRecords).map(parseRow)
}

/** A row of the wrong shape stays a row: it will not authenticate, and so be reported. */
export function parseRow([kind, id, version, sealed]: readonly unknown[]): SealedRow {
  return {
    kind: blobToText(kind),
    id: blobToText(id),
    version: typeof version === 'number' ? version : -1,
    sealed: Buffer.isBuffer(sealed) ? sealed : Buffer.alloc(0),
  }
}

function blobToText(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('utf8') : ''
}

/** Writes the changes and the manifest that goes with them. Runs inside a transaction. */
export function applyChanges(database: Database, key: Buffer, changes: readonly RecordChange[]): void {
  const current = openManifest(key, readRows(database))
  if (!current) throw new AppError('ERR_VAULT_DAMAGED', 'the list of records in the vault is not authentic')
  const versions = new Map(current.versions)
  let sequence = current.sequence
  for (const { kind, id, bytes } of changes) {
    sequence += 1
    if (bytes) {
      const place = { kind, id, version: sequence }
      insertRow(database, { ...place, sealed: sealRecord(key, place, bytes) })
      versions.set(recordKey(kind, id), sequence)
    } else {
      database.prepare('DELETE FROM record WHERE kind = ? AND id = ?').run(kind, id)
      versions.delete(recordKey(kind, id))
    }
  }
  insertRow(database, sealManifest(key, { sequence: sequence + 1, versions }))
}

export function insertRow(database: Database, row: SealedRow): void {
  database.prepare(upsert).run(row.kind, row.id, row.version, row.sealed)
}

/** IMMEDIATE takes the write lock first, so that what is read inside cannot be stale when it is written back. */
export function transact(database: Database, work: () => void): void {
  try {
    database.exec('BEGIN IMMEDIATE')
    work()
    database.exec('COMMIT')
  } catch (cause) {
    try {
      database.exec('ROLLBACK')
    } catch {
      // SQLite rolls back by itself after some errors; then there is no transaction left to end.
    }
    throw cause instanceof AppError ? cause : writeError(cause)
  }
}

function readOrThrow(database: Database): SealedRow[] {
  try {
    return readRows(database)
  } catch (cause) {
    const reason = unavailableReason(sqliteCode(cause))
    if (reason) throw new AppError('ERR_VAULT_UNAVAILABLE', `the vault cannot be read: ${reason}`, { cause })
    throw new AppError('ERR_VAULT_DAMAGED', 'the vault file is damaged and cannot be read', { cause })
  }
}
