import { createHash } from 'node:crypto'
import type { Jwk } from './jwk.ts'
import { bytesOf, withoutLeadingZeros } from './key-numbers.ts'

const required: Readonly<Record<string, readonly string[] | undefined>> = {
  __proto__: null as never,
  RSA: ['e', 'kty', 'n'],
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  AKP: ['alg', 'kty', 'pub'],
}

/**
 * The SHA-256 thumbprint of a public key in base64url (RFC 7638 §3, RFC 8037 §2, RFC 9964 §6); null for secrets, whose
 * thumbprint would let others test guesses, and for keys of other types. Numbers of RSA are taken without leading
 * zeros, as RFC 7638 §3.3 asks.
 */
export function jwkThumbprint(jwk: Jwk): string | null {
  const names = required[String(jwk.kty)]
  if (!names?.every((name) => typeof jwk[name] === 'string')) return null
  const members = names.map((name) => [
    name,
    jwk.kty === 'RSA' && name !== 'kty' ? trimmed(jwk[name]) : jwk[name],
  ])
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(members)))
    .digest('base64url')
}

function trimmed(value: unknown): string {
  return Buffer.from(withoutLeadingZeros(bytesOf(value))).toString('base64url')
}
