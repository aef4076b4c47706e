import type { Jwk, JwkFlaw } from './jwk.ts'
import { bitLength, bytesOf, withoutLeadingZeros } from './key-numbers.ts'
import { hasRocaFingerprint, smallFactor } from './roca.ts'

/** Above this, one verification takes long enough to be an attack; OpenSSL refuses more as well. */
const maxRsaBits = 16_384
const minRsaBits = 512
/** The largest that both runtimes take, BoringSSL being the stricter one. */
const maxExponentBits = 33
/**
 * RFC 8017 §3.1 allows 3 and more, and FIPS 186-5 §A.1.1 more than 2^16. Below, forging is no matter of the key alone
 * but of a verifier that reads the padding carelessly (Bleichenbacher 2006); whether others read it so, nobody can
 * tell from here. So such a key is refused, but a signature by it is not called a forgery.
 */
const minExponent = 65_537

/** What is wrong with the numbers of an RSA key (RFC 8017 §3.1); null where it can be used. */
export function findRsaFlaw(jwk: Jwk): JwkFlaw | null {
  const modulus = bytesOf(jwk.n)
  const written = bytesOf(jwk.e)
  const exponent = withoutLeadingZeros(written)
  const bits = bitLength(modulus)
  if (bits < minRsaBits) return hostile(`the RSA modulus has ${bits} bits, so anyone can factor it`)
  if (bits > maxRsaBits) {
    const reason = `the RSA modulus has ${bits} bits; at most ${maxRsaBits} are checked`
    return { reason, hostile: false }
  }
  if (((modulus.at(-1) ?? 0) & 1) === 0) return hostile('the RSA modulus is even')
  if (exponent.length === 0 || (exponent.length === 1 && (exponent[0] ?? 0) < 3)) {
    return hostile(`the RSA exponent is ${exponent[0] ?? 0}, with which any signature can be forged`)
  }
  if (((exponent.at(-1) ?? 0) & 1) === 0) return hostile('the RSA exponent is even')
  const small = exponent.length > 3 ? null : exponent.reduce((number, byte) => number * 256 + byte, 0)
  if (small !== null && small < minExponent) {
    const reason = `the RSA exponent is ${small}; below ${minExponent} a verifier that reads the padding carelessly accepts forgeries`
    return { reason, hostile: false }
  }
  if (bitLength(exponent) > maxExponentBits)
    return { reason: `the RSA exponent is longer than ${maxExponentBits} bits`, hostile: false }
  // Another spelling of the same number gives the same key another thumbprint.
  if (written.length !== exponent.length)
    return { reason: 'the RSA exponent begins with a zero byte, which RFC 7518 §2 forbids', hostile: false }
  const number = BigInt(`0x${Buffer.from(modulus).toString('hex')}`)
  const factor = smallFactor(number)
  if (factor !== null)
    return hostile(`the RSA modulus is divisible by ${factor}, so it was not made as a key`)
  if (hasRocaFingerprint(number)) {
    return hostile(
      'the RSA key has the ROCA fingerprint (CVE-2017-15361), so its private half can be computed',
    )
  }
  return null
}

function hostile(reason: string): JwkFlaw {
  return { reason, hostile: true }
}
