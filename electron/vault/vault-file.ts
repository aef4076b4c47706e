import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError, type ErrorCode } from '../../shared/error.ts'
import { placeVaultFile, prepareVaultFile, removeAbandoned, syncFolder } from './create-vault-file.ts'
import { explainDamage } from './damage-notice.ts'
import { openDataKey, sealDataKey } from './data-key.ts'
import type { Database } from './database.ts'
import { examineFile } from './examine-file.ts'
import type { KeySealer } from './key-sealer.ts'
import type { RecordKind, RecordStore, StoredRecord } from './record-store.ts'
import { releaseFiles } from './release-files.ts'
import { inspectRecords } from './sealed-records.ts'
import { createSealedStore, transact } from './sealed-store.ts'
import { moveOrphans, setAside } from './set-aside.ts'
import { type VaultMeta, writeMeta } from './vault-meta.ts'

export type OpenedFile =
  | { readonly kind: 'sealed'; readonly store: RecordStore; readonly notice: string | null }
  /** There is no file: nothing can be sealed here, or no file can be made. */
  | { readonly kind: 'memory'; readonly reason: string }
  /** There is a file, and it is left exactly as it is. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string }

type Place = {
  readonly directory: string
  readonly file: string
  readonly sealer: KeySealer
  readonly canSeal: boolean
  readonly now: () => number
}

/** The first look may find damage; a file that was made a moment ago is not replaced again. */
type Look =
  | OpenedFile
  | { readonly kind: 'damaged'; readonly good: readonly StoredRecord[]; readonly lost: Lost }
type Lost = readonly string[] | null

/** Opens the vault in `directory`, or makes one, or says why neither may be done. Does not throw. */
export async function openVaultFile(
  directory: string,
  sealer: KeySealer,
  now: () => number,
): Promise<OpenedFile> {
  const canSeal = await sealer.canSeal().catch(() => false)
  const place = { directory, file: join(directory, 'vault.db'), sealer, canSeal, now }
  let isThere: boolean
  try {
    isThere = statSync(place.file, { throwIfNoEntry: false }) !== undefined
  } catch (cause) {
    return refuse('ERR_VAULT_UNAVAILABLE', `The vault file cannot be reached: ${diskFact(cause)}.`)
  }
  if (!isThere && !canSeal) return { kind: 'memory', reason: explainNoSealing(sealer.backend()) }
  try {
    if (!isThere) await createVault(place)
  } catch (cause) {
    return { kind: 'memory', reason: `The vault file cannot be made: ${diskFact(cause)}.` }
  }
  try {
    accessSync(place.file, constants.R_OK | constants.W_OK)
    if (canSeal) {
      restrictModes(place)
      removeAbandoned(place.file)
    }
    const look = await lookInto(place)
    return look.kind === 'damaged' ? await replace(place, look.good, look.lost) : look
  } catch (cause) {
    return refuse('ERR_VAULT_UNAVAILABLE', `The vault file cannot be used: ${diskFact(cause)}.`)
  }
}

async function createVault({ directory, file, sealer, now }: Place): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o700)
  moveOrphans(file, now())
  placeVaultFile(await prepareVaultFile(file, sealer, []), file)
}

async function lookInto({ file, sealer, canSeal }: Place): Promise<Look> {
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
      return { kind: 'damaged', good: [], lost: null }
  }
  const { database, meta, rows, isWhole } = examined
  const opened = await openDataKey(meta, sealer, canSeal)
  if (opened.kind === 'refused') {
    database.close()
    return opened
  }
  const { manifest, good, lost } = inspectRecords(opened.key, rows)
  if (manifest && lost.length === 0 && isWhole) {
    if (opened.shouldReseal) await reseal(database, meta, sealer, opened.key)
    return { kind: 'sealed', store: createSealedStore(database, opened.key, watchPlace(file)), notice: null }
  }
  database.close()
  opened.key.fill(0)
  return { kind: 'damaged', good: withoutOrphans(good), lost: manifest ? lost : null }
}

/** Sets the damaged file aside and goes on with a new one that holds what could still be proved right. */
async function replace(place: Place, good: readonly StoredRecord[], lost: Lost): Promise<OpenedFile> {
  const { file, sealer, canSeal, now } = place
  if (!canSeal) {
    return refuse(
      'ERR_VAULT_DAMAGED',
      'The vault file is damaged, and without a key store no new one can be made. It was left untouched.',
    )
  }
  let aside: string
  try {
    const prepared = await prepareVaultFile(file, sealer, good)
    await releaseFiles()
    aside = setAside(file, prepared, now())
    syncFolder(dirname(file))
  } catch (cause) {
    const reason = `The vault file is damaged and could not be set aside: ${diskFact(cause)}. It was left untouched.`
    return refuse('ERR_VAULT_DAMAGED', reason)
  }
  const look = await lookInto(place)
  if (look.kind === 'damaged') {
    return refuse(
      'ERR_VAULT_DAMAGED',
      'The vault file is damaged, and a new one did not come out right either.',
    )
  }
  if (look.kind !== 'sealed') return look
  const count = (kind: RecordKind) => good.filter((record) => record.kind === kind).length
  const kept = { profiles: count('profile'), secrets: count('secret'), keys: count('key') }
  const notice = explainDamage(aside, kept, lost)
  return { ...look, notice }
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

/** A secret whose profile is gone belongs to nobody, and a key without its material is no key. */
function withoutOrphans(records: readonly StoredRecord[]): StoredRecord[] {
  const has = (kind: RecordKind, id: string) =>
    records.some((record) => record.kind === kind && record.id === id)
  return records.filter(({ kind, id }) =>
    kind === 'profile' || kind === 'secret' ? has('profile', id) : has('key', id) && has('key_secret', id),
  )
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

function diskFact(cause: unknown): string {
  if (cause instanceof AppError) return cause.message
  const code = (cause as NodeJS.ErrnoException).code
  const facts: Record<string, string> = {
    EACCES: 'the folder or the file may not be accessed',
    EPERM: 'the folder or the file may not be changed',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of its path is not a folder',
    EEXIST: 'a file stands where its folder should be',
    EBUSY: 'another program is holding it',
  }
  return (code && facts[code]) ?? (code ? `the system answered ${code}` : 'the disk refused')
}
