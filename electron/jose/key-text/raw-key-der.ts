import { type DerElement, derTag, readDer, readDerSequence, readOid, writeDer } from '../der.ts'
import { type RawKind, rawKeys, rawKindOf, uncompressedPoint } from '../gaps/raw-keys.ts'
import type { Jwk } from '../jwk.ts'
import { bytesOf } from '../key-numbers.ts'

/** The object identifiers, dotted and encoded: RFC 8410 §3 (Ed448, X448), RFC 9881 §2 (ML-DSA), SEC 2 A.2.1 (secp256k1). */
const oids: Readonly<Record<RawKind, readonly [dotted: string, encoded: string]>> = {
  secp256k1: ['1.3.132.0.10', '2b8104000a'],
  Ed448: ['1.3.101.113', '2b6571'],
  X448: ['1.3.101.111', '2b656f'],
  'ML-DSA-44': ['2.16.840.1.101.3.4.3.17', '608648016503040311'],
  'ML-DSA-65': ['2.16.840.1.101.3.4.3.18', '608648016503040312'],
  'ML-DSA-87': ['2.16.840.1.101.3.4.3.19', '608648016503040313'],
}
/** id-ecPublicKey (RFC 5480 §2.1.1); the curve stands in its parameters. */
const ecPublicKey = ['1.2.840.10045.2.1', '2a8648ce3d0201'] as const

/** The kind that an AlgorithmIdentifier names; null for kinds that every runtime reads by itself. */
export function rawKindOfAlgorithm(algorithm: DerElement): RawKind | null {
  const [name, parameters] = readDerSequence(algorithm.whole) ?? []
  const oid = readOid(name) === ecPublicKey[0] ? readOid(parameters) : readOid(name)
  const kinds = Object.keys(oids) as RawKind[]
  return kinds.find((kind) => oids[kind][0] === oid) ?? null
}

/** A public key as JWK from the bytes of its SubjectPublicKey; null where they are no such key. */
export function rawPublicJwk(kind: RawKind, bytes: Uint8Array): Jwk | null {
  if (kind === 'secp256k1') {
    const point = uncompressedPoint(bytes)
    return (
      point && { kty: 'EC', crv: kind, x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33)) }
    )
  }
  if (bytes.length !== rawKeys[kind].publicBytes) return null
  if (kind === 'Ed448' || kind === 'X448') return { kty: 'OKP', crv: kind, x: base64url(bytes) }
  return { kty: 'AKP', alg: kind, pub: base64url(bytes) }
}

/** With its public half, which is computed. Null where the bytes are no private key of this kind. */
export function rawPrivateJwk(kind: RawKind, bytes: Uint8Array): Jwk | null {
  if (bytes.length !== rawKeys[kind].privateBytes) return null
  try {
    const publicHalf = rawPublicJwk(kind, rawKeys[kind].publicOf(bytes))
    return publicHalf && { ...publicHalf, [publicHalf.kty === 'AKP' ? 'priv' : 'd']: base64url(bytes) }
  } catch {
    return null
  }
}

/** The private key's bytes inside PKCS#8 (RFC 5958 §2): each kind wraps them in its own way. */
export function rawPrivateBytes(kind: RawKind, privateKey: Uint8Array): Uint8Array | null {
  if (kind === 'secp256k1') return sec1PrivateBytes(privateKey)
  const inner = readDer(privateKey)
  if (inner?.whole.length !== privateKey.length) return null
  const { tag, content } = inner
  if (kind === 'Ed448' || kind === 'X448') return tag === derTag.octetString ? content : null
  // RFC 9881 §6: the seed as [0], or the seed and the expanded key. An expanded key alone has no JWK.
  if (tag === 0x80) return content
  const [seed] = tag === derTag.sequence ? (readDerSequence(privateKey) ?? []) : []
  return seed?.tag === derTag.octetString ? seed.content : null
}

/** ECPrivateKey (RFC 5915 §3). */
export function sec1PrivateBytes(der: Uint8Array): Uint8Array | null {
  const [number, key] = readDerSequence(der) ?? []
  if (number?.tag !== derTag.integer || key?.tag !== derTag.octetString) return null
  // Some writers leave out leading zeros.
  const padding = 32 - key.content.length
  return padding > 0 && padding < 32 ? Buffer.concat([Buffer.alloc(padding), key.content]) : key.content
}

/** True where the ECPrivateKey names the curve secp256k1 in its parameters. */
export function isSec1OfSecp256k1(der: Uint8Array): boolean {
  const parameters = readDerSequence(der)?.find(({ tag }) => tag === 0xa0)
  const curve = parameters && readDer(parameters.content)
  return readOid(curve ?? undefined) === oids.secp256k1[0]
}

/** SubjectPublicKeyInfo of a JWK of one of these kinds; null for every other key. */
export function writeRawSpki(jwk: Jwk): Uint8Array | null {
  const kind = rawKindOf(jwk)
  return kind && sequence(algorithmOf(kind), bits(publicBytesOf(jwk)))
}

/** PKCS#8 of a private JWK of one of these kinds. */
export function writeRawPkcs8(jwk: Jwk): Uint8Array | null {
  const kind = rawKindOf(jwk)
  if (!kind) return null
  const bytes = bytesOf(jwk.kty === 'AKP' ? jwk.priv : jwk.d)
  const inner =
    kind === 'secp256k1'
      ? writeEcPrivateKey(jwk, false)
      : writeDer(jwk.kty === 'AKP' ? 0x80 : derTag.octetString, bytes)
  return sequence(version(0), algorithmOf(kind), writeDer(derTag.octetString, inner))
}

/** SEC1 of a private secp256k1 JWK. */
export function writeRawSec1(jwk: Jwk): Uint8Array | null {
  return rawKindOf(jwk) === 'secp256k1' ? writeEcPrivateKey(jwk, true) : null
}

function writeEcPrivateKey(jwk: Jwk, withCurve: boolean): Uint8Array {
  return sequence(
    version(1),
    writeDer(derTag.octetString, bytesOf(jwk.d)),
    ...(withCurve ? [writeDer(0xa0, oid(oids.secp256k1[1]))] : []),
    writeDer(0xa1, bits(publicBytesOf(jwk))),
  )
}

function algorithmOf(kind: RawKind): Uint8Array {
  return kind === 'secp256k1'
    ? sequence(oid(ecPublicKey[1]), oid(oids.secp256k1[1]))
    : sequence(oid(oids[kind][1]))
}

function publicBytesOf(jwk: Jwk): Uint8Array {
  if (jwk.kty === 'EC') return Buffer.concat([Buffer.from([4]), bytesOf(jwk.x), bytesOf(jwk.y)])
  return bytesOf(jwk.kty === 'AKP' ? jwk.pub : jwk.x)
}

function sequence(...members: readonly Uint8Array[]): Uint8Array {
  return writeDer(derTag.sequence, ...members)
}

function oid(hex: string): Uint8Array {
  return writeDer(derTag.oid, Buffer.from(hex, 'hex'))
}

function version(number: 0 | 1): Uint8Array {
  return writeDer(derTag.integer, Buffer.from([number]))
}

/** Whole bytes: no unused bits. */
function bits(bytes: Uint8Array): Uint8Array {
  return writeDer(derTag.bitString, Buffer.from([0]), bytes)
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
