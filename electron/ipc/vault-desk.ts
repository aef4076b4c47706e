import type { CallInput, CallOutput } from '../../shared/ipc/contract.ts'
import type { VaultStatus } from '../../shared/vault-status.ts'
import type { Vault } from '../vault/vault.ts'

/** What the window may do with the vault as a whole. A path comes only from the person's own dialog. */
export type VaultDesk = {
  readonly status: () => VaultStatus
  readonly lock: () => Promise<VaultStatus>
  readonly unlock: (input: CallInput<'vault.unlock'>) => Promise<VaultStatus>
  readonly protect: (input: CallInput<'vault.protect'>) => Promise<VaultStatus>
  readonly rotate: (input: CallInput<'vault.rotate'>) => Promise<VaultStatus>
  readonly backUp: (input: CallInput<'vault.backUp'>) => Promise<CallOutput<'vault.backUp'>>
  readonly restore: (input: CallInput<'vault.restore'>) => Promise<CallOutput<'vault.restore'>>
  readonly settings: () => CallOutput<'vault.settings'>
  readonly setLockAfter: (minutes: number) => CallOutput<'vault.settings'>
}

export function createVaultDesk(deps: {
  readonly vault: Vault
  /** Ends what uses secrets, and keeps what is finished. */
  readonly beforeLock: () => Promise<void>
  /** Drops what the window and the clipboard hold. */
  readonly afterLock: () => void
  readonly chooseTarget: () => Promise<string | null>
  readonly chooseBackup: () => Promise<string | null>
}): VaultDesk {
  const { vault, beforeLock, afterLock, chooseTarget, chooseBackup } = deps
  let locking: Promise<VaultStatus> | null = null
  const lock = async () => {
    vault.assertLockable()
    await beforeLock()
    vault.lock()
    afterLock()
    return vault.status()
  }
  const settings = () => ({ lockAfterMinutes: vault.lockAfter() })
  return {
    status: () => vault.status(),
    lock: () => {
      locking ??= lock().finally(() => {
        locking = null
      })
      return locking
    },
    unlock: ({ passphrase }) => vault.door.unlock(passphrase),
    protect: (input) => vault.door.protect(input),
    rotate: ({ current }) => vault.door.rotate(current),
    backUp: async ({ passphrase }) => {
      const path = await chooseTarget()
      if (path === null) return { saved: false }
      await vault.door.backUp(path, passphrase)
      return { saved: true }
    },
    restore: async ({ passphrase }) => {
      const path = await chooseBackup()
      if (path === null) return { restored: false, status: vault.status() }
      return { restored: true, status: await vault.door.restore(path, passphrase) }
    },
    settings,
    setLockAfter: (minutes) => {
      vault.setLockAfter(minutes)
      return settings()
    },
  }
}
