import { connect, type Database, isIntact, sqliteCode, unavailableReason } from './database.ts'
import { formatOne } from './format-one.ts'
import { vaultFormat } from './record-cipher.ts'
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
      /** SQLite finds no fault in its own structures. */
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
    const isKnown = isVault && (format === vaultFormat || format === formatOne)
    const meta = isKnown ? readMeta(database, format) : null
    if (!meta) {
      database.close()
      return { kind: 'damaged' }
    }
    return { kind: 'readable', database, meta, isWhole: isWhole(database) }
  } catch (cause) {
    database?.close()
    const reason = unavailableReason(sqliteCode(cause))
    return reason ? { kind: 'unavailable', reason } : { kind: 'damaged' }
  }
}

function isWhole(database: Database): boolean {
  try {
    return isIntact(database)
  } catch (cause) {
    if (unavailableReason(sqliteCode(cause))) throw cause
    return false
  }
}
