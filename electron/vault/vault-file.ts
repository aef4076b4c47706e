import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError, type ErrorCode } from '../../shared/error.ts'
import type { Guard } from './clear-part.ts'
import { placeVaultFile, prepareVaultFile, removeAbandoned, syncFolder } from './create-vault-file.ts'
import { explainDamage, explainMigration, withoutOrphans } from './damage-notice.ts'
import { openDataKey } from './data-key.ts'
import type { Database } from './database.ts'
import { diskFact } from './disk-fact.ts'
import { examineFile } from './examine-file.ts'
import { readFormatOneRows, salvageFormatOne } from './format-one.ts'
import type { KeySealer } from './key-sealer.ts'
import {
  byKeyStore,
  byPassphrase,
  type DeriveKey,
  type PassphraseCost,
  type Protection,
} from './protection.ts'
import { vaultFormat } from './record-cipher.ts'
import type { RecordStore } from './record-store.ts'
import { releaseFiles } from './release-files.ts'
import { type Salvage, salvageRecords } from './salvage.ts'
import { sealDataKey } from './seal-data-key.ts'
import { readReachableRows } from './sealed-row.ts'
import { createSealedStore, transact } from './sealed-store.ts'
import { moveOrphans, setAside } from './set-aside.ts'
import { type VaultMeta, writeMeta } from './vault-meta.ts'

export type OpenedFile =
  | { readonly kind: 'sealed'; readonly file: OpenVault; readonly notice: string | null }
  /** It takes a passphrase, and none was given, or not the right one. */
  | { readonly kind: 'locked'; readonly isWrong: boolean }
  /** There is no file: nothing can be sealed here, or no file can be made. */
  | { readonly kind: 'memory'; readonly reason: string }
  /** There is a file, and it is left exactly as it is. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string }

export type OpenVault = {
  readonly store: RecordStore
  readonly guard: Guard
  readonly sealedKey: Buffer
  /** The data key, for who seals it anew. Zeroed with the store. */
  readonly key: Buffer
  readonly database: Database
}

export type VaultFileOptions = {
  readonly directory: string
  readonly sealer: KeySealer
  readonly now: () => number
  readonly derive: DeriveKey
  readonly cost: PassphraseCost
  /** Opens what a passphrase guards; without a file it guards the new one. */
  readonly passphrase?: string | undefined
  /** Opens every record before anything is answered: after a fault was found in one. */
  readonly isThorough?: boolean | undefined
  /** A fault was found while the file was open. */
  readonly onDamage?: (() => void) | undefined
}

type Place = VaultFileOptions & { readonly file: string; readonly canSeal: boolean }

/** The first look may find damage, or an older format; a file that was made a moment ago is not replaced again. */
type Look =
  | OpenedFile
  | {
      readonly kind: 'to replace'
      readonly cause: 'damaged' | 'outdated'
      readonly salvage: Salvage
      readonly format: number
    }

/** Opens the vault in `directory`, or makes one, or says why neither may be done. Does not throw. */
export async function openVaultFile(options: VaultFileOptions): Promise<OpenedFile> {
  const { directory, sealer } = options
  const canSeal = await sealer.canSeal().catch(() => false)
  const place = { ...options, file: join(directory, 'vault.db'), canSeal }
  let isThere: boolean
  try {
    isThere = statSync(place.file, { throwIfNoEntry: false }) !== undefined
  } catch (cause) {
    return refuse('ERR_VAULT_UNAVAILABLE', `The vault file cannot be reached: ${diskFact(cause)}.`)
  }
  if (!isThere && !canSeal && options.passphrase === undefined)
    return { kind: 'memory', reason: explainNoSealing(sealer.backend()) }
  try {
    if (!isThere) await createVault(place)
  } catch (cause) {
    return { kind: 'memory', reason: `The vault file cannot be made: ${diskFact(cause)}.` }
  }
  try {
    accessSync(place.file, constants.R_OK | constants.W_OK)
    if (canSeal || place.passphrase !== undefined) {
      restrictModes(place)
      removeAbandoned(place.file)
    }
    const look = await lookInto(place)
    return look.kind === 'to replace' ? await replace(place, look) : look
  } catch (cause) {
    return refuse('ERR_VAULT_UNAVAILABLE', `The vault file cannot be used: ${diskFact(cause)}.`)
  }
}

async function createVault(place: Place): Promise<void> {
  const { directory, file, now } = place
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o700)
  moveOrphans(file, now())
  placeVaultFile(await prepareVaultFile(file, protectionOf(place), []), file)
}

async function lookInto(place: Place): Promise<Look> {
  const { file, sealer } = place
  const examined = examineFile(file)
  switch (examined.kind) {
    case 'unavailable':
      return refuse('ERR_VAULT_UNAVAILABLE', `The vault cannot be used: ${examined.reason}.`)
    case 'newer':
      return refuse(
        'ERR_VAULT_NEWER',
        `The vault was written by a newer version of Claimscope (format ${examined.format}). It was left untouched.`,
      )
    case 'damaged':
      return {
        kind: 'to replace',
        cause: 'damaged',
        salvage: { good: [], lost: null, isSound: false },
        format: vaultFormat,
      }
  }
  const { database, meta, isWhole } = examined
  const opened = await openDataKey(meta, place)
  if (opened.kind !== 'open') {
    database.close()
    return opened
  }
  const { key } = opened
  const isCurrent = meta.format === vaultFormat
  const openStore = (): OpenVault => ({
    store: createSealedStore(database, { key, isInPlace: watchPlace(file), onDamage: place.onDamage }),
    guard: meta.guard,
    sealedKey: meta.sealedKey,
    key,
    database,
  })
  if (isCurrent && isWhole && !place.isThorough) {
    const sound = undamaged(openStore)
    if (sound) {
      if (opened.shouldReseal) await reseal(database, meta, sealer, key)
      return { kind: 'sealed', file: sound, notice: null }
    }
  }
  const salvage = isCurrent
    ? salvageRecords(key, readReachableRows(database))
    : salvageFormatOne(key, readFormatOneRows(database))
  const sound = isCurrent && isWhole && salvage.isSound ? undamaged(openStore) : null
  if (sound) return { kind: 'sealed', file: sound, notice: null }
  database.close()
  key.fill(0)
  const cause = !isCurrent && isWhole && salvage.isSound ? 'outdated' : 'damaged'
  return {
    kind: 'to replace',
    cause,
    salvage: { ...salvage, good: withoutOrphans(salvage.good) },
    format: meta.format,
  }
}

/** Null when what stands in the file is at fault. */
function undamaged<T>(open: () => T): T | null {
  try {
    return open()
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'ERR_VAULT_DAMAGED') return null
    throw cause
  }
}

/** Sets the file aside and goes on with a new one that holds what could be proved right. */
async function replace(
  place: Place,
  { cause: why, salvage, format }: Exclude<Look, OpenedFile>,
): Promise<OpenedFile> {
  const { file, canSeal, now } = place
  const fault = why === 'damaged' ? 'is damaged' : `has format ${format}`
  if (!canSeal && place.passphrase === undefined) {
    return refuse(
      'ERR_VAULT_DAMAGED',
      `The vault file ${fault}, and without a key store no new one can be made. It was left untouched.`,
    )
  }
  let aside: string
  try {
    const prepared = await prepareVaultFile(file, protectionOf(place), salvage.good)
    await releaseFiles()
    aside = setAside(file, prepared, now(), why === 'damaged' ? 'damaged' : 'format-1')
    syncFolder(dirname(file))
  } catch (cause) {
    const reason = `The vault file ${fault} and could not be set aside: ${diskFact(cause)}. It was left untouched.`
    return refuse('ERR_VAULT_DAMAGED', reason)
  }
  const look = await lookInto(place)
  if (look.kind === 'to replace') {
    return refuse(
      'ERR_VAULT_DAMAGED',
      `The vault file ${fault}, and a new one did not come out right either.`,
    )
  }
  if (look.kind !== 'sealed') return look
  const notice = why === 'damaged' ? explainDamage(aside, salvage) : explainMigration(aside, format)
  return { ...look, notice }
}

/** As the person gave a passphrase, it guards; it is never taken for a key store, or the other way round. */
function protectionOf({ passphrase, derive, cost, sealer }: Place): Protection {
  return passphrase === undefined ? byKeyStore(sealer) : byPassphrase(derive, passphrase, cost)
}

async function reseal(database: Database, meta: VaultMeta, sealer: KeySealer, key: Buffer): Promise<void> {
  const sealedKey = await sealDataKey(sealer, key)
  if (!sealedKey) return
  try {
    transact(database, () => writeMeta(database, { ...meta, sealedKey }))
  } catch {
    // The old seal still opens; the next start tries again.
  }
}

function explainNoSealing(backend: string): string {
  const isNone = backend === 'basic_text' || backend === 'unknown'
  const cause = isNone
    ? 'No key store of the operating system was found'
    : `The key store ${backend} is not available`
  return `${cause}, so nothing can be sealed.`
}

function refuse(code: ErrorCode, reason: string): OpenedFile {
  return { kind: 'refused', code, reason }
}

function restrictModes({ directory, file }: Place): void {
  if ((statSync(directory).mode & 0o077) !== 0) chmodSync(directory, 0o700)
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
}

function watchPlace(file: string): () => boolean {
  const opened = statSync(file)
  return () => {
    const current = statSync(file, { throwIfNoEntry: false })
    return current !== undefined && current.ino === opened.ino && current.dev === opened.dev
  }
}
