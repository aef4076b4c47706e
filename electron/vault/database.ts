import Libsql from 'libsql'
import { AppError } from '../../shared/error.ts'

export type Database = Libsql.Database

/** `Clms`, in the SQLite header, so that another program's database is not taken for a vault. */
export const applicationId = 0x436c6d73

/** How long a write waits for another process that is writing, in milliseconds. */
const busyTimeoutMs = 5_000

/** Opens a connection with the settings every vault file is used with. Nothing is written by opening. */
export function connect(file: string): Database {
  const database = new Libsql(file)
  // A rollback journal, not a WAL: at rest the vault is one file, and no committed change lives only in a
  // side file whose damage SQLite would take for the end of the log.
  // EXTRA syncs the folder too once the journal is gone, so a power cut cannot bring it back and undo
  // an acknowledged write.
  try {
    for (const setting of [
      `busy_timeout = ${busyTimeoutMs}`,
      'journal_mode = DELETE',
      'synchronous = EXTRA',
      'secure_delete = ON',
      'temp_store = MEMORY',
      'trusted_schema = OFF',
      'cell_size_check = ON',
    ]) {
      database.pragma(setting)
    }
  } catch (cause) {
    database.close()
    throw cause
  }
  return database
}

/**
 * Rows as arrays in column order; blobs are Buffers. Every column must be cast to BLOB or INTEGER: in a damaged
 * file any value may come as text, and on text that is not UTF-8 libsql ends the whole process.
 */
export function selectRows(database: Database, sql: string, ...values: unknown[]): unknown[][] {
  const statement = database.prepare(sql) as unknown as { raw(): { all(...values: unknown[]): unknown[][] } }
  return statement.raw().all(...values)
}

export function selectValue(database: Database, sql: string, ...values: unknown[]): unknown {
  return selectRows(database, sql, ...values)[0]?.[0]
}

/**
 * SQLite finds no fault in its own structures. That the index and the table agree is left to the sealed list, which
 * names every row: it costs half of the time. The findings themselves quote the file, so only their number is taken.
 */
export function isIntact(database: Database): boolean {
  const sql = "SELECT count(*), sum(quick_check = 'ok') FROM pragma_quick_check"
  const [counts] = selectRows(database, sql)
  return counts?.[0] === 1 && counts[1] === 1
}

/** The result codes that mean something here, by SQLite's numbers (sqlite.org/rescode.html). */
const resultCodes = {
  3: 'PERM',
  5: 'BUSY',
  6: 'LOCKED',
  7: 'NOMEM',
  8: 'READONLY',
  10: 'IOERR',
  11: 'CORRUPT',
  13: 'FULL',
  14: 'CANTOPEN',
  15: 'PROTOCOL',
  23: 'AUTH',
  26: 'NOTADB',
} as const
export type SqliteCode = (typeof resultCodes)[keyof typeof resultCodes] | 'OTHER'

/** What went wrong by its primary result code; libsql has names for some of the extended ones only. */
export function sqliteCode(error: unknown): SqliteCode {
  const { rawCode, message } = (error ?? {}) as { rawCode?: unknown; message?: unknown }
  // A failed open has no code of its own, only SQLite's number at the end of the text.
  const opening = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(String(message))?.[1]
  const number = typeof rawCode === 'number' ? rawCode : Number(opening ?? 0)
  // The primary code is the low byte of an extended one.
  return resultCodes[(number & 0xff) as keyof typeof resultCodes] ?? 'OTHER'
}

/** A failed write as a fact for people. The values that were to be written are never part of it. */
export function writeError(cause: unknown): AppError {
  const code = sqliteCode(cause)
  if (code === 'CORRUPT' || code === 'NOTADB') {
    return new AppError('ERR_VAULT_DAMAGED', 'the vault file is damaged; nothing was saved', { cause })
  }
  const reason = unavailableReason(code) ?? 'the vault file could not be written'
  return new AppError('ERR_VAULT_WRITE', `nothing was saved: ${reason}`, { cause, details: { sqlite: code } })
}

/** Why the file cannot be used now, as long as that says nothing about its content; null when it is at fault itself. */
export function unavailableReason(code: SqliteCode): string | null {
  switch (code) {
    case 'BUSY':
    case 'LOCKED':
    case 'PROTOCOL':
      return 'another program is holding the vault file'
    case 'FULL':
      return 'the disk is full'
    case 'IOERR':
      return 'the disk refused to read or write'
    case 'READONLY':
      return 'the vault file or its folder is read-only'
    case 'CANTOPEN':
    case 'PERM':
    case 'AUTH':
      return 'the vault file or its folder cannot be opened'
    case 'NOMEM':
      return 'there is not enough memory'
    case 'CORRUPT':
    case 'NOTADB':
    case 'OTHER':
      return null
  }
}
