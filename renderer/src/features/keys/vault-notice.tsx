import type { VaultStatus } from '../../../../shared/vault-status.ts'
import { InlineProblem } from '../../ui/inline-problem.tsx'

/** Said where keys are made and shown: what happens to them when the app quits. Nothing while the vault is sealed. */
export function VaultNotice({ vault }: { readonly vault: VaultStatus | null }) {
  if (vault === null || vault.kind === 'sealed' || vault.kind === 'locked') return null
  return (
    <InlineProblem
      tone={vault.kind === 'memory' ? 'warning' : 'fail'}
      title={
        vault.kind === 'memory'
          ? 'Keys are kept in memory until you quit'
          : 'The vault stays closed; keys are kept in memory until you quit'
      }
      announce={false}
    >
      {vault.reason}
    </InlineProblem>
  )
}
