import { type SafeStorage, safeStorage } from 'electron'
import type { KeySealer, OpenedKey } from './key-sealer.ts'

/**
 * The part of `safeStorage` that is used. The asynchronous functions came with later Electron lines;
 * older ones (33 among them) have only the synchronous ones, which newer lines deprecate.
 */
export type SafeStorageLike = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<
    Pick<
      SafeStorage,
      'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
    >
  >

/**
 * Seals with the operating system's key store through Electron's `safeStorage`. Ask only after `app` is ready.
 * safeStorage promises confidentiality at best, no integrity (on Linux AES-CBC without a MAC): the vault
 * therefore seals only its data key with it, and proves that key by authenticated encryption.
 */
export function createSafeStorageSealer(
  storage: SafeStorageLike = safeStorage,
  platform: NodeJS.Platform = process.platform,
): KeySealer {
  const backend = () => {
    if (platform === 'darwin') return 'keychain'
    if (platform === 'win32') return 'dpapi'
    return storage.getSelectedStorageBackend?.() ?? 'unknown'
  }
  return {
    backend,
    canSeal: async () => {
      // With basic_text the "key" is a constant in Chromium's source: that is hiding, not sealing.
      if (backend() === 'basic_text' || backend() === 'unknown') return false
      return storage.isAsyncEncryptionAvailable
        ? await storage.isAsyncEncryptionAvailable()
        : storage.isEncryptionAvailable()
    },
    seal: async (plain) => {
      const text = plain.toString('base64')
      return storage.encryptStringAsync ? await storage.encryptStringAsync(text) : storage.encryptString(text)
    },
    open: async (sealed): Promise<OpenedKey> => {
      if (!storage.decryptStringAsync) {
        return { plain: Buffer.from(storage.decryptString(sealed), 'base64'), shouldReseal: false }
      }
      const { result, shouldReEncrypt } = await storage.decryptStringAsync(sealed)
      return { plain: Buffer.from(result, 'base64'), shouldReseal: shouldReEncrypt }
    },
  }
}
