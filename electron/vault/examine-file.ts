import { connect, type Database, isIntact, selectRows, sqliteCode, unavailableReason } from './database.ts'
import { vaultFormat } from './record-cipher.ts'
import type { SealedRow } from './sealed-records.ts'
import { parseRow, readRows, selectRecords } from './sealed-store.ts'
import { readFormat, readMeta, type VaultMeta } from './vault-meta.ts'

/** What can be said about a file without any key. */
export type ExaminedFile =
  /** Held by another program, or the disk does not answer: nothing is known about its content. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'newer'; readonly format: number }
  /** Not even its clear part can be read. */
  | { readonly kind: 'damaged' }
  | {
      readonly kind: 'readable'
      readonly database: Database
      readonly meta: VaultMeta
      /** As found; nothing about them is proved yet. */
      readonly rows: readonly SealedRow[]
      /** SQLite finds no fault in its own structures, and all rows could be fetched. */
      readonly isWhole: boolean
    }

/** Opens the file and reads what is in the clear. The connection stays open only when it is `readable`. */
export function examineFile(file: string): ExaminedFile {
  let database: Database | null = null
  try {
    database = connect(file)
    const { isVault, format } = readFormat(database)
    if (isVault && format > vaultFormat) {
      database.close()
      return { kind: 'newer', format }
    }
    const meta = isVault && format === vaultFormat ? readMeta(database) : null
    if (!meta) {
      database.close()
      return { kind: 'damaged' }
    }
    return { kind: 'readable', database, meta, ...collectRows(database) }
  } catch (cause) {
    database?.close()
    const reason = unavailableReason(sqliteCode(cause))
    return reason ? { kind: 'unavailable', reason } : { kind: 'damaged' }
  }
}

function collectRows(database: Database): { rows: readonly SealedRow[]; isWhole: boolean } {
  try {
    const isWhole = isIntact(database)
    return { rows: readRows(database), isWhole }
  } catch (cause) {
    if (unavailableReason(sqliteCode(cause))) throw cause
    return { rows: rowsAroundDamage(database), isWhole: false }
  }
}

/** Reads from both ends up to the damaged page. */
function rowsAroundDamage(database: Database): SealedRow[] {
  const rows = new Map<string, SealedRow>()
  for (const order of ['ASC', 'DESC']) {
    const sql = `${selectRecords} ORDER BY kind ${order}, id ${order} LIMIT 1 OFFSET ?`
    try {
      for (let offset = 0; ; offset += 1) {
        const [found] = selectRows(database, sql, offset)
        if (!found) break
        const row = parseRow(found)
        rows.set(JSON.stringify([row.kind, row.id]), row)
      }
    } catch {
      // The damage; what lies behind it is reached from the other end.
    }
  }
  return [...rows.values()]
}
