import type { VaultStatus } from '../../../../shared/vault-status.ts'
import { InlineProblem } from '../../ui/inline-problem.tsx'

/** Said where profiles and secrets are typed: what happens to them when the app quits. */
export function VaultNotice({ vault }: { readonly vault: VaultStatus | null }) {
  if (vault === null) return null
  switch (vault.kind) {
    case 'locked':
      return null
    case 'sealed':
      return vault.notice === null ? null : (
        <InlineProblem tone="info" title={vault.notice} announce={false} />
      )
    case 'memory':
      return (
        <InlineProblem
          tone="warning"
          title="Profiles and secrets are kept in memory until you quit"
          announce={false}
        >
          <p>{vault.reason}</p>
          {vault.notice !== null && <p>{vault.notice}</p>}
        </InlineProblem>
      )
    case 'refused':
      return (
        <InlineProblem
          title="The vault stays closed; what you enter now is kept in memory until you quit"
          announce={false}
        >
          <p>{vault.reason}</p>
        </InlineProblem>
      )
  }
}
