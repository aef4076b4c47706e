import { bitsOfKey, type Jwk } from '../jwk.ts'
import { bytesOf } from '../key-numbers.ts'
import { publishedKey } from '../published-key.ts'

/** RFC 7518 §3.2: at least as many bits as the hash. */
const hmacBits: Readonly<Record<string, number | undefined>> = {
  __proto__: null as never,
  HS256: 256,
  HS384: 384,
  HS512: 512,
}

/** RFC 7518 §3.3. */
const minRsaBits = 2048
/** Below, a secret can be found by trying; some algorithms for encryption ask for no more (RFC 7518 §4.4). */
const minSecretBits = 128

/**
 * What makes a key that can be used a weak one: the rest of a sentence that begins with the key. Null where nothing
 * was found, which is no praise: whether a secret is random cannot be seen.
 */
export function findKeyWeakness(jwk: Jwk): string | null {
  const bits = bitsOfKey(jwk)
  if (jwk.kty === 'RSA') {
    return bits !== null && bits < minRsaBits
      ? `has ${bits} bits; an RSA key of ${minRsaBits} or more is asked for (RFC 7518 §3.3)`
      : null
  }
  if (jwk.kty !== 'oct' || bits === null) return null
  const published = publishedKey(bytesOf(jwk.k))
  if (published !== null) return `is made of ${published}, which is no secret: anyone could sign with it`
  const alg = typeof jwk.alg === 'string' ? jwk.alg : ''
  const asked = hmacBits[alg]
  if (asked !== undefined) {
    return bits < asked ? `has ${bits} bits; a secret for ${alg} has ${asked} or more (RFC 7518 §3.2)` : null
  }
  return bits < minSecretBits
    ? `has ${bits} bits, so it can be found by trying; HS256 asks for 256 or more (RFC 7518 §3.2)`
    : null
}
