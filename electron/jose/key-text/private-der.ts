import { createPrivateKey, createPublicKey } from 'node:crypto'
import {
  type DerElement,
  derTag,
  readDer,
  readDerElements,
  readDerSequence,
  readOid,
  writeDer,
} from '../der.ts'
import { publicFromPrivate } from '../gaps/public-from-private.ts'
import type { GapAlgorithm } from '../gaps/verify-gap.ts'
import { pssAlgorithms } from './pss-parameters.ts'
import { gapAlgorithmOf, oids, type PublicKeyReading, plainRsaIdentifier } from './public-der.ts'

/** The public half of a private key in PKCS#8 (RFC 5958), unencrypted. Throws where it is none that is supported. */
export function publicOfPkcs8(der: Uint8Array): PublicKeyReading {
  const [version, algorithm, key, ...rest] = readDerSequence(der) ?? []
  const identifier = algorithm ? readDerSequence(algorithm.whole) : null
  if (!version || !identifier || key?.tag !== derTag.octetString) throw new Error('no PKCS#8')
  if (readOid(identifier[0]) === oids.rsassaPss) {
    const plain = writeDer(
      derTag.sequence,
      version.whole,
      plainRsaIdentifier,
      key.whole,
      ...rest.map(({ whole }) => whole),
    )
    return { jwk: publicOf(plain, 'pkcs8'), algorithms: pssAlgorithms(identifier[1]) }
  }
  const gap = gapAlgorithmOf(identifier)
  return { jwk: gap ? publicFromPrivate(gap, secretOf(gap, key.content)) : publicOf(der, 'pkcs8') }
}

/** The public half of a private key in PKCS#1 (RFC 8017 Appendix A.1.2). Throws where it is none. */
export function publicOfPkcs1(der: Uint8Array): PublicKeyReading {
  return { jwk: publicOf(der, 'pkcs1') }
}

/** The public half of an EC private key in SEC1 (RFC 5915 §3). Throws where it is none that is supported. */
export function publicOfSec1(der: Uint8Array): PublicKeyReading {
  const elements = readDerSequence(der) ?? []
  const parameters = elements.find(({ tag }) => tag === 0xa0)
  const curve = parameters ? readDer(parameters.content) : null
  return readOid(curve ?? undefined) === oids.secp256k1
    ? { jwk: publicFromPrivate('ES256K', scalarOf(elements)) }
    : { jwk: publicOf(der, 'sec1') }
}

function publicOf(der: Uint8Array, type: 'pkcs8' | 'pkcs1' | 'sec1'): PublicKeyReading['jwk'] {
  const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type })
  return createPublicKey(key).export({ format: 'jwk' })
}

/** What the OCTET STRING of PKCS#8 holds: SEC1, an OCTET STRING of its own (RFC 8410 §7), or a seed (RFC 9881 §6). */
function secretOf(algorithm: GapAlgorithm, content: Uint8Array): Uint8Array {
  if (algorithm === 'ES256K') return scalarOf(readDerSequence(content) ?? [])
  const inner = readDer(content)
  if (!inner || inner.whole.length !== content.length) throw new Error('no private key')
  if (algorithm === 'Ed448') {
    if (inner.tag !== derTag.octetString) throw new Error('no private key')
    return inner.content
  }
  // Either the seed alone, or the seed and the key made from it; the key alone does not lead back to its seed.
  if (inner.tag === 0x80) return inner.content
  const [seed] = inner.tag === derTag.sequence ? (readDerElements(inner.content) ?? []) : []
  if (seed?.tag !== derTag.octetString) throw new Error('no seed')
  return seed.content
}

/** The number of RFC 5915 §3, which some writers shorten. */
function scalarOf(elements: readonly DerElement[]): Uint8Array {
  const key = elements[1]
  if (key?.tag !== derTag.octetString || key.content.length > 32) throw new Error('no private key')
  return Buffer.concat([Buffer.alloc(32 - key.content.length), key.content])
}
