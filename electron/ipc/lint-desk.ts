import type { CertificateFacts, KeySourceFacts } from '../../shared/lint/lint-context.ts'
import type { WeakSecretAnswer } from '../../shared/lint/weak-secret.ts'
import type { KeySource } from '../../shared/verdict/verification.ts'
import type { RunJob } from '../jose/crypto-jobs.ts'
import type { VaultKey } from '../jose/resolve-key-source.ts'
import type { KeyMaterial } from '../jose/verify-job.ts'

/** Key sources that need no network: a rule never fetches anything. */
export type LocalKeySource = Extract<KeySource, { kind: 'key' | 'secret' | 'vault' }>

export type LintDesk = {
  readonly keyFacts: (token: string, source: LocalKeySource) => Promise<KeySourceFacts>
  readonly certificates: (token: string) => Promise<readonly CertificateFacts[]>
  readonly trySecrets: (input: { token: string; from: number; count: number }) => Promise<WeakSecretAnswer>
  readonly revealSecret: (input: {
    token: string
    index: number
  }) => Promise<{ secret: string; encoding: 'utf8' | 'base64' | 'hex' }>
}

/** What the rules ask of the main process: facts about a key, and common secrets tried where the person asks for it. */
export function createLintDesk({
  run,
  vaultKey,
}: {
  readonly run: RunJob
  readonly vaultKey: VaultKey
}): LintDesk {
  const materialOf = async (source: LocalKeySource): Promise<KeyMaterial> => {
    if (source.kind === 'secret') return source
    if (source.kind === 'vault')
      return { kind: 'key', text: (await vaultKey(source.keyId)).text, provenance: 'vault' }
    const { text, passphrase } = source
    return { kind: 'key', text, provenance: 'pasted', ...(passphrase === undefined ? {} : { passphrase }) }
  }
  return {
    async keyFacts(token, source) {
      return run('readKeyFacts', { token, material: await materialOf(source) })
    },
    certificates: (token) => run('readTokenCertificates', { token }),
    trySecrets: (input) => run('findWeakSecret', input),
    revealSecret: (input) => run('revealWeakSecret', input),
  }
}
