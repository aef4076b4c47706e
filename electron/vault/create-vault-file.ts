import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { applyChanges } from './apply-changes.ts'
import { applicationId, connect } from './database.ts'
import type { Protection } from './protection.ts'
import { keyLength, vaultFormat } from './record-cipher.ts'
import { createIndex } from './record-index.ts'
import type { StoredRecord } from './record-store.ts'
import { recordTable } from './sealed-row.ts'
import { transact } from './sealed-store.ts'
import { metaTable, sealProbe, writeMeta } from './vault-meta.ts'

/** Larger than usual: what proves a file whole takes time for each page. */
const pageSize = 8192

/**
 * Makes a complete vault file beside `file` under a new data key and answers its name; `place` puts it where
 * it belongs. A file under the final name is therefore never half made. Throws what the disk or the key store says.
 */
export async function prepareVaultFile(
  file: string,
  protect: Protection,
  records: readonly StoredRecord[],
): Promise<string> {
  const prepared = `${file}.${process.pid}.new`
  const key = randomBytes(keyLength)
  try {
    // A key store that cannot give back what it took must be found out now, not at the next start.
    const { guard, sealedKey } = await protect(key)
    rmSync(prepared, { force: true })
    rmSync(`${prepared}-journal`, { force: true })
    // SQLite gives its journal the mode of the database; so the mode is set before SQLite sees the file.
    closeSync(openSync(prepared, 'wx', 0o600))
    const database = connect(prepared)
    database.pragma(`page_size = ${pageSize}`)
    try {
      transact(database, () => {
        database.exec(`PRAGMA application_id = ${applicationId}`)
        database.exec(`PRAGMA user_version = ${vaultFormat}`)
        database.exec(metaTable)
        database.exec(recordTable)
        writeMeta(database, { guard, sealedKey, probe: sealProbe(key) })
        applyChanges(database, key, createIndex(), records)
      })
    } finally {
      database.close()
    }
    return prepared
  } catch (cause) {
    rmSync(prepared, { force: true })
    rmSync(`${prepared}-journal`, { force: true })
    throw cause
  } finally {
    key.fill(0)
  }
}

/** Puts a prepared file under its final name, unless another process was faster: then that one counts. */
export function placeVaultFile(prepared: string, file: string): void {
  try {
    linkSync(prepared, file)
  } catch (cause) {
    const isTaken = (cause as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(file)
    // Some file systems have no links; a rename is the next best there.
    if (!isTaken) renameSync(prepared, file)
  }
  rmSync(prepared, { force: true })
  syncFolder(dirname(file))
}

/** Removes prepared files whose process died before it could place them. */
export function removeAbandoned(file: string): void {
  const start = `${basename(file)}.`
  for (const name of readdirSync(dirname(file))) {
    const pid = name.startsWith(start) && /^(\d+)\.new/.exec(name.slice(start.length))?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(dirname(file), name), { force: true })
  }
}

/** Makes a rename or link durable. Windows cannot open folders and does not need it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}
