import type { TokenReading } from '../../../shared/token/reading.ts'
import type { VerifyRequest, VerifyResult } from '../../../shared/verdict/verification.ts'
import type { FetchLike } from '../../net/limited-fetch.ts'
import type { RunJob } from '../crypto-jobs.ts'
import type { KeptKeySets } from '../kept-key-sets.ts'
import type { ResolvedSource, VaultKey } from '../resolve-key-source.ts'

export type VerifyDeps = {
  readonly fetch: FetchLike
  /** Unix milliseconds. */
  readonly now: () => number
  readonly run: RunJob
  /** Absent where there is no vault: the command line. */
  readonly vaultKey?: VaultKey
  /** Key sets fetched a moment ago; absent where each verification asks for itself. */
  readonly keptKeySets?: KeptKeySets
  /** The text must be the token and nothing else: no `Bearer`, quotes or white space around it. */
  readonly exact?: boolean
  /** False where nobody waits to read why a signature did not fit: a batch. */
  readonly diagnose?: boolean
  /** True where the lint rules want to know what the keys and the metadata that were fetched say. */
  readonly learn?: boolean
}

/** One token to be judged: what was pasted, or what came out of an encrypted one. */
export type VerifyTask = {
  readonly reading: TokenReading
  readonly request: VerifyRequest
  readonly deps: VerifyDeps
  readonly signal: AbortSignal | undefined
  /** Unix seconds the time checks are made for. */
  readonly asOf: number
  /** 0 for what was pasted, one more for each encryption it was taken out of. */
  readonly depth: number
  /** Told of the keys each time they are asked for. */
  readonly onKeys?: (keys: Promise<ResolvedSource>) => void
}

/** How one format is judged: the whole ladder, whatever the token and the keys are. */
export type VerifyFormat = (task: VerifyTask) => Promise<VerifyResult>
