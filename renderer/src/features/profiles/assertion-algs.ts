import type { ClientAuthMethod } from '../../../../shared/profile/profile.ts'

export type AuthMethodWithAssertion = Extract<ClientAuthMethod, 'client_secret_jwt' | 'private_key_jwt'>

/** HS256 is what an empty setting means for a secret, so it is not among them. */
const bySecret = ['HS384', 'HS512']
/** What a private key of a client may sign with. */
export const keySigningAlgs =
  'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 ML-DSA-44 ML-DSA-65 ML-DSA-87'.split(
    ' ',
  )

/**
 * The algorithms that a client assertion may be signed with by this method (OIDC Core §9). `current` is offered
 * too, named as unfit where it is, because a select must show what is set.
 */
export function assertionAlgs(
  method: AuthMethodWithAssertion,
  current: string,
): readonly { readonly value: string; readonly label: string }[] {
  const algs = method === 'client_secret_jwt' ? bySecret : keySigningAlgs
  const fit = algs.map((value) => ({ value, label: value }))
  if (current === '' || algs.includes(current)) return fit
  return [
    ...fit,
    {
      value: current,
      label:
        current === 'HS256' && method === 'client_secret_jwt' ? current : `${current} (not for ${method})`,
    },
  ]
}
