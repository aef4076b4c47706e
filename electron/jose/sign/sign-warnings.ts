import type { SignWarning } from '../../../shared/build/sign-request.ts'
import { readJson } from '../../../shared/token/json-text.ts'
import { type Jwk, rsaBits } from '../jwk.ts'
import type { SigningAlgorithm } from './signing-algorithms.ts'

/** What a reader of the payload may stumble over. It is signed all the same: making such tokens is a test of others. */
export function payloadWarnings(text: string): readonly SignWarning[] {
  const warnings: SignWarning[] = []
  const reading = readJson(text)
  const problem = reading.problems.find(({ code }) => code === 'JSON_SYNTAX' || code === 'JSON_TOO_DEEP')
  if (!reading.isObject) {
    const why = problem ? problem.message : 'It is not a JSON object.'
    warnings.push({
      code: 'PAYLOAD_NOT_CLAIMS',
      message: `The payload was signed as it stands, and it is no set of claims. ${why}`,
    })
  }
  const duplicate = reading.problems.find(({ code }) => code === 'JSON_DUPLICATE_MEMBER')
  if (duplicate) warnings.push({ code: 'PAYLOAD_DUPLICATE', message: `In the payload: ${duplicate.message}` })
  if (/\p{Cs}/u.test(text)) {
    warnings.push({
      code: 'LONE_SURROGATE',
      message:
        'The payload holds half of a character, which has no UTF-8 form; U+FFFD was signed in its place.',
    })
  }
  return warnings
}

/** RFC 7518 §3.2 and §3.3: what the key ought to have, and has not. */
export function strengthWarnings(jwk: Jwk, algorithm: SigningAlgorithm): readonly SignWarning[] {
  if (algorithm.family === 'hmac' && typeof jwk.k === 'string') {
    const bits = Buffer.from(jwk.k, 'base64url').length * 8
    if (bits >= algorithm.hashBits) return []
    return [
      {
        code: 'SECRET_SHORT',
        message: `The secret has only ${bits} bits; ${algorithm.alg} asks for ${algorithm.hashBits} or more (RFC 7518 §3.2).`,
      },
    ]
  }
  if (jwk.kty !== 'RSA' || rsaBits(jwk) >= 2048) return []
  return [
    {
      code: 'RSA_SHORT',
      message: `The RSA key has only ${rsaBits(jwk)} bits; 2048 or more are asked for (RFC 7518 §3.3).`,
    },
  ]
}
