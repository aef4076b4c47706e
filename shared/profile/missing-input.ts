import type { FlowSettings } from './flow-settings.ts'
import type { ClientAuthMethod } from './profile.ts'
import { hasFrontChannel } from './runnable-grants.ts'
import { isSecretEncryption } from './secret-encryption.ts'
import type { SecretName } from './secret-name.ts'

export type MissingInput = { readonly field: SecretName | keyof FlowSettings; readonly reason: string }

/**
 * What a run of these settings cannot do without and does not have, in the order in which a person would fill it
 * in; null where nothing is missing. Says nothing about whether what is there is right.
 */
export function missingInput(
  settings: { readonly token_endpoint_auth_method: ClientAuthMethod; readonly flow: FlowSettings },
  has: (name: SecretName) => boolean,
): MissingInput | null {
  const { token_endpoint_auth_method: method, flow } = settings
  if (method === 'private_key_jwt') {
    if (!has('client_key')) return { field: 'client_key', reason: `${method} needs the client’s private key` }
  } else if (method.endsWith('tls_client_auth')) {
    if (!has('client_certificate')) {
      return { field: 'client_certificate', reason: `${method} needs a client certificate` }
    }
  } else if (method !== 'none' && !has('client_secret')) {
    return { field: 'client_secret', reason: `${method} needs a client secret` }
  }
  const bySecret = answersBySecret(flow)
  if (bySecret !== null && !has('client_secret')) return { field: 'client_secret', reason: bySecret }
  const { request_object_signing_alg: requestAlg } = flow
  if (requestAlg !== '' && hasFrontChannel(flow.grant_type)) {
    const field = requestAlg.startsWith('HS') ? 'client_secret' : 'client_key'
    if (!has(field)) {
      const needed = field === 'client_key' ? 'the client’s private key' : 'a client secret'
      return { field, reason: `a signed request object needs ${needed}` }
    }
    if (isSecretEncryption(flow.request_object_encryption_alg) && !has('client_secret')) {
      return { field: 'client_secret', reason: 'the request object is encrypted with the client secret' }
    }
  }
  switch (flow.grant_type) {
    case 'password':
      if (flow.username === '') return { field: 'username', reason: 'the password grant needs a user name' }
      return missingSecret(has, 'password', 'the password grant needs a password')
    case 'refresh_token':
      return missingSecret(has, 'refresh_token', 'the refresh grant needs a refresh token')
    case 'urn:ietf:params:oauth:grant-type:token-exchange':
      if (flow.subject_token_type === '') {
        return { field: 'subject_token_type', reason: 'token exchange needs the type of the subject token' }
      }
      if (has('actor_token') && flow.actor_token_type === '') {
        return { field: 'actor_token_type', reason: 'an actor token needs its type' }
      }
      return missingSecret(has, 'subject_token', 'token exchange needs a subject token')
    case 'urn:ietf:params:oauth:grant-type:saml2-bearer':
      return missingSecret(has, 'assertion', 'the SAML bearer grant needs an assertion')
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return has('assertion') || has('client_key')
        ? null
        : {
            field: 'assertion',
            reason: 'the JWT bearer grant needs an assertion, or a private key to make one with',
          }
    default:
      return null
  }
}

/** Why the answers of these settings cannot be read without the client secret; null where they can (OIDC Core §10). */
export function answersBySecret(flow: FlowSettings): string | null {
  const { response_mode, id_token_encrypted_response_alg, userinfo_encrypted_response_alg } = flow
  if (flow.id_token_signed_response_alg.startsWith('HS')) {
    return 'ID tokens signed with HMAC are checked with the client secret'
  }
  if (isSecretEncryption(id_token_encrypted_response_alg)) {
    return 'ID tokens encrypted with the client secret need it to be opened'
  }
  if (isSecretEncryption(userinfo_encrypted_response_alg)) {
    return 'userinfo encrypted with the client secret needs it to be opened'
  }
  if (!hasFrontChannel(flow.grant_type) || !response_mode.endsWith('jwt')) return null
  if (flow.authorization_signed_response_alg.startsWith('HS')) {
    return 'answers signed with HMAC are checked with the client secret'
  }
  return isSecretEncryption(flow.authorization_encrypted_response_alg)
    ? 'answers encrypted with the client secret need it to be opened'
    : null
}

function missingSecret(
  has: (name: SecretName) => boolean,
  field: SecretName,
  reason: string,
): MissingInput | null {
  return has(field) ? null : { field, reason }
}
