import { redirectToRegister } from '../oauth/redirect-to-register.ts'
import { readAuthorizationDetails } from './json-settings.ts'
import type { ProfileDraft } from './profile.ts'
import { partsOf, responseTypeOf } from './response-type.ts'
import { hasFrontChannel } from './runnable-grants.ts'

/** The public halves of what a profile keeps; null where it keeps none, or none that can be read. */
export type ClientKeys = {
  readonly client_key: PublicJwk | null
  readonly decryption_key: PublicJwk | null
  readonly certificate: { readonly jwk: PublicJwk; readonly subject_dn: string } | null
}
export type PublicJwk = Readonly<Record<string, unknown>>

export type ProposedMetadata = {
  readonly metadata: Readonly<Record<string, unknown>>
  /** What a person has to know or to add, in sentences. */
  readonly remarks: readonly string[]
}

/**
 * What a provider has to be told so that this profile can be run: client metadata in the names of RFC 7591 §2, OpenID
 * Connect Registration §2 and the extensions that the profile uses. Members that it says nothing about are left out.
 */
export function clientMetadataOf(draft: ProfileDraft, keys: ClientKeys): ProposedMetadata {
  const { flow, token_endpoint_auth_method: method } = draft
  const front = hasFrontChannel(flow.grant_type)
  const { uris } = redirectToRegister(draft.redirect)
  const jwks = jwksOf(draft, keys)
  const details = (readAuthorizationDetails(flow.authorization_details) ?? []).map(({ type }) => type)
  const optional = {
    token_endpoint_auth_signing_alg: method.endsWith('_jwt') ? flow.client_assertion_signing_alg : '',
    scope: draft.scope,
    id_token_signed_response_alg: flow.id_token_signed_response_alg,
    introspection_signed_response_alg: flow.introspection_signed_response_alg,
    request_object_signing_alg: front ? flow.request_object_signing_alg : '',
    request_object_encryption_alg: front ? flow.request_object_encryption_alg : '',
    request_object_encryption_enc: front ? flow.request_object_encryption_enc : '',
    tls_client_auth_subject_dn: method === 'tls_client_auth' ? (keys.certificate?.subject_dn ?? '') : '',
  }
  const metadata = {
    ...(draft.name === '' ? {} : { client_name: draft.name }),
    ...(front ? { application_type: isNative(uris) ? 'native' : 'web' } : {}),
    redirect_uris: front ? uris : [],
    ...(front ? { post_logout_redirect_uris: uris } : {}),
    grant_types: grantsOf(draft),
    response_types: front ? [responseTypeOf(flow)] : [],
    token_endpoint_auth_method: method,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
    ...(jwks.length === 0 ? {} : { jwks: { keys: jwks } }),
    ...(flow.dpop ? { dpop_bound_access_tokens: true } : {}),
    ...(front && flow.pushed_authorization ? { require_pushed_authorization_requests: true } : {}),
    ...(flow.tls_client_certificate_bound_access_tokens
      ? { tls_client_certificate_bound_access_tokens: true }
      : {}),
    ...(details.length === 0 ? {} : { authorization_details_types: [...new Set(details)] }),
    ...(flow.grant_type === 'urn:openid:params:grant-type:ciba'
      ? { backchannel_token_delivery_mode: 'poll' }
      : {}),
  }
  return { metadata, remarks: remarksOf(draft, keys) }
}

function grantsOf({ flow, scope }: ProfileDraft): readonly string[] {
  const refresh = scope.split(/\s+/).includes('offline_access') ? ['refresh_token'] : []
  if (!hasFrontChannel(flow.grant_type)) return [...new Set([flow.grant_type, ...refresh])]
  // What comes through the browser beside a code is a grant of its own (RFC 7591 §2.1).
  const { code, id_token, token } = partsOf(responseTypeOf(flow))
  return [
    ...(code ? ['authorization_code'] : []),
    ...(id_token || token ? ['implicit'] : []),
    ...(code ? refresh : []),
  ]
}

/** Native clients come back to this machine or by a scheme of their own (OIDC Registration §2). */
function isNative(uris: readonly string[]): boolean {
  return uris.every((uri) => !uri.startsWith('https://'))
}

function usesClientKey({ flow, token_endpoint_auth_method: method }: ProfileDraft): boolean {
  const alg = flow.request_object_signing_alg
  return (
    method === 'private_key_jwt' || (hasFrontChannel(flow.grant_type) && alg !== '' && !alg.startsWith('HS'))
  )
}

function jwksOf(draft: ProfileDraft, keys: ClientKeys): readonly PublicJwk[] {
  const own = [
    usesClientKey(draft) && keys.client_key ? { ...keys.client_key, use: 'sig' } : null,
    keys.decryption_key ? { ...keys.decryption_key, use: 'enc' } : null,
    draft.token_endpoint_auth_method === 'self_signed_tls_client_auth'
      ? (keys.certificate?.jwk ?? null)
      : null,
  ]
  return own.filter((key) => key !== null)
}

function remarksOf(draft: ProfileDraft, keys: ClientKeys): readonly string[] {
  const { token_endpoint_auth_method: method, redirect } = draft
  const isFront = hasFrontChannel(draft.flow.grant_type)
  return [
    usesClientKey(draft) && !keys.client_key
      ? 'jwks is left out: this profile keeps no client private key whose public half could be sent.'
      : '',
    method.endsWith('tls_client_auth') && !keys.certificate
      ? 'The client certificate is not described: this profile keeps none that can be read.'
      : '',
    isFront && redirectToRegister(redirect).anyPort
      ? 'The redirect URI has no port: a free one is taken at each run, and the provider must allow any on loopback.'
      : '',
  ].filter((remark) => remark !== '')
}
