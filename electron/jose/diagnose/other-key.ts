import { describeJwk } from '../jwk.ts'
import { type FindCause, named } from './attempt.ts'

/** Another key of the set signed it than the one the token names (RFC 7515 §4.1.4). */
export const findOtherKey: FindCause = ({ job, keys, reading, signed, fits }) => {
  if (reading?.kind !== 'set') return null
  const key = keys.find(({ jwk }) => fits(signed, jwk))
  if (!key) return null
  const { jwk } = key
  const other = `another key of the set, ${describeJwk(jwk)}, ${named(jwk.kid)}`
  return job.kid === jwk.kid
    ? {
        cause: 'KEY_MARKED_OTHERWISE',
        sentence: `The signature fits the key ${named(jwk.kid)}, but what the key says of itself forbids this use.`,
        advice:
          'Compare alg, use and key_ops of the key with the header: the issuer should mark its key for what it signs.',
        spec: 'RFC 7517 §4',
      }
    : {
        cause: 'OTHER_KEY_OF_SET',
        sentence: `The signature fits ${other}; the token names ${job.kid === null ? 'none' : named(job.kid)}.`,
        advice:
          job.kid === null
            ? 'Ask the issuer to name the key it signs with (kid): without a name, which key to take is a guess.'
            : 'kid is a hint at the key, and verifiers that go by it refuse this token: ask the issuer to name the key it signed with.',
        spec: 'RFC 7515 §4.1.4',
      }
}

/** The key that was given fits, but is marked for something else (RFC 7517 §4.2 to §4.4). */
export const findMarkedOtherwise: FindCause = ({ keys, reading, signed, fits }) => {
  if (reading?.kind !== 'single' || !keys.some(({ jwk }) => fits(signed, jwk))) return null
  return {
    cause: 'KEY_MARKED_OTHERWISE',
    sentence: 'The signature fits the key, but what the key says of itself forbids this use.',
    advice:
      'Compare alg, use and key_ops of the key with the header: either the wrong key was copied, or it is marked wrongly.',
    spec: 'RFC 7517 §4',
  }
}
