import { X509Certificate } from 'node:crypto'
import type { Jwk } from '../jwk.ts'
import { certificateJwk, isSamePublicKey } from './read-pem-keys.ts'
import { certificates } from './write-key.ts'

/**
 * Whether a JWK is another key than the one its first certificate is for, which RFC 7517 §4.7 forbids: then nobody can
 * tell which of the two was meant. A certificate that cannot be read says nothing.
 */
export function certificateDiffers(jwk: Jwk): boolean {
  const [der] = jwk.x5c === undefined ? [] : certificates(jwk)
  if (!der) return false
  try {
    return !isSamePublicKey(jwk, certificateJwk(new X509Certificate(der)))
  } catch {
    return false
  }
}
