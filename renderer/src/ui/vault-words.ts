import type { VaultStatus } from '../../../shared/vault-status.ts'

const backends: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
  keychain: 'the macOS Keychain',
  dpapi: 'Windows (DPAPI)',
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
      const backend = backends[vault.backend] ?? vault.backend
      return {
        tone: vault.notice === null ? 'pass' : 'warning',
        short: `Vault sealed by ${backend}`,
        long: `Profiles, secrets and keys are kept encrypted on this machine. The key that opens them is sealed by ${backend}.`,
      }
    }
    case 'memory':
      return { tone: 'warning', short: 'Memory only, nothing is kept', long: vault.reason }
    case 'refused':
      return { tone: 'fail', short: 'Vault not opened', long: vault.reason }
  }
}
