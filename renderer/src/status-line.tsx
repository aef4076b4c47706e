import { Lock, LockOpen, ShieldAlert } from 'lucide-react'
import type { ProviderStatus } from '../../shared/provider-status.ts'
import type { VaultStatus } from '../../shared/vault-status.ts'
import type { RequestFact } from './request-fact.ts'
import styles from './status-line.module.css'
import { Kbd } from './ui/kbd.tsx'
import { describeVault } from './ui/vault-words.ts'

const vaultIcons = { pass: Lock, warning: LockOpen, fail: ShieldAlert } as const

const providerWords: Readonly<Record<ProviderStatus['kind'], string>> = {
  stopped: 'Built-in provider stopped',
  starting: 'Built-in provider starting',
  running: 'Built-in provider running',
  failed: 'Built-in provider failed',
}

/** Always in sight: what keeps the secrets, what the network was asked, and the provider's light. */
export function StatusLine({
  vault,
  provider,
  requests,
  asOf,
  onVault,
  onLock,
  onProvider,
  onCommands,
}: {
  readonly vault: VaultStatus | null
  readonly provider: ProviderStatus | null
  /** What the view in front asked of the network, in words; null where it asks nothing. */
  readonly requests: RequestFact | null
  /** The moment Inspect judges for, in words, where it is not now. */
  readonly asOf: string | null
  readonly onVault: () => void
  readonly onLock: () => void
  readonly onProvider: () => void
  readonly onCommands: () => void
}) {
  const words = vault && describeVault(vault)
  const VaultIcon = words && vaultIcons[words.tone]
  return (
    <footer className={styles.status}>
      {words && VaultIcon && (
        <button
          type="button"
          className={styles.item}
          data-tone={words.tone}
          title={words.long}
          onClick={onVault}
        >
          <VaultIcon size={12} strokeWidth={2.2} aria-hidden />
          {words.short}
        </button>
      )}
      {vault?.kind === 'sealed' && (
        <button
          type="button"
          className={styles.item}
          title="Lock: ends runs and drops every secret"
          onClick={onLock}
        >
          Lock
        </button>
      )}
      {requests && (
        <span className={styles.fact} title={requests.long}>
          {requests.short}
        </span>
      )}
      {asOf && <span className={styles.asOf}>As of {asOf}</span>}
      <span className={styles.end}>
        {provider && (
          <button type="button" className={styles.item} onClick={onProvider}>
            <i className={styles.light} data-state={provider.kind} aria-hidden />
            {providerWords[provider.kind]}
          </button>
        )}
        <button type="button" className={styles.item} onClick={onCommands}>
          <Kbd keys={['Mod', 'K']} />
          Commands
        </button>
      </span>
    </footer>
  )
}
