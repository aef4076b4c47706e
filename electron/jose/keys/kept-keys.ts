import { AppError } from '../../../shared/error.ts'
import type { KeyFacts } from '../../../shared/key/key-record.ts'
import { findKeyFlaw } from './find-key-flaw.ts'
import { findKeyWeakness } from './find-key-weakness.ts'
import { keyFactsOf } from './key-facts.ts'
import { readKeys } from './read-keys.ts'

export type KeptKeys = {
  readonly notes: readonly string[]
  readonly keys: readonly {
    readonly facts: KeyFacts
    /** A JWK as JSON text, private members included. */
    readonly material: string
    readonly weakness: string | null
  }[]
}

/** Keys of a text, ready to be kept. Throws ERR_KEY for one that nothing could be done with, ERR_PASSPHRASE. */
export async function readKeptKeys(input: {
  readonly text: string
  readonly passphrase?: string | undefined
}): Promise<KeptKeys> {
  const { keys, notes } = readKeys(input.text, input.passphrase)
  for (const jwk of keys) {
    const flaw = findKeyFlaw(jwk)
    if (flaw) throw new AppError('ERR_KEY', `the key cannot be used: ${flaw}`)
  }
  return {
    notes,
    keys: await Promise.all(
      keys.map(async (jwk) => ({
        facts: await keyFactsOf(jwk),
        material: JSON.stringify(jwk),
        weakness: findKeyWeakness(jwk),
      })),
    ),
  }
}
