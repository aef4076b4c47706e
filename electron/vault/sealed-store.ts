import { AppError } from '../../shared/error.ts'
import { applyChanges } from './apply-changes.ts'
import { type Database, selectValue, sqliteCode, unavailableReason, writeError } from './database.ts'
import type { Entry } from './manifest.ts'
import { openRecord } from './record-cipher.ts'
import { clearIndex, createIndex, idsOf, loadPages, refreshIndex } from './record-index.ts'
import { type RecordKind, type RecordStore, recordKinds, type StoredRecord } from './record-store.ts'
import { readRow, readRowsOf, type SealedRow } from './sealed-row.ts'

export type SealedStoreOptions = {
  /** Its bytes are overwritten when the store is closed. */
  readonly key: Buffer
  /** Says whether the open file is still the one under the vault's name: what is written to a file without a name is gone with the process. */
  readonly isInPlace: () => boolean
  /** Called once, with the first fault that was found in the file. */
  readonly onDamage?: (() => void) | undefined
}

/**
 * Records in the vault file. What is known in memory is the authenticated list of records and the content of those that
 * hold no secret; it follows the file, whoever wrote it, and a failed write leaves nothing behind in it.
 * Throws when the list and the rows of the file do not agree.
 */
export function createSealedStore(
  database: Database,
  { key, isInPlace, onDamage }: SealedStoreOptions,
): RecordStore {
  const index = createIndex()
  /** SQLite's mark of what others wrote: it changes with every commit of another connection. */
  let seen: unknown = null
  let isOpen = true
  /** Whoever opens the file hears of its faults by the error. */
  let isReported = true

  const refresh = () => {
    const current = selectValue(database, 'PRAGMA data_version')
    if (current === seen) return
    refreshIndex(database, key, index)
    seen = current
  }
  /** One state of the file for all that `work` reads. */
  const reading = <T>(work: () => T): T => {
    if (!isOpen) throw new AppError('ERR_VAULT_UNAVAILABLE', 'the vault is closed')
    try {
      return snapshot(database, () => {
        refresh()
        return work()
      })
    } catch (cause) {
      throw noticed(readError(cause))
    }
  }
  const noticed = (error: AppError) => {
    if (error.code === 'ERR_VAULT_DAMAGED' && !isReported) {
      isReported = true
      onDamage?.()
    }
    return error
  }
  const fromRow = (kind: RecordKind, id: string, entry: Entry, row: SealedRow | null): Buffer => {
    const isRow = row?.kind === kind && row.id === id && row.version === entry.version
    const content = isRow ? openRecord(key, row, row.sealed) : null
    if (!content) throw new AppError('ERR_VAULT_DAMAGED', 'a record of the vault is not what was written')
    if (recordKinds[kind] === 'listed') entry.content = Buffer.from(content)
    return content
  }

  reading(() => undefined)
  isReported = false

  return {
    ids: (kind) => reading(() => idsOf(index, kind)),
    list: (kind) =>
      reading((): StoredRecord[] => {
        loadPages(database, key, index, kind)
        const entries = idsOf(index, kind)
        const unread = [...entries.values()].some((entry) => entry.content === null)
        const rows = new Map(unread ? readRowsOf(database, kind).map((row) => [row.id, row]) : [])
        return [...entries].map(([id, entry]) => ({
          kind,
          id,
          bytes: copy(entry.content) ?? fromRow(kind, id, entry, rows.get(id) ?? null),
        }))
      }),
    read: (kind, id) =>
      reading(() => {
        const entry = idsOf(index, kind).get(id)
        if (!entry) return null
        return copy(entry.content) ?? fromRow(kind, id, entry, readRow(database, entry.version))
      }),
    write: (changes) => {
      if (!isOpen) throw new AppError('ERR_VAULT_UNAVAILABLE', 'the vault is closed')
      let commit = () => {}
      try {
        transact(database, () => {
          // With the lock held: who puts another file in the place of this one holds it until that is done.
          if (!isInPlace()) {
            throw new AppError(
              'ERR_VAULT_WRITE',
              'nothing was saved: the vault file was moved, removed or replaced',
            )
          }
          refresh()
          commit = applyChanges(database, key, index, changes)
        })
      } catch (cause) {
        throw noticed(cause instanceof AppError ? cause : writeError(cause))
      }
      commit()
    },
    close: () => {
      if (!isOpen) return
      isOpen = false
      key.fill(0)
      clearIndex(index)
      database.close()
    },
  }
}

/** What is handed out is the caller's own. */
function copy(content: Buffer | null): Buffer | null {
  return content && Buffer.from(content)
}

/** IMMEDIATE takes the write lock first, so that what is read inside cannot be stale when it is written back. */
export function transact(database: Database, work: () => void): void {
  try {
    database.exec('BEGIN IMMEDIATE')
    work()
    database.exec('COMMIT')
  } catch (cause) {
    rollBack(database)
    throw cause instanceof AppError ? cause : writeError(cause)
  }
}

function snapshot<T>(database: Database, work: () => T): T {
  database.exec('BEGIN')
  try {
    return work()
  } finally {
    // Nothing was written; this only lets go of the file.
    rollBack(database)
  }
}

function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // SQLite rolls back by itself after some errors; then there is no transaction left to end.
  }
}

function readError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  const reason = unavailableReason(sqliteCode(cause))
  if (reason) return new AppError('ERR_VAULT_UNAVAILABLE', `the vault cannot be read: ${reason}`, { cause })
  return new AppError('ERR_VAULT_DAMAGED', 'the vault file is damaged and cannot be read', { cause })
}
