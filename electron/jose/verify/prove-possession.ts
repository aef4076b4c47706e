import { AppError } from '../../../shared/error.ts'
import type { KeyUsed } from '../../../shared/verdict/verification.ts'
import { checkHeader } from '../check-header.ts'
import { isPrivateJwk, type Jwk } from '../jwk.ts'
import type { Finding } from '../verify-job.ts'
import { refusedByList } from './untested-signature.ts'
import type { VerifyTask } from './verify-deps.ts'

export type Possession = { readonly signature: Finding; readonly key: KeyUsed | null }

/**
 * Proves that whoever made a JWS holds the private half of a key that stands in a token: the one use of such a key
 * (RFC 9449 §4.3, RFC 7800 §3). It tells nothing about who that is. `token` is a well-formed compact JWS.
 */
export async function provePossession(
  {
    token,
    header,
    jwk,
  }: { readonly token: string; readonly header: ReadonlyMap<string, unknown>; readonly jwk: unknown },
  { deps, signal }: Pick<VerifyTask, 'deps' | 'signal'>,
  accepted?: readonly string[],
): Promise<Possession> {
  const decided = checkHeader(header, accepted)
  if (decided) return { signature: refusedByList(decided), key: null }
  const refusal = refuseKey(jwk)
  if (refusal !== null) {
    const signature: Finding = {
      status: 'fail',
      code: 'KEY_INVALID',
      expected: 'one public key of an asymmetric algorithm',
      found: refusal,
    }
    return { signature, key: null }
  }
  const material = { kind: 'key', text: JSON.stringify(jwk), provenance: 'token' } as const
  try {
    const job = { token, alg: String(header.get('alg')), kid: null, material }
    const { signature, key } = await deps.run('checkSignature', job, signal)
    return { signature, key }
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_CANCELLED') throw error
    const code = error instanceof AppError && error.code === 'ERR_TIMEOUT' ? 'TIMEOUT' : 'INTERNAL'
    return { signature: { status: 'not_checked', code, found: 'the check itself failed' }, key: null }
  }
}

/** A key set would let its maker choose among keys, a secret in a token is no secret, a private key proves nothing. */
function refuseKey(jwk: unknown): string | null {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) return 'no key'
  const { kty, keys, k } = jwk as Jwk
  if (keys !== undefined) return 'a key set'
  if (typeof kty !== 'string') return 'a key without kty'
  if (kty === 'oct' || k !== undefined) return 'a symmetric key, which everybody who sees the token has'
  return isPrivateJwk(jwk as Jwk) ? 'a private key, which whoever sees the token can use' : null
}
