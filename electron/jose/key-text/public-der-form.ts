import { type DerElement, derTag, readDer, readDerElements, readOid } from '../der.ts'

/**
 * True where bytes begin with a public key (SPKI or PKCS#1), a certificate or a request for one, told by their structure
 * alone: what a runtime can do with a kind of key differs, and what is public does not depend on it. Bytes behind it, a
 * line break say, change nothing. Other lists of elements are none of these, so random bytes never are.
 */
export function isPublicDer(bytes: Uint8Array): boolean {
  if (bytes[0] !== derTag.sequence || bytes.length < 40) return false
  const [first, second, third, ...more] = membersOf(readDer(bytes)) ?? []
  if (!first || !second || more.length > 0) return false
  if (!third) return isSpki(first, second) || (isLarge(first) && second.tag === derTag.integer)
  return first.tag === derTag.sequence && isAlgorithm(second) && third.tag === derTag.bitString
}

function isSpki(algorithm: DerElement, key: DerElement): boolean {
  return isAlgorithm(algorithm) && key.tag === derTag.bitString
}

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2): an object identifier, and parameters or none. */
function isAlgorithm(element: DerElement): boolean {
  return readOid(membersOf(element)?.[0]) !== ''
}

/** The modulus of RSAPublicKey (RFC 8017 Appendix A.1.1), 256 bits or more. */
function isLarge({ tag, content }: DerElement): boolean {
  return tag === derTag.integer && content.length >= 32
}

function membersOf(element: DerElement | null): readonly DerElement[] | null {
  return element?.tag === derTag.sequence ? readDerElements(element.content) : null
}
