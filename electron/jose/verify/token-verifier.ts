import type { VerifyRequest, VerifyResult } from '../../../shared/verdict/verification.ts'
import type { FetchLike } from '../../net/limited-fetch.ts'
import type { RunJob } from '../crypto-jobs.ts'
import { createKeptKeySets } from '../kept-key-sets.ts'
import type { VaultKey } from '../resolve-key-source.ts'
import { createWorkerRunner } from '../worker-runner.ts'
import { verifyToken } from './verify-token.ts'

export type TokenVerifier = {
  /**
   * Answers with the whole ladder, whatever the token and the keys are. Fetches only for the sources `discovery`
   * and `jwks_url`. Throws AppError ERR_CANCELLED when the signal aborts, with the number of `requests` made until then.
   */
  verify(request: VerifyRequest, signal?: AbortSignal): Promise<VerifyResult>
  /** The threads that work with keys, for the other jobs of the app. */
  readonly run: RunJob
  close(): Promise<void>
}

export type TokenVerifierDeps = {
  readonly fetch: FetchLike
  /** Unix milliseconds. */
  readonly now: () => number
  readonly vaultKey: VaultKey
  /** The built `crypto-worker`; keys and signatures are handled on that thread. */
  readonly workerUrl: URL
}

export function createTokenVerifier({ fetch, now, vaultKey, workerUrl }: TokenVerifierDeps): TokenVerifier {
  const runner = createWorkerRunner(workerUrl)
  const keptKeySets = createKeptKeySets({ now })
  return {
    verify: (request, signal) =>
      verifyToken(request, { fetch, now, run: runner.run, vaultKey, keptKeySets, learn: true }, signal),
    run: runner.run,
    close: () => runner.close(),
  }
}
