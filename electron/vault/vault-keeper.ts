import { AppError } from '../../shared/error.ts'
import { passphraseBackend } from '../../shared/passphrase.ts'
import type { VaultStatus } from '../../shared/vault-status.ts'
import { changeGuard, rotateKey } from './change-guard.ts'
import { lockedStore } from './locked-store.ts'
import { createMemoryStore } from './memory-store.ts'
import { byKeyStore, byPassphrase, openWithPassphrase, type Protection, usualCost } from './protection.ts'
import { type RecordChange, type RecordKind, type RecordStore, recordKinds } from './record-store.ts'
import { backUpTo, restoreFrom } from './vault-backup.ts'
import { type OpenedFile, type OpenVault, openVaultFile, type VaultFileOptions } from './vault-file.ts'

export type KeeperDeps = Omit<VaultFileOptions, 'cost' | 'passphrase' | 'isThorough' | 'onDamage'> & {
  /** What a passphrase costs to try; stored with the vault. */
  readonly cost?: VaultFileOptions['cost'] | undefined
  readonly wait: (milliseconds: number) => Promise<void>
  readonly onChange?: ((status: VaultStatus) => void) | undefined
}

/** Holds the open file, and puts another in its place while the rooms above go on with the same `store`. */
export type VaultKeeper = {
  readonly store: RecordStore
  readonly status: () => VaultStatus
  /** Resolves when what was begun is done: a repair, or a change of the key. */
  readonly settled: () => Promise<void>
  readonly assertLockable: () => void
  /** Drops the key and what was read. Throws ERR_CONFLICT where there is nothing that could be opened again. */
  readonly lock: () => void
  /** ERR_PASSPHRASE: not the right one. Nothing is lost by it, and each next try waits a little longer. */
  readonly unlock: (passphrase?: string) => Promise<VaultStatus>
  /**
   * From now on a passphrase alone opens the vault; null: the key store does. What was kept in memory goes into the file
   * that is made. `current` is asked for where a passphrase guards now.
   */
  readonly protect: (input: {
    readonly current?: string | undefined
    readonly next: string | null
  }) => Promise<VaultStatus>
  /** A new data key, and everything sealed anew under it. */
  readonly rotate: (current?: string) => Promise<VaultStatus>
  /** A vault file of its own at `path`, which this passphrase opens. Read back before it is called done. */
  readonly backUp: (path: string, passphrase: string) => Promise<void>
  /** Puts the backup in the place of the vault, after all of it proved right; the vault as it was is set aside. */
  readonly restore: (path: string, passphrase: string) => Promise<VaultStatus>
  readonly close: () => void
}

export async function openKeeper(deps: KeeperDeps): Promise<VaultKeeper> {
  const options = { ...deps, cost: deps.cost ?? usualCost, onDamage: mend }
  let current: RecordStore = lockedStore
  let open: OpenVault | null = null
  let status: VaultStatus = { kind: 'locked', backend: deps.sealer.backend() }
  let queue: Promise<unknown> = Promise.resolve()
  let failures = 0
  let isClosed = false
  let isReady = false
  let needsThorough = false

  /** One after the other: each of them replaces the file or the key. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work)
    queue = result.catch(() => undefined)
    return result
  }
  const take = (opened: OpenedFile): VaultStatus => {
    open = opened.kind === 'sealed' ? opened.file : null
    current =
      opened.kind === 'sealed'
        ? opened.file.store
        : opened.kind === 'locked'
          ? lockedStore
          : createMemoryStore()
    status = toStatus(opened, deps.sealer.backend())
    if (isClosed) current.close()
    if (isReady) deps.onChange?.(status)
    return status
  }
  const drop = (backend: string) => {
    current.close()
    current = lockedStore
    open = null
    status = { kind: 'locked', backend }
  }
  /** What was found while the file was open is looked into at once: the next answer comes from a file that is right. */
  function mend(): void {
    void inTurn(async () => {
      if (isClosed || open === null) return
      const { guard } = open
      drop(backendOf(guard))
      // Only the person can open this one again; it is looked into then.
      if (guard.kind === 'passphrase') needsThorough = true
      take(await openVaultFile({ ...options, isThorough: true }))
    })
  }

  const assertLockable = () => {
    if (open || status.kind === 'locked') return
    throw new AppError('ERR_CONFLICT', 'nothing is kept on disk, so what is in memory would be lost')
  }
  const opened = (): OpenVault => {
    if (open) return open
    if (status.kind === 'locked') throw new AppError('ERR_VAULT_LOCKED', 'the vault is locked')
    throw new AppError('ERR_CONFLICT', 'there is no open vault file')
  }
  /** Throws ERR_PASSPHRASE. Asked again although the vault is open: who sits at an open window may not be its owner. */
  const assertCurrent = async ({ guard, sealedKey, key }: OpenVault, passphrase: string | undefined) => {
    if (guard.kind !== 'passphrase') return
    await deps.wait(delayAfter(failures))
    const found =
      passphrase === undefined ? null : await openWithPassphrase(deps.derive, passphrase, guard, sealedKey)
    const isRight = found?.equals(key) ?? false
    found?.fill(0)
    if (!isRight) throw wrong()
    failures = 0
  }
  const wrong = () => {
    failures += 1
    return new AppError('ERR_PASSPHRASE', 'this is not the passphrase of the vault')
  }
  const protection = (passphrase: string | null | undefined): Protection =>
    typeof passphrase === 'string'
      ? byPassphrase(deps.derive, passphrase, options.cost)
      : byKeyStore(deps.sealer)

  const reopen = async (passphrase: string | undefined): Promise<VaultStatus> => {
    const result = await openVaultFile({ ...options, passphrase, isThorough: needsThorough })
    if (result.kind === 'locked' && result.isWrong) throw wrong()
    failures = 0
    needsThorough = false
    return take(result)
  }

  take(await openVaultFile(options))
  isReady = true
  return {
    store: {
      list: (kind) => current.list(kind),
      ids: (kind) => current.ids(kind),
      read: (kind, id) => current.read(kind, id),
      write: (changes) => current.write(changes),
      close: () => current.close(),
    },
    status: () => status,
    settled: async () => {
      await queue
    },
    assertLockable,
    lock: () => {
      if (status.kind === 'locked') return
      assertLockable()
      if (open) drop(backendOf(open.guard))
      deps.onChange?.(status)
    },
    unlock: (passphrase) =>
      inTurn(async () => {
        if (status.kind !== 'locked') return status
        if (passphrase !== undefined) await deps.wait(delayAfter(failures))
        return reopen(passphrase)
      }),
    protect: ({ current: before, next }) =>
      inTurn(async () => {
        if (status.kind === 'memory') {
          if (next === null)
            throw new AppError('ERR_CONFLICT', 'there is no key store that could seal the vault')
          return moveIn(next)
        }
        const vault = opened()
        await assertCurrent(vault, before)
        open = { ...vault, ...(await changeGuard(vault, protection(next))) }
        status = { kind: 'sealed', backend: backendOf(open.guard), notice: null }
        deps.onChange?.(status)
        return status
      }),
    rotate: (passphrase) =>
      inTurn(async () => {
        const vault = opened()
        await assertCurrent(vault, passphrase)
        const isByPassphrase = vault.guard.kind === 'passphrase'
        await rotateKey(vault, deps.directory, protection(isByPassphrase ? passphrase : null))
        return reopen(isByPassphrase ? passphrase : undefined)
      }),
    backUp: (path, passphrase) => inTurn(() => backUpTo(path, opened(), { ...options, passphrase })),
    restore: (path, passphrase) =>
      inTurn(async () => {
        const isByPassphrase = open?.guard.kind === 'passphrase' || !(await deps.sealer.canSeal())
        const aside = await restoreFrom(
          path,
          { ...options, passphrase },
          protection(isByPassphrase ? passphrase : null),
          () => drop(passphraseBackend),
        )
        const after = await reopen(isByPassphrase ? passphrase : undefined)
        if (after.kind !== 'sealed' || aside === null) return after
        status = { ...after, notice: `The backup is in place. The vault as it was is kept as ${aside}.` }
        deps.onChange?.(status)
        return status
      }),
    close: () => {
      isClosed = true
      current.close()
    },
  }

  /** From memory into a file of its own. */
  async function moveIn(passphrase: string): Promise<VaultStatus> {
    const records = (Object.keys(recordKinds) as RecordKind[]).flatMap((kind): RecordChange[] => [
      ...current.list(kind),
    ])
    const result = await openVaultFile({ ...options, passphrase })
    if (result.kind !== 'sealed') {
      const reason = result.kind === 'locked' ? 'a vault is there already' : result.reason
      throw new AppError('ERR_VAULT_WRITE', `nothing was saved: ${reason}`)
    }
    if (records.length > 0) result.file.store.write(records)
    current.close()
    return take(result)
  }
}

/** Milliseconds: nothing for a slip, and never so long that a person gives up on their own vault. */
function delayAfter(failures: number): number {
  return failures < 2 ? 0 : Math.min(500 * 2 ** (failures - 2), 8_000)
}

function backendOf(guard: OpenVault['guard']): string {
  return guard.kind === 'key_store' ? guard.backend : passphraseBackend
}

function toStatus(opened: OpenedFile, backend: string): VaultStatus {
  switch (opened.kind) {
    case 'sealed':
      return { kind: 'sealed', backend: backendOf(opened.file.guard), notice: opened.notice }
    case 'locked':
      return { kind: 'locked', backend: passphraseBackend }
    case 'memory':
      return { kind: 'memory', backend, reason: opened.reason, notice: null }
    case 'refused':
      return opened
  }
}
