import { renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../shared/error.ts'
import { prepareVaultFile, syncFolder } from './create-vault-file.ts'
import { openDataKey } from './data-key.ts'
import { diskFact } from './disk-fact.ts'
import { examineFile } from './examine-file.ts'
import { byPassphrase, type Protection } from './protection.ts'
import type { StoredRecord } from './record-store.ts'
import { releaseFiles } from './release-files.ts'
import { salvageRecords } from './salvage.ts'
import { readReachableRows } from './sealed-row.ts'
import { setAside } from './set-aside.ts'
import { type OpenVault, openVaultFile, type VaultFileOptions } from './vault-file.ts'

/** A backup is a vault file with a data key of its own, which a passphrase guards wherever it is taken. */
export async function backUpTo(
  path: string,
  vault: OpenVault,
  options: VaultFileOptions & { readonly passphrase: string },
): Promise<void> {
  const { good, isSound } = salvageRecords(vault.key, readReachableRows(vault.database))
  if (!isSound) throw new AppError('ERR_VAULT_DAMAGED', 'a record of the vault is not what was written')
  let prepared: string | null = null
  try {
    prepared = await prepareVaultFile(
      path,
      byPassphrase(options.derive, options.passphrase, options.cost),
      good,
    )
    // It counts only once all of it was opened with what the person will type.
    const found = await readBackup(prepared, options)
    if (found.length !== good.length) throw new AppError('ERR_FILE', 'it did not come out right')
    await releaseFiles()
    renameSync(prepared, path)
    syncFolder(dirname(path))
  } catch (cause) {
    if (prepared) rmSync(prepared, { force: true })
    throw new AppError('ERR_FILE', `the backup could not be written: ${diskFact(cause)}`, { cause })
  }
}

/**
 * Opens all of the backup first; only then is the vault set aside and a new one put in its place, under `protect`.
 * Answers the name under which the old one is kept, null where there was none. Rejects with ERR_PASSPHRASE, ERR_FILE,
 * ERR_VAULT_DAMAGED or ERR_VAULT_NEWER, and the vault is as it was.
 */
export async function restoreFrom(
  path: string,
  options: VaultFileOptions & { readonly passphrase: string },
  protect: Protection,
  onReplace: () => void,
): Promise<string | null> {
  const records = await readBackup(path, options)
  const file = join(options.directory, 'vault.db')
  if (!statSync(file, { throwIfNoEntry: false })) {
    const made = await openVaultFile({ ...options, isThorough: false })
    if (made.kind !== 'sealed') throw new AppError('ERR_VAULT_WRITE', 'no vault file can be made here')
    made.file.store.write(records)
    made.file.store.close()
    onReplace()
    return null
  }
  const prepared = await prepareVaultFile(file, protect, records)
  try {
    onReplace()
    await releaseFiles()
    const aside = setAside(file, prepared, options.now(), 'replaced')
    syncFolder(dirname(file))
    return aside
  } catch (cause) {
    rmSync(prepared, { force: true })
    throw new AppError('ERR_VAULT_WRITE', `the vault was not replaced: ${diskFact(cause)}`, { cause })
  }
}

async function readBackup(
  path: string,
  options: VaultFileOptions & { readonly passphrase: string },
): Promise<readonly StoredRecord[]> {
  const examined = examineFile(path)
  if (examined.kind === 'unavailable')
    throw new AppError('ERR_FILE', `the backup cannot be read: ${examined.reason}`)
  if (examined.kind === 'newer') {
    throw new AppError(
      'ERR_VAULT_NEWER',
      `the backup was written by a newer version (format ${examined.format})`,
    )
  }
  if (examined.kind === 'damaged') {
    throw new AppError('ERR_FILE', 'this is not a backup of a vault, or it is damaged')
  }
  const { database, meta, isWhole } = examined
  try {
    if (meta.guard.kind !== 'passphrase') {
      throw new AppError(
        'ERR_FILE',
        'this is a vault of a key store, not a backup: only that key store opens it',
      )
    }
    const opened = await openDataKey(meta, { ...options, canSeal: false })
    if (opened.kind !== 'open')
      throw new AppError('ERR_PASSPHRASE', 'this is not the passphrase of the backup')
    const { good, isSound } = salvageRecords(opened.key, readReachableRows(database))
    opened.key.fill(0)
    if (!isWhole || !isSound) {
      throw new AppError('ERR_VAULT_DAMAGED', 'the backup is damaged; the vault was left as it was')
    }
    return good
  } finally {
    database.close()
  }
}
