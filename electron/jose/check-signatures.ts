import { checkSignature } from './check-signature.ts'
import type { KeyMaterial, VerifyJob, VerifyOutcome } from './verify-job.ts'

/** Many tokens and one key or key set: one message to a thread instead of many. */
export type VerifyJobs = {
  readonly material: KeyMaterial
  readonly tokens: readonly Omit<VerifyJob, 'material'>[]
}

/** Each different answer once; `indexes` says which of them each token got, in the order of the tokens. */
export type VerifyOutcomes = {
  readonly outcomes: readonly VerifyOutcome[]
  readonly indexes: Uint32Array
}

/** Checks each token as `checkSignature` does, alone and by the same rules. Never throws for what tokens or keys hold. */
export function checkSignatures({ material, tokens }: VerifyJobs): VerifyOutcomes {
  const outcomes: VerifyOutcome[] = []
  const known = new Map<VerifyOutcome, number>()
  const indexes = new Uint32Array(tokens.length)
  for (const [at, token] of tokens.entries()) {
    const outcome = checkSignature({ ...token, material })
    let index = known.get(outcome)
    if (index === undefined) {
      index = outcomes.push(outcome) - 1
      known.set(outcome, index)
    }
    indexes[at] = index
  }
  return { outcomes, indexes }
}
