import type { Jwk } from '../jwk.ts'
import { findKeyFlaw } from '../keys/find-key-flaw.ts'

/** What a key of each type must have to sign; the last one is private (RFC 7518 §6, RFC 8037 §2). */
const needed: Readonly<Record<string, readonly string[] | undefined>> = {
  __proto__: null as never,
  RSA: ['n', 'e', 'd'],
  EC: ['crv', 'x', 'y', 'd'],
  OKP: ['crv', 'x', 'd'],
  AKP: ['alg', 'pub', 'priv'],
  oct: ['k'],
}

/**
 * Why a JWK that says it is a private key is none, with what was expected and what is there; null where its members
 * are whole. The numbers of RSA keys and secrets are judged where they sign: weak ones sign, and that is said.
 */
export function findUnfitMembers(jwk: Jwk): string | null {
  const kty = String(jwk.kty).slice(0, 40)
  const names = needed[kty]
  if (!names) return `the key type ${kty} signs nothing here; RSA, EC, OKP, AKP or oct is expected`
  const missing = names.filter((name) => jwk[name] === undefined)
  if (missing.length > 0) {
    if (kty === 'oct') return 'a secret (oct) has the member k; it is missing'
    return `a private ${kty} key has the members ${listed(names)}; ${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`
  }
  const other = names.find((name) => typeof jwk[name] !== 'string')
  if (other !== undefined) return `the member ${other} is not a string`
  return kty === 'RSA' || kty === 'oct' ? null : findKeyFlaw(jwk)
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
