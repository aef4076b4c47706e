import * as client from 'openid-client'
import { clientAuthentication } from './client-authentication.ts'
import { extendRequest } from './extend-request.ts'
import type { ProviderMetadata, RunSession } from './run-session.ts'

const asymmetricAlgs = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
  'EdDSA',
]

/**
 * openid-client's view of the provider. The ID token's signature is always verified, also where TLS alone would
 * do (OIDC Core §3.1.3.7 point 6), because a proof is what this app is asked for.
 */
export function createConfiguration(session: RunSession, metadata: ProviderMetadata): client.Configuration {
  const { config, now, wire } = session
  const { id_token_signed_response_alg: idTokenAlg, introspection_signed_response_alg: introspectionAlg } =
    config.flow
  const configuration = new client.Configuration(
    // Left out it means nothing at all, and openid-client would take no signed userinfo.
    { userinfo_signing_alg_values_supported: asymmetricAlgs, ...metadata } as client.ServerMetadata,
    config.client_id,
    {
      ...(introspectionAlg === '' ? {} : { introspection_signed_response_alg: introspectionAlg }),
      // RFC 8705 §5: whoever has a certificate goes where it is asked for.
      ...(config.secrets.client_certificate ? { use_mtls_endpoint_aliases: true } : {}),
      ...(idTokenAlg === '' ? {} : { id_token_signed_response_alg: idTokenAlg }),
      // The passed clock rules here too.
      [client.clockSkew]: Math.round((now() - Date.now()) / 1000),
      [client.clockTolerance]: 30,
    },
    clientAuthentication(session),
  )
  configuration[client.customFetch] = async (url, options) => {
    const init = {
      method: options.method,
      headers: options.headers,
      body: options.body as Exclude<RequestInit['body'], undefined>,
      ...(options.signal ? { signal: options.signal } : {}),
    }
    // Keys are fetched in the middle of a step, and nothing is added to that.
    if (new URL(url).href === keySetAddress(session)) return wire(url, init)
    const { redirectUri } = session.recorder.run()
    const extended = extendRequest({ url, init }, session.expectedStep(), {
      parameters: config.parameters,
      origin: config.flow.origin_header && redirectUri !== null ? new URL(redirectUri).origin : null,
    })
    const response = await wire(extended.url, extended.init)
    const opened = await session.open()
    return opened === null
      ? response
      : new Response(opened.text, { status: opened.status, headers: response.headers })
  }
  // The wire has its own deadline and its own rule for plain http, narrower than this switch.
  configuration.timeout = 0
  client.allowInsecureRequests(configuration)
  // An HMAC is none of the key set's; there the signature is checked by this app alone (`findSignature`).
  if (!idTokenAlg.startsWith('HS')) client.enableNonRepudiationChecks(configuration)
  return configuration
}

/** Where the provider says that its keys are, spelled as a request is; null where it does not. */
export function keySetAddress({ provider }: Pick<RunSession, 'provider'>): string | null {
  const address = provider?.metadata.jwks_uri
  return address !== undefined && URL.canParse(address) ? new URL(address).href : null
}
