import type { TokenReading } from '../../../shared/token/reading.ts'
import type { Diagnosis } from '../../../shared/verdict/verification.ts'
import { algorithmNeeds } from '../algorithms.ts'

/** Bytes of signatures that RSA keys in use make. */
const rsaLengths = [128, 256, 384, 512]

/**
 * A token whose signature is cut is often not even base64url any more, so that no key is looked for. From the text
 * alone; null where the signature is not shorter than its algorithm makes it, or something else is wrong.
 */
export function findCutOff(reading: TokenReading, alg: unknown): Diagnosis | null {
  const signature = reading.segments.find(({ name }) => name === 'signature')
  const needs = typeof alg === 'string' ? algorithmNeeds(alg) : null
  const elsewhere = reading.problems.some(
    ({ severity, start }) => severity === 'error' && start < (signature?.start ?? 0),
  )
  if (reading.format !== 'jws' || !signature || !needs || elsewhere || !/^[\w-]+$/.test(signature.text))
    return null
  const found = signature.text.length
  const lengths = (needs.signatureBytes === undefined ? rsaLengths : [needs.signatureBytes]).map((bytes) =>
    Math.ceil((bytes * 4) / 3),
  )
  const expected = lengths.find((length) => found < length)
  if (expected === undefined || lengths.includes(found)) return null
  const least = needs.signatureBytes === undefined ? 'at least ' : ''
  return {
    cause: 'TOKEN_CUT_OFF',
    sentence: `The signature has ${found} characters; ${String(alg)} makes ${needs.signatureBytes === undefined ? `${lengths.join(', ')} or more` : expected}: ${least}${expected - found} are missing at the end.`,
    advice: 'Copy the token again, whole; terminals, logs and forms cut long lines.',
    spec: 'RFC 7515 §7.1',
  }
}
