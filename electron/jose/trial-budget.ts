import { type Jwk, rsaBits } from './jwk.ts'
import { bitLength, bytesOf } from './key-numbers.ts'
import type { Finding } from './verify-job.ts'

/**
 * What may be spent on one token over all its signatures and keys, in checks with an RSA key of 2048 bits: whoever makes
 * a token or a key set decides how many there are of both, and of which size.
 */
export const trialBudget = 2000

/** A large payload is hashed for each try; one that is hashed for a few is nobody's attack. */
const bytesPerUnit = 25_000
const mostForBytes = 400

/** Of 65537, which is what an RSA check takes long by: its length and its ones. */
const usualExponent = 19

/** About what one try with this key costs, in checks with an RSA key of 2048 bits. */
export function trialCost(jwk: Jwk, signedBytes: number): number {
  return keyCost(jwk) + Math.min(mostForBytes, Math.floor(signedBytes / bytesPerUnit))
}

function keyCost(jwk: Jwk): number {
  switch (jwk.kty) {
    case 'RSA':
      return Math.max(1, (rsaBits(jwk) / 2048) ** 2) * Math.max(1, exponentCost(jwk) / usualExponent)
    case 'EC':
      // The runtimes have assembly for one curve only; secp256k1 may be done by a library.
      return jwk.crv === 'P-256' ? 4 : jwk.crv === 'secp256k1' ? 20 : 10
    case 'OKP':
      return jwk.crv === 'Ed25519' ? 4 : 20
    case 'AKP':
      return 20
    default:
      return 1
  }
}

function exponentCost({ e }: Jwk): number {
  const bytes = bytesOf(e)
  let ones = 0
  for (const byte of bytes) for (let rest = byte; rest > 0; rest &= rest - 1) ones++
  return bitLength(bytes) + ones
}

/** Whether a try may be made. The first one for a token always may. */
export function mayTry(cost: number, left: number): boolean {
  return left >= trialBudget || cost <= left
}

/** What was not tried is neither proved nor disproved. */
export function notTried(untried: number, keys: number): Finding {
  return {
    status: 'not_checked',
    code: 'TOO_LARGE',
    expected: `at most the work of ${trialBudget} checks with an RSA key of 2048 bits for one token`,
    found: `${untried} of ${keys} keys were not tried`,
    note: 'Give the one key that should fit, or a smaller set.',
  }
}
