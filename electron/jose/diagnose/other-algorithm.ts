import { algorithmNeeds, verifiableAlgorithms } from '../algorithms.ts'
import { derTag, readDerSequence } from '../der.ts'
import { type FindCause, fitsAny } from './attempt.ts'

/** Signed with another algorithm than the header names: padding or hash mixed up (RFC 7518 §3.1). */
export const findOtherAlgorithm: FindCause = (failed) => {
  const { alg } = failed.job
  const kty = algorithmNeeds(alg)?.kty
  const others = verifiableAlgorithms.filter((other) => other !== alg && algorithmNeeds(other)?.kty === kty)
  // Only where the same key can have been used: a MAC, or RSA with another padding or hash.
  if (kty !== 'RSA' && kty !== 'oct') return null
  const found = others.find((other) => fitsAny(failed, { alg: other }))
  if (!found) return null
  const swapped = kty === 'RSA' && found.slice(0, 2) !== alg.slice(0, 2)
  return {
    cause: swapped ? 'PS_RS_MIXED' : 'HASH_MIXED',
    sentence: `The signature was made with ${found}; the header says ${alg}.`,
    advice: `Let the signer write ${found} into the header, or sign with ${alg}; the header is what a verifier goes by.`,
    spec: 'RFC 7515 §4.1.1',
  }
}

/** An ECDSA signature in the form that most libraries give first, DER, which JWS does not use (RFC 7518 §3.4). */
export const findDerSignature: FindCause = (failed) => {
  const needs = algorithmNeeds(failed.job.alg)
  if (needs?.kty !== 'EC' || needs.signatureBytes === undefined) return null
  const raw = rawOfDer(failed.signed.signature, needs.signatureBytes / 2)
  if (!raw || !fitsAny(failed, { signature: raw })) return null
  return {
    cause: 'DER_SIGNATURE',
    sentence: `The signature is right, but written in DER; ${failed.job.alg} writes r and s as ${needs.signatureBytes} bytes, one after the other.`,
    advice: 'Convert it where it is made: ieee-p1363 in Node, a library for JWT elsewhere.',
    spec: 'RFC 7518 §3.4',
  }
}

function rawOfDer(der: Uint8Array, size: number): Uint8Array | null {
  const numbers = readDerSequence(der)
  if (numbers?.length !== 2 || !numbers.every(({ tag }) => tag === derTag.integer)) return null
  const halves = numbers.map(({ content }) => {
    const digits = content[0] === 0 ? content.subarray(1) : content
    return digits.length > size ? null : Buffer.concat([Buffer.alloc(size - digits.length), digits])
  })
  return halves[0] && halves[1] ? Buffer.concat([halves[0], halves[1]]) : null
}
