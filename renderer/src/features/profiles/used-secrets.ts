import { defaultFlow, type FlowSettings, type GrantType } from '../../../../shared/profile/flow-settings.ts'
import { answersBySecret } from '../../../../shared/profile/missing-input.ts'
import type { ClientAuthMethod } from '../../../../shared/profile/profile.ts'
import { hasFrontChannel } from '../../../../shared/profile/runnable-grants.ts'
import { isSecretEncryption } from '../../../../shared/profile/secret-encryption.ts'
import { type SecretName, secretNames } from '../../../../shared/profile/secret-name.ts'

/** The secrets by which a client proves who it is (RFC 6749 §2.3.1, OIDC Core §9). */
export function secretsOfMethod(method: ClientAuthMethod): readonly SecretName[] {
  if (method === 'none') return []
  if (method.endsWith('tls_client_auth')) return ['client_certificate', 'certificate_passphrase']
  return method === 'private_key_jwt' ? ['client_key'] : ['client_secret']
}

/** The secrets that sign and encrypt the request object; none where none is sent (RFC 9101 §6, OIDC Core §10.2). */
export function secretsOfRequestObject(
  flow: Pick<FlowSettings, 'grant_type' | 'request_object_signing_alg' | 'request_object_encryption_alg'>,
): readonly SecretName[] {
  const { request_object_signing_alg: alg, request_object_encryption_alg: encryption } = flow
  if (alg === '' || !hasFrontChannel(flow.grant_type)) return []
  const signing = alg.startsWith('HS') ? 'client_secret' : 'client_key'
  const isBoth = signing === 'client_key' && isSecretEncryption(encryption)
  return isBoth ? [signing, 'client_secret'] : [signing]
}

/** The secrets that a grant sends. */
export function secretsOfGrant(grant: GrantType): readonly SecretName[] {
  switch (grant) {
    case 'password':
      return ['password']
    case 'refresh_token':
      return ['refresh_token']
    case 'urn:ietf:params:oauth:grant-type:token-exchange':
      return ['subject_token', 'actor_token']
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return ['assertion', 'client_key']
    case 'urn:ietf:params:oauth:grant-type:saml2-bearer':
      return ['assertion']
    default:
      return []
  }
}

/** Secrets that are kept or typed although these settings send none of them: a person must see what there is. */
export function unusedSecrets(
  settings: {
    readonly token_endpoint_auth_method: ClientAuthMethod
    readonly flow: { readonly grant_type: GrantType } & Partial<FlowSettings>
  },
  isThere: (name: SecretName) => boolean,
): readonly SecretName[] {
  const used = [
    ...secretsOfMethod(settings.token_endpoint_auth_method),
    ...secretsOfGrant(settings.flow.grant_type),
    'registration',
    'decryption_key',
    'client_certificate',
    'certificate_passphrase',
    'proxy_credentials',
    answersBySecret({ ...defaultFlow, ...settings.flow }) === null ? null : 'client_secret',
    ...secretsOfRequestObject({ ...defaultFlow, ...settings.flow }),
    ...(settings.flow.dpop ? (['dpop_key'] as const) : []),
  ]
  return secretNames.filter((name) => isThere(name) && !used.includes(name))
}
