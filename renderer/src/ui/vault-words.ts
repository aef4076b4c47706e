import { passphraseBackend } from '../../../shared/passphrase.ts'
import type { VaultStatus } from '../../../shared/vault-status.ts'

const backends: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
  keychain: 'the macOS Keychain',
  dpapi: 'Windows (DPAPI)',
}

export function backendName(backend: string): string {
  return backends[backend] ?? backend
}

export type VaultWords = {
  readonly tone: 'pass' | 'warning' | 'fail'
  /** A few words for the status line. */
  readonly short: string
  /** A sentence or two. */
  readonly long: string
}

/** The vault's state in words. Never claims sealing where there is none. */
export function describeVault(vault: VaultStatus): VaultWords {
  switch (vault.kind) {
    case 'sealed': {
      if (vault.backend === passphraseBackend) {
        return {
          tone: vault.notice === null ? 'pass' : 'warning',
          short: 'Vault open, by passphrase',
          long: 'Profiles, secrets and keys are kept encrypted on this machine. Your passphrase alone opens them.',
        }
      }
      const backend = backendName(vault.backend)
      return {
        tone: vault.notice === null ? 'pass' : 'warning',
        short: `Vault sealed by ${backend}`,
        long: `Profiles, secrets and keys are kept encrypted on this machine. The key that opens them is sealed by ${backend}.`,
      }
    }
    case 'locked':
      return {
        tone: 'warning',
        short: 'Vault locked',
        long: 'Profiles, secrets and keys are kept encrypted on this machine, and the key is not in memory.',
      }
    case 'memory':
      return { tone: 'warning', short: 'Memory only, nothing is kept', long: vault.reason }
    case 'refused':
      return { tone: 'fail', short: 'Vault not opened', long: vault.reason }
  }
}
