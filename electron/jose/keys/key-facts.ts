import { calculateJwkThumbprint, type JWK } from 'jose'
import type { KeyFacts } from '../../../shared/key/key-record.ts'
import { bitsOfKey, describeJwk, isPrivateJwk, type Jwk, publicJwk } from '../jwk.ts'

/** What may be said about a key anywhere: its own words, clipped, and never key material. */
export async function keyFactsOf(jwk: Jwk): Promise<KeyFacts> {
  const kty = text(jwk.kty, 40) ?? 'unknown'
  const alg = text(jwk.alg, 64)
  return {
    kty,
    description: kty === 'AKP' ? (alg ?? 'AKP') : describeJwk(jwk).slice(0, 200),
    crv: kty === 'EC' || kty === 'OKP' ? text(jwk.crv, 40) : null,
    bits: bitsOfKey(jwk),
    alg,
    use: text(jwk.use, 64),
    kid: text(jwk.kid, 512),
    thumbprint: await thumbprintOf(jwk),
    hasPrivate: isSecretKey(jwk),
  }
}

/** A private key, or a secret: what must not be shown without asking. */
export function isSecretKey(jwk: Jwk): boolean {
  return isPrivateJwk(jwk) || jwk.k !== undefined
}

/** The public half; null for a secret and for a key type whose private members are not known here. */
export function publicHalf(jwk: Jwk): Jwk | null {
  if (!['RSA', 'EC', 'OKP', 'AKP'].includes(String(jwk.kty))) return null
  // A k in a key that is no secret is a mistake, and one that must not be published.
  const { k: _, ...half } = publicJwk(jwk)
  return half
}

/** RFC 7638 with SHA-256, base64url; null for secrets and for keys whose members are not whole. */
export async function thumbprintOf(
  jwk: Jwk,
  digest: 'sha256' | 'sha384' | 'sha512' = 'sha256',
): Promise<string | null> {
  if (jwk.kty === 'oct') return null
  try {
    return await calculateJwkThumbprint(jwk as JWK, digest)
  } catch {
    return null
  }
}

function text(value: unknown, limit: number): string | null {
  if (typeof value !== 'string') return null
  return value.length > limit ? `${value.slice(0, limit - 1)}…` : value
}
