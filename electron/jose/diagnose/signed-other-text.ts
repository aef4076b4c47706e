import { constants, createPublicKey, type JsonWebKey, publicDecrypt } from 'node:crypto'
import { algorithmNeeds } from '../algorithms.ts'
import { readDerSequence } from '../der.ts'
import { describeJwk, rsaBits } from '../jwk.ts'
import { type FindCause, named } from './attempt.ts'

/**
 * An RSA signature of the old padding shows what it was made over: whoever made it had the key, and hashed other bytes
 * (RFC 8017 §8.2.2). So the token was changed, or carries the signature of another one.
 */
export const findSignedOtherText: FindCause = ({ keys, job, signed }) => {
  if (!job.alg.startsWith('RS')) return null
  const key = keys.find(({ jwk }) => {
    try {
      const { n, e } = jwk
      const imported = createPublicKey({ key: { kty: 'RSA', n, e } as JsonWebKey, format: 'jwk' })
      const opened = publicDecrypt({ key: imported, padding: constants.RSA_PKCS1_PADDING }, signed.signature)
      return readDerSequence(opened)?.length === 2
    } catch {
      return false
    }
  })
  return key
    ? {
        cause: 'CONTENT_CHANGED',
        sentence: `The signature was made with this very key, ${describeJwk(key.jwk)} ${named(key.jwk.kid)}, but over another header or payload.`,
        advice:
          'The token was changed after it was signed, or has the signature of another token: get it again from where it was issued.',
        spec: 'RFC 8017 §8.2.2',
      }
    : null
}

/** The signature has another length than the key makes: a piece is missing, or another kind of key made it. */
export const findWrongLength: FindCause = ({ keys, signed, job }) => {
  const found = signed.signature.length
  const [key] = keys
  const needs = algorithmNeeds(job.alg, key?.jwk.crv)
  const expected = needs?.signatureBytes ?? (key && keys.length === 1 ? Math.ceil(rsaBits(key.jwk) / 8) : 0)
  if (found === 0 || expected === 0 || found === expected) return null
  if (needs?.kty === 'RSA' && [128, 256, 384, 512, 1024].includes(found)) {
    return {
      cause: 'OTHER_KEY_SIZE',
      sentence: `The signature has ${found} bytes, as an RSA key of ${found * 8} bits makes it; this key has ${expected * 8} bits.`,
      advice: 'Another key signed the token: look for it among the issuer’s keys.',
      spec: 'RFC 8017 §8',
    }
  }
  const maker = needs?.kty === 'oct' ? [32, 48, 64].includes(found) : false
  if (maker) return null
  return found < expected
    ? {
        cause: 'TOKEN_CUT_OFF',
        sentence: `The signature has ${found} of ${expected} bytes: ${expected - found} ${expected - found === 1 ? 'is' : 'are'} missing at the end of the token.`,
        advice: 'Copy the token again, whole; terminals, logs and forms cut long lines.',
        spec: 'RFC 7515 §7.1',
      }
    : {
        cause: 'SIGNATURE_TOO_LONG',
        sentence: `The signature has ${found} bytes; ${job.alg} with this key makes ${expected}.`,
        advice: 'Something was appended to the token, or another algorithm made the signature.',
        spec: 'RFC 7515 §7.1',
      }
}
