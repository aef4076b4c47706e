import type { VaultStatus } from '../../shared/vault-status.ts'
import type { KeySealer } from './key-sealer.ts'
import { createMemoryStore } from './memory-store.ts'
import type { RecordStore } from './record-store.ts'
import { type OpenedFile, openVaultFile } from './vault-file.ts'

export type KeeperDeps = {
  readonly directory: string
  readonly sealer: KeySealer
  /** Unix milliseconds. */
  readonly now: () => number
  readonly onChange?: ((status: VaultStatus) => void) | undefined
}

/** Holds the open file, and puts another in its place while the rooms above go on with the same `store`. */
export type VaultKeeper = {
  readonly store: RecordStore
  readonly status: () => VaultStatus
  /** Resolves when the file that a fault was found in is mended or set aside, or at once. */
  readonly mended: () => Promise<void>
  readonly close: () => void
}

export async function openKeeper(deps: KeeperDeps): Promise<VaultKeeper> {
  let current: RecordStore
  let status: VaultStatus
  let mending: Promise<void> = Promise.resolve()
  let isClosed = false

  const open = async (isThorough: boolean) => {
    const opened = await openVaultFile({ ...deps, isThorough, onDamage: mend })
    current = opened.kind === 'sealed' ? opened.store : createMemoryStore()
    status = toStatus(opened, deps.sealer.backend())
    if (isClosed) current.close()
  }
  /** What was found while the file was open is looked into at once: the next answer comes from a file that is right. */
  function mend(): void {
    mending = mending.then(async () => {
      if (isClosed) return
      current.close()
      await open(true)
      deps.onChange?.(status)
    })
  }

  await open(false)
  return {
    store: {
      list: (kind) => current.list(kind),
      ids: (kind) => current.ids(kind),
      read: (kind, id) => current.read(kind, id),
      write: (changes) => current.write(changes),
      close: () => current.close(),
    },
    status: () => status,
    mended: () => mending,
    close: () => {
      isClosed = true
      current.close()
    },
  }
}

function toStatus(opened: OpenedFile, backend: string): VaultStatus {
  switch (opened.kind) {
    case 'sealed':
      return { kind: 'sealed', backend, notice: opened.notice }
    case 'memory':
      return { kind: 'memory', backend, reason: opened.reason, notice: null }
    case 'refused':
      return opened
  }
}
