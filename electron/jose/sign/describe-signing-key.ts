import type { SigningKeyAnswer } from '../../../shared/build/sign-request.ts'
import { describeJwk, publicJwk } from '../jwk.ts'
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
    publicJwk: jwk.kty === 'oct' ? null : JSON.stringify(publicJwk(jwk), null, 2),
  }
}
