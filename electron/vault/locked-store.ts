import { AppError } from '../../shared/error.ts'
import type { RecordStore } from './record-store.ts'

const refuse = (): never => {
  throw new AppError('ERR_VAULT_LOCKED', 'the vault is locked')
}

/** Stands in while the key is not in memory: nothing can be read, and nothing is taken that could not be kept. */
export const lockedStore: RecordStore = {
  list: refuse,
  ids: refuse,
  read: refuse,
  write: refuse,
  close: () => undefined,
}
