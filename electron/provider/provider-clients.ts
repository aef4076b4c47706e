import { randomBytes, X509Certificate } from 'node:crypto'
import type { ClientMetadata } from 'oidc-provider'
import type { ProviderStatus } from '../../shared/provider-status.ts'
import { type Authority, makeSelfSigned } from '../net/make-certificate.ts'
import { authorizationDetailsFeature } from './authorization-details.ts'
import { notificationPath } from './own-calls.ts'

export type RunningProvider = Extract<ProviderStatus, { kind: 'running' }>
export type ProviderClient = RunningProvider['clients'][number]

/** On any port: for native clients the provider compares loopback redirects without it (RFC 8252 §7.3). */
const redirectUris = ['http://127.0.0.1/callback', 'http://[::1]/callback', 'http://localhost/callback']
const postLogoutRedirectUris = [...redirectUris, 'http://127.0.0.1/', 'http://[::1]/', 'http://localhost/']

/** All but `token`, which is no OpenID Connect (OIDC Core §3). */
export const providerResponseTypes = [
  'code',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const

/** The usual ways to be a client, with secrets that are good until the next start. */
export async function createClients(authority: Authority): Promise<ProviderClient[]> {
  const own = await makeSelfSigned({ name: 'claimscope-mtls', days: 7 })
  const issued = await authority.issue({ name: 'claimscope-mtls-ca', days: 7 })
  return [
    {
      client_id: 'claimscope-public',
      token_endpoint_auth_method: 'none',
      client_secret: null,
      client_certificate: null,
      description: 'A public client, as a desktop or mobile app is: no secret, PKCE instead.',
    },
    {
      client_id: 'claimscope-basic',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: createSecret(),
      client_certificate: null,
      description: 'A confidential client that sends its secret in the Authorization header.',
    },
    {
      client_id: 'claimscope-post',
      token_endpoint_auth_method: 'client_secret_post',
      client_secret: createSecret(),
      client_certificate: null,
      description: 'A confidential client that sends its secret in the body of the request.',
    },
    {
      client_id: 'claimscope-device',
      token_endpoint_auth_method: 'none',
      client_secret: null,
      client_certificate: null,
      description: 'A device without a browser: it shows a code that you enter elsewhere.',
    },
    {
      client_id: 'claimscope-machine',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: createSecret(),
      client_certificate: null,
      description: 'A service that asks for itself, by client credentials; ask for a resource.',
    },
    {
      client_id: 'claimscope-ciba',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: createSecret(),
      client_certificate: null,
      description: 'A client of CIBA: whoever is named in the login hint is asked at /authentication-device.',
    },
    {
      client_id: 'claimscope-ciba-ping',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: createSecret(),
      client_certificate: null,
      description:
        'The same in ping mode: the provider calls the notification endpoint when the person has decided.',
    },
    {
      client_id: 'claimscope-legacy',
      token_endpoint_auth_method: 'none',
      client_secret: null,
      client_certificate: null,
      description: 'A client of the hybrid and implicit flows, where tokens come through the browser.',
    },
    {
      client_id: 'claimscope-mtls',
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      client_secret: null,
      client_certificate: own.certificate + own.privateKey,
      description: 'A client that shows a certificate of its own making; its tokens are bound to that.',
    },
    {
      client_id: 'claimscope-mtls-ca',
      token_endpoint_auth_method: 'tls_client_auth',
      client_secret: null,
      client_certificate: issued.certificate + issued.privateKey,
      description: 'A client known by the subject of a certificate that the provider’s authority issued.',
    },
  ]
}

/** The registration of a client, in the names of RFC 7591; those of people learn at `logoutAddress` that a session is over. */
export function registrationOf(client: ProviderClient, logoutAddress: string): ClientMetadata {
  const grants = grantsOf(client.client_id)
  return {
    client_id: client.client_id,
    client_name: client.client_id,
    ...(client.client_secret === null ? {} : { client_secret: client.client_secret }),
    token_endpoint_auth_method: client.token_endpoint_auth_method as 'none',
    application_type: 'native',
    authorization_details_types: Object.keys(authorizationDetailsFeature.types),
    ...certificateOf(client),
    ...grants,
    ...(grants.post_logout_redirect_uris === undefined
      ? {}
      : { backchannel_logout_uri: logoutAddress, backchannel_logout_session_required: true }),
  }
}

/** By which certificate the client is known (RFC 8705 §2.1.2, §2.2.2). */
function certificateOf({
  client_id,
  client_certificate,
  token_endpoint_auth_method,
}: ProviderClient): Partial<ClientMetadata> {
  if (client_certificate === null) return {}
  const bound = { tls_client_certificate_bound_access_tokens: true }
  if (token_endpoint_auth_method === 'tls_client_auth') {
    return { ...bound, tls_client_auth_subject_dn: `CN=${client_id}` }
  }
  const { publicKey, raw } = new X509Certificate(client_certificate)
  const jwk = publicKey.export({ format: 'jwk' })
  return { ...bound, jwks: { keys: [{ ...jwk, x5c: [raw.toString('base64')] } as never] } }
}

function grantsOf(clientId: string): Partial<ClientMetadata> {
  switch (clientId) {
    case 'claimscope-device':
      return {
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        response_types: [],
        redirect_uris: [],
      }
    case 'claimscope-ciba':
      return {
        grant_types: ['urn:openid:params:grant-type:ciba', 'refresh_token'],
        response_types: [],
        redirect_uris: [],
        backchannel_token_delivery_mode: 'poll',
      }
    case 'claimscope-ciba-ping':
      return {
        grant_types: ['urn:openid:params:grant-type:ciba', 'refresh_token'],
        response_types: [],
        redirect_uris: [],
        backchannel_token_delivery_mode: 'ping',
        backchannel_client_notification_endpoint: `https://127.0.0.1:8934${notificationPath}`,
      }
    case 'claimscope-machine':
      return { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] }
    case 'claimscope-mtls':
    case 'claimscope-mtls-ca':
      return {
        grant_types: ['authorization_code', 'client_credentials', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: redirectUris,
        post_logout_redirect_uris: postLogoutRedirectUris,
      }
    case 'claimscope-legacy':
      return {
        grant_types: ['authorization_code', 'implicit', 'refresh_token'],
        response_types: [...providerResponseTypes],
        redirect_uris: redirectUris,
        post_logout_redirect_uris: postLogoutRedirectUris,
      }
    default:
      return {
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: redirectUris,
        post_logout_redirect_uris: postLogoutRedirectUris,
      }
  }
}

/** 256 bits. */
function createSecret(): string {
  return randomBytes(32).toString('base64url')
}
