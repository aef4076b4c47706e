import type { SignRefusalCode } from '../../../shared/build/sign-request.ts'
import { AppError } from '../../../shared/error.ts'
import type { SecretEncoding } from '../../../shared/verdict/verification.ts'
import { isPrivateJwk, type Jwk } from '../jwk.ts'
import { readKeys } from '../keys/read-keys.ts'
import { readSharedSecret } from '../shared-secret.ts'
import { findUnfitMembers } from './find-unfit-members.ts'

/** A key as it comes into a job: text that has crossed once and does not go back. */
export type SigningMaterial =
  | { readonly kind: 'key'; readonly text: string; readonly passphrase?: string | undefined }
  | { readonly kind: 'secret'; readonly text: string; readonly encoding: SecretEncoding }

export type SigningKeyReading =
  | { readonly jwk: Jwk }
  | { readonly code: SignRefusalCode; readonly reason: string }

/** A private or symmetric JWK out of what a person gave. Of a set with several, the one called `kid`. Never throws. */
export function readSigningKey(material: SigningMaterial, kid: string | null): SigningKeyReading {
  if (material.kind === 'secret') {
    const secret = readSharedSecret(material.text, material.encoding)
    if ('problem' in secret) return { code: 'SECRET_INVALID', reason: secret.problem }
    return { jwk: { kty: 'oct', k: Buffer.from(secret.bytes).toString('base64url') } }
  }
  const keys = readPrivateKeys(material.text, material.passphrase)
  if ('code' in keys) return keys
  const named = keys.length > 1 ? keys.filter((jwk) => jwk.kid === kid) : keys
  const [jwk] = named
  if (jwk && named.length === 1) {
    const unfit = findUnfitMembers(jwk)
    return unfit === null ? { jwk } : { code: 'KEY_INVALID', reason: unfit }
  }
  if (keys.length > 1) {
    return {
      code: 'KEY_INVALID',
      reason: `the text holds ${keys.length} keys that could sign; give one alone, or its kid in the header`,
    }
  }
  return { code: 'KEY_NOT_PRIVATE', reason: 'this is a public key, and only its private half can sign' }
}

function readPrivateKeys(
  text: string,
  passphrase: string | undefined,
): readonly Jwk[] | { readonly code: SignRefusalCode; readonly reason: string } {
  try {
    const { keys } = readKeys(text, passphrase === '' ? undefined : passphrase)
    return keys.filter((jwk) => isPrivateJwk(jwk) || jwk.kty === 'oct')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code === 'ERR_PASSPHRASE' ? 'PASSPHRASE' : 'KEY_INVALID', reason: error.message }
  }
}
