import { type EncryptRequest, encryptionAlgorithmsFor } from '../../../../shared/build/encrypt-request.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { KeyFacts, KeyRecord } from '../../../../shared/key/key-record.ts'
import { settle } from '../../bridge.ts'

/** What is known of the key to encrypt to. */
export type Recipient = {
  readonly description: string
  /** The usual one first; empty for a key that only signs. */
  readonly algorithms: readonly EncryptRequest['alg'][]
}

/** What one of the person's keys can be encrypted to with. */
export function recipientOf(facts: KeyFacts | KeyRecord): Recipient {
  return { description: facts.description, algorithms: encryptionAlgorithmsFor(facts) }
}

/** As `recipientOf`, for a text; null where it does not hold exactly one key. */
export async function readRecipient(text: string, bridge: Bridge): Promise<Recipient | null> {
  if (text.trim() === '') return null
  const answer = await settle(bridge['keys.convert']({ text }))
  if (!answer.ok) return null
  const [only, ...others] = answer.value.keys
  return only && others.length === 0 ? recipientOf(only) : null
}
