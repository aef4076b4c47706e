import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose'
import type { SignatureFinding } from '../../shared/oauth/check-id-token.ts'
import { plainText, plainValue } from '../../shared/oauth/plain-text.ts'
import type { IdTokenReading } from '../../shared/oauth/read-id-token.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'

const asymmetric = /^((RS|PS|ES)(256|384|512)|EdDSA|Ed25519|ML-DSA-(44|65|87))$/

/** Only algorithms whose keys the provider can publish: a shared secret among them would let anyone sign. */
export function isAsymmetric(alg: unknown): alg is string {
  return typeof alg === 'string' && asymmetric.test(alg)
}

export type KeySetFinding =
  | { readonly kind: 'keys'; readonly json: unknown }
  | { readonly kind: 'none'; readonly problem: RunProblem }

/**
 * Verifies the ID token's signature with the provider's published keys, apart from openid-client, so that the
 * checklist can speak of the signature even where another check already refused the answer.
 */
export async function verifyIdTokenSignature(
  token: string,
  reading: IdTokenReading,
  keySet: KeySetFinding,
): Promise<SignatureFinding> {
  if (reading.kind !== 'jws') return { status: 'not_checked', code: 'MALFORMED', note: 'no signed ID token' }
  const { alg, kid } = reading.header
  if (!isAsymmetric(alg)) {
    const unsecured = typeof alg === 'string' && alg.toLowerCase() === 'none'
    return {
      status: 'not_checked',
      code: unsecured ? 'UNSECURED' : 'ALG_UNSUPPORTED',
      note: unsecured
        ? 'there is no signature'
        : `no key of the provider’s key set verifies alg ${plainValue(alg, 40)}`,
    }
  }
  if (keySet.kind === 'none') {
    return { status: 'not_checked', code: keySet.problem.code, note: keySet.problem.message }
  }
  if (!isKeySet(keySet.json)) {
    return { status: 'not_checked', code: 'JWKS_INVALID', note: 'the key set is not a JWKS' }
  }
  const named = typeof kid === 'string' ? `kid ${plainText(kid, 100)}` : 'the only fitting key'
  try {
    await compactVerify(token, createLocalJWKSet(keySet.json), { algorithms: [alg] })
    return { status: 'pass', note: `verified with ${named} of the provider’s key set, ${alg}` }
  } catch (error) {
    return failureOf(error, keySet.json, kid)
  }
}

function failureOf(error: unknown, keySet: JSONWebKeySet, kid: unknown): SignatureFinding {
  const kids = keySet.keys.map((key) => (typeof key.kid === 'string' ? key.kid : 'a key without kid'))
  const keys = {
    expected: `one of: ${plainText(kids.join(', '), 200) || 'no keys'}`,
    found: plainValue(kid, 100),
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return {
      status: 'fail',
      code: 'SIGNATURE_INVALID',
      note: `the signature does not match kid ${plainValue(kid, 100)}`,
    }
  }
  if (error instanceof errors.JWKSNoMatchingKey) return { status: 'fail', code: 'KEY_NOT_FOUND', ...keys }
  if (error instanceof errors.JWKSMultipleMatchingKeys) {
    return { status: 'fail', code: 'KEY_AMBIGUOUS', ...keys }
  }
  return { status: 'fail', code: 'KEY_INVALID', ...keys, note: 'the key that the token names cannot be used' }
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  if (typeof value !== 'object' || value === null || !('keys' in value)) return false
  const { keys } = value
  return (
    Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null && !Array.isArray(key))
  )
}
