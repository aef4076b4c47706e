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
  return database
}

/**
 * Rows as arrays in column order; blobs are Buffers. Text must be selected as a blob (`CAST(… AS BLOB)`): on
 * text that is no longer UTF-8, as in a damaged file, libsql ends the whole process.
 */
export function selectRows(database: Database, sql: string, ...values: unknown[]): unknown[][] {
  const statement = database.prepare(sql) as unknown as { raw(): { all(...values: unknown[]): unknown[][] } }
  return statement.raw().all(...values)
}

export function selectValue(database: Database, sql: string, ...values: unknown[]): unknown {
  return selectRows(database, sql, ...values)[0]?.[0]
}

/** SQLite finds no fault in its own structures. The findings themselves quote the file, so only their number is taken. */
export function isIntact(database: Database): boolean {
  const sql = "SELECT count(*), sum(integrity_check = 'ok') FROM pragma_integrity_check"
  const [counts] = selectRows(database, sql)
  return counts?.[0] === 1 && counts[1] === 1
}

/** SQLite's own name for what went wrong, such as `SQLITE_FULL`; empty for anything else. */
export function sqliteCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : ''
}

export function isDamageCode(code: string): boolean {
  return code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')
}

/** A failed write as a fact for people. The values that were to be written are never part of it. */
export function writeError(cause: unknown): AppError {
  const code = sqliteCode(cause)
  if (isDamageCode(code)) {
    return new AppError('ERR_VAULT_DAMAGED', 'the vault file is damaged; nothing was saved', { cause })
  }
  return new AppError('ERR_VAULT_WRITE', `nothing was saved: ${diskReason(code)}`, {
    cause,
    details: { sqlite: code || null },
  })
}

function diskReason(code: string): string {
  if (code.startsWith('SQLITE_FULL')) return 'the disk is full'
  if (code.startsWith('SQLITE_READONLY')) return 'the vault file or its folder is read-only'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return 'another program is holding the vault file'
  }
  if (code.startsWith('SQLITE_CANTOPEN')) return 'the vault file or its folder cannot be opened'
  if (code.startsWith('SQLITE_IOERR')) return 'the disk refused the write'
  return 'the vault file could not be written'
}
