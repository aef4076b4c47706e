import type { SigningKeyAnswer } from '../../../shared/build/sign-request.ts'
import { describeJwk, type Jwk, publicJwk } from '../jwk.ts'
import { readSigningKey, type SigningMaterial } from './read-signing-key.ts'
import { thumbprintOf } from './sign-token.ts'
import { algorithmsOf } from './signing-algorithms.ts'

/** What a key can sign with and what it is called, so that a form can offer it. Nothing private is in the answer. */
export async function describeSigningKey(material: SigningMaterial): Promise<SigningKeyAnswer> {
  const reading = readSigningKey(material, null)
  if ('code' in reading) {
    const { code, reason } = reading
    return { kind: 'refused', code, message: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` }
  }
  const { jwk } = reading
  return {
    kind: 'key',
    description: describeJwk(jwk),
    kid: typeof jwk.kid === 'string' ? jwk.kid : null,
    thumbprint: await thumbprintOf(jwk),
    algorithms: algorithmsOf(jwk),
    publicJwk: jwk.kty === 'oct' ? null : JSON.stringify(shownMembers(publicJwk(jwk)), null, 2),
  }
}

/** What RFC 7517 §4 and the key types name. A member of another name may be anything, and does not leave. */
const known = new Set('kty crv x y n e pub alg use key_ops kid x5u x5c x5t x5t#S256'.split(' '))

function shownMembers(jwk: Jwk): Jwk {
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => known.has(name)))
}
