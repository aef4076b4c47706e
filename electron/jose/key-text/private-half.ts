import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto'
import { rawKindOf } from '../gaps/raw-keys.ts'
import type { Jwk } from '../jwk.ts'
import { bytesOf } from '../key-numbers.ts'
import { rawPrivateJwk } from './raw-key-der.ts'

/**
 * True where the private members of a JWK do not belong to its public ones, so that what is signed with it does not
 * verify with it. Only where this can be told from the members themselves; false in doubt, and for a public key.
 */
export function halvesDiffer(jwk: Jwk): boolean {
  try {
    switch (jwk.kty) {
      case 'RSA':
        // Further primes (RFC 7518 §6.3.2.7) belong to the product too; such keys are not judged.
        return has(jwk, 'p', 'q') && jwk.oth === undefined && number(jwk.p) * number(jwk.q) !== number(jwk.n)
      case 'EC':
        return has(jwk, 'd') && !sameMembers(jwk, ecPublic(jwk), ['x', 'y'])
      case 'OKP':
        return has(jwk, 'd') && !sameMembers(jwk, okpPublic(jwk), ['x'])
      case 'AKP':
        return has(jwk, 'priv') && !sameMembers(jwk, rawPublic(jwk, jwk.priv), ['pub'])
      default:
        return false
    }
  } catch {
    // A private half that is no key at all is no half of this one.
    return true
  }
}

function has(jwk: Jwk, ...names: readonly string[]): boolean {
  return names.every((name) => typeof jwk[name] === 'string')
}

function sameMembers(jwk: Jwk, other: Jwk, names: readonly string[]): boolean {
  return names.every((name) => Buffer.compare(bytesOf(jwk[name]), bytesOf(other[name])) === 0)
}

const nodeNames: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
}

function ecPublic({ crv, d }: Jwk): Jwk {
  if (crv === 'secp256k1') return rawPublic({ kty: 'EC', crv }, d)
  const ecdh = createECDH(nodeNames[String(crv)] ?? '')
  ecdh.setPrivateKey(bytesOf(d))
  const point = ecdh.getPublicKey()
  const size = (point.length - 1) / 2
  return {
    x: point.subarray(1, 1 + size).toString('base64url'),
    y: point.subarray(1 + size).toString('base64url'),
  }
}

function okpPublic({ crv, d }: Jwk): Jwk {
  if (crv === 'Ed448') return rawPublic({ kty: 'OKP', crv }, d)
  // RFC 8410 §7: the seed in an OCTET STRING.
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytesOf(d)])
  return createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({
    format: 'jwk',
  })
}

/** Of a kind that the runtime may not know. Throws where the bytes are no such key. */
function rawPublic(jwk: Jwk, secret: unknown): Jwk {
  const kind = rawKindOf(jwk)
  const pair = kind && rawPrivateJwk(kind, bytesOf(secret))
  if (!pair) throw new Error('no private key')
  return pair
}

function number(value: unknown): bigint {
  return BigInt(`0x${Buffer.from(bytesOf(value)).toString('hex') || '0'}`)
}
