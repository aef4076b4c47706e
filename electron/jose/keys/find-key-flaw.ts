import { findJwkFlaw, isPrivateJwk, type Jwk } from '../jwk.ts'
import { bytesOf } from '../key-numbers.ts'
import { halvesDiffer } from '../key-text/private-half.ts'

const agreementBytes: Readonly<Record<string, number | undefined>> = {
  __proto__: null as never,
  X25519: 32,
  X448: 56,
}

/**
 * Why a key cannot be used, or must not be: its numbers, and whether its two halves belong together. Null where nothing
 * was found. X25519 and X448, which verify nothing, are judged by their length alone.
 */
export function findKeyFlaw(jwk: Jwk): string | null {
  const bytes = jwk.kty === 'OKP' ? agreementBytes[String(jwk.crv)] : undefined
  if (bytes !== undefined) {
    const { length } = bytesOf(jwk.x)
    return length === bytes ? null : `the public key has ${length} bytes; ${String(jwk.crv)} has ${bytes}`
  }
  const found = findJwkFlaw(jwk)
  if (found) return found.reason
  return isPrivateJwk(jwk) && halvesDiffer(jwk) ? 'its private half does not belong to its public half' : null
}
