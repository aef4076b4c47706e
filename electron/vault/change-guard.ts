import { renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../shared/error.ts'
import { prepareVaultFile, syncFolder } from './create-vault-file.ts'
import { writeError } from './database.ts'
import type { Protected, Protection } from './protection.ts'
import { releaseFiles } from './release-files.ts'
import { salvageRecords } from './salvage.ts'
import { readReachableRows } from './sealed-row.ts'
import { transact } from './sealed-store.ts'
import type { OpenVault } from './vault-file.ts'
import { sealProbe, writeMeta } from './vault-meta.ts'

/** Seals the same data key for another guard, in one transaction: either the old one opens the vault, or the new. */
export async function changeGuard(vault: OpenVault, protect: Protection): Promise<Protected> {
  const sealed = await protect(vault.key)
  transact(vault.database, () => writeMeta(vault.database, { ...sealed, probe: sealProbe(vault.key) }))
  return sealed
}

/**
 * Seals everything anew under a new data key, in a file of its own that takes the place of the old one in one step.
 * The old file stays locked for other processes until then, so that none of them writes to it in between.
 */
export async function rotateKey(vault: OpenVault, directory: string, protect: Protection): Promise<void> {
  const file = join(directory, 'vault.db')
  let prepared: string | null = null
  try {
    vault.database.exec('BEGIN IMMEDIATE')
    const { good, isSound } = salvageRecords(vault.key, readReachableRows(vault.database))
    if (!isSound) {
      throw new AppError(
        'ERR_VAULT_DAMAGED',
        'a record of the vault is not what was written; nothing was changed',
      )
    }
    prepared = await prepareVaultFile(file, protect, good)
    if (process.platform === 'win32') {
      // Windows renames over no file that is open.
      vault.store.close()
      await releaseFiles()
    }
    renameSync(prepared, file)
    syncFolder(dirname(file))
  } catch (cause) {
    if (prepared) rmSync(prepared, { force: true })
    throw cause instanceof AppError ? cause : writeError(cause)
  } finally {
    if (vault.database.open) vault.database.exec('ROLLBACK')
  }
  vault.store.close()
}
