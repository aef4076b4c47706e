import { createPublicKey } from 'node:crypto'
import { type DerElement, derTag, readBitString, readDerSequence, readOid, writeDer } from '../der.ts'
import { pssAlgorithms } from './pss-parameters.ts'
import { rawKindOfAlgorithm, rawPublicJwk } from './raw-key-der.ts'

/** A public key as a JWK; `algorithms` where its container binds it to some, in a way that no JWK member can say. */
export type PublicKeyReading = {
  readonly jwk: Readonly<Record<string, unknown>>
  readonly algorithms?: readonly string[]
}

export const oids = { rsassaPss: '1.2.840.113549.1.1.10', dsa: '1.2.840.10040.4.1' } as const

/**
 * A SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) as a JWK. Keys that Electron's runtime does not know are read here, so that
 * the same keys are taken everywhere. Throws where it is none, or of a kind that is not supported.
 */
export function readSpki(der: Uint8Array): PublicKeyReading {
  const [algorithm, key] = readDerSequence(der) ?? []
  const identifier = algorithm ? readDerSequence(algorithm.whole) : null
  if (!algorithm || !identifier) throw new Error('no SubjectPublicKeyInfo')
  if (readOid(identifier[0]) === oids.rsassaPss) {
    const algorithms = pssAlgorithms(identifier[1])
    return { jwk: exportJwk(asPlainRsa(key)), algorithms }
  }
  const kind = rawKindOfAlgorithm(algorithm)
  if (!kind) return { jwk: exportJwk(der) }
  const bytes = readBitString(key)
  const jwk = bytes && rawPublicJwk(kind, bytes)
  if (!jwk) throw new Error('no key in the BIT STRING')
  return { jwk }
}

function exportJwk(der: Uint8Array): PublicKeyReading['jwk'] {
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }).export({ format: 'jwk' })
}

/** The same numbers under the identifier that every runtime knows; what the other one binds them to is kept beside. */
function asPlainRsa(key: DerElement | undefined): Buffer {
  return writeDer(derTag.sequence, plainRsaIdentifier, key?.whole ?? new Uint8Array())
}

/** `rsaEncryption` with its NULL (RFC 8017 Appendix A.1). */
export const plainRsaIdentifier = Buffer.from('300d06092a864886f70d0101010500', 'hex')
