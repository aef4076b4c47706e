import {
  constants,
  createHmac,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  timingSafeEqual,
  verify,
} from 'node:crypto'
import { type AlgorithmNeeds, algorithmNeeds } from './algorithms.ts'
import { type RuntimeCapabilities, runtimeCapabilities } from './gaps/runtime-gaps.ts'
import { type GapAlgorithm, verifyWithLibrary } from './gaps/verify-gap.ts'
import type { Jwk } from './jwk.ts'
import { bytesOf } from './key-numbers.ts'

/** What is checked with what, all of it decided before: the algorithm was agreed, and the key may be used with it. */
export type SignedBytes = {
  readonly alg: string
  readonly input: Uint8Array
  readonly signature: Uint8Array
}

/**
 * True where the signature fits (RFC 7515 §5.2 step 8). The key decides nothing here but numbers: that it may be used
 * with `alg` was checked in `select-keys`. Throws where its numbers form no key.
 * `capabilities` says what node:crypto is taken to know; a library does the rest, and both accept the same.
 */
export function verifyBytes(
  { alg, input, signature }: SignedBytes,
  jwk: Jwk,
  capabilities: RuntimeCapabilities = runtimeCapabilities(),
): boolean {
  const needs = algorithmNeeds(alg, jwk.crv)
  // A last door against a key of another kind than the algorithm's, whatever was decided before.
  if (!needs || jwk.kty !== needs.kty || (needs.crv !== undefined && jwk.crv !== needs.crv)) return false
  if (needs.boundToAlg && jwk.alg !== alg) return false
  if (needs.signatureBytes !== undefined && signature.length !== needs.signatureBytes) return false
  if (needs.kty === 'oct') return macFits(jwk, needs, input, signature)
  const gap = gapOf(alg, needs, capabilities)
  if (gap) return verifyWithLibrary(gap, jwk, input, signature)
  const key = importKey(jwk)
  const hash = `sha${needs.hashBits}`
  switch (needs.kty) {
    case 'EC':
      // r and s as two numbers (RFC 7518 §3.4); DER would be another spelling of the same signature.
      return verify(hash, input, { key, dsaEncoding: 'ieee-p1363' }, signature)
    case 'RSA':
      // A key of a JWK is a plain RSA key, whose padding is PKCS#1 v1.5 unless another is asked for; asking costs as
      // much as half the check.
      if (alg.startsWith('RS')) return verify(hash, input, key, signature)
      return verify(
        hash,
        input,
        { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: needs.hashBits / 8 },
        signature,
      )
    default:
      return verify(null, input, key, signature)
  }
}

function gapOf(alg: string, needs: AlgorithmNeeds, capabilities: RuntimeCapabilities): GapAlgorithm | null {
  if (alg === 'ES256K') return capabilities.secp256k1 ? null : alg
  if (needs.crv === 'Ed448') return capabilities.ed448 ? null : 'Ed448'
  if (needs.kty === 'AKP') return capabilities.mlDsa ? null : (alg as GapAlgorithm)
  return null
}

function macFits(jwk: Jwk, { hashBits }: AlgorithmNeeds, input: Uint8Array, signature: Uint8Array): boolean {
  const secret = bytesOf(jwk.k)
  if (secret.length === 0) return false
  const mac = createHmac(`sha${hashBits}`, secret).update(input).digest()
  return mac.length === signature.length && timingSafeEqual(mac, signature)
}

/** A key is imported once; the entry goes with the JWK it belongs to. */
const imported = new WeakMap<Jwk, KeyObject>()

function importKey(jwk: Jwk): KeyObject {
  const known = imported.get(jwk)
  if (known) return known
  const key = createPublicKey({ key: publicMembers(jwk) as JsonWebKey, format: 'jwk' })
  imported.set(jwk, key)
  return key
}

/** Only what makes the number: no member of the JWK steers the import. */
function publicMembers({ kty, n, e, crv, x, y, alg, pub }: Jwk): Record<string, unknown> {
  if (kty === 'RSA') return { kty, n, e }
  if (kty === 'EC') return { kty, crv, x, y }
  return kty === 'AKP' ? { kty, alg, pub } : { kty, crv, x }
}
