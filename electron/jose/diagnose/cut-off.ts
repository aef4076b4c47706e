import { findCutOffSignature } from '../../../shared/token/cut-off-signature.ts'
import type { TokenReading } from '../../../shared/token/reading.ts'
import type { Diagnosis } from '../../../shared/verdict/verification.ts'

/**
 * A token whose signature is cut is often not even base64url any more, so that no key is looked for. From the text
 * alone; null where the signature is not shorter than its algorithm makes it, or something else is wrong.
 */
export function findCutOff(reading: TokenReading): Diagnosis | null {
  const cut = findCutOffSignature(reading)
  return cut
    ? {
        cause: 'TOKEN_CUT_OFF',
        sentence: cut.sentence,
        advice: 'Copy the token again, whole; terminals, logs and forms cut long lines.',
        spec: 'RFC 7515 §7.1',
      }
    : null
}
