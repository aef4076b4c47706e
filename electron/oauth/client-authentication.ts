import * as client from 'openid-client'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import type { SigningMaterial } from '../jose/sign/read-signing-key.ts'
import { createClientAssertion } from './client-assertion.ts'
import type { RunSession } from './run-session.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** How the client proves who it is at the provider's endpoints (RFC 6749 §2.3, OIDC Core §9). */
export function clientAuthentication(session: Pick<RunSession, 'config' | 'now'>): client.ClientAuth {
  const { config } = session
  const secret = config.secrets.client_secret ?? ''
  switch (config.token_endpoint_auth_method) {
    case 'none':
      return client.None()
    case 'client_secret_basic':
      return config.flow.basic_credentials === 'raw' ? rawBasic(config) : client.ClientSecretBasic(secret)
    case 'client_secret_post':
      return client.ClientSecretPost(secret)
    case 'client_secret_jwt':
      return assertion(session, { kind: 'secret', text: secret, encoding: 'utf8' })
    case 'private_key_jwt':
      return assertion(session, { kind: 'key', text: config.secrets.client_key ?? '' })
    // RFC 8705 §2: the certificate is shown in the handshake; the request only names the client.
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return client.TlsClientAuth()
  }
}

/** Not RFC 6749 §2.3.1, but what servers read that decode nothing. */
function rawBasic({ client_id, secrets }: RunConfig): client.ClientAuth {
  const credentials = Buffer.from(`${client_id}:${secrets.client_secret ?? ''}`).toString('base64')
  return (_server, _client, _body, headers) => {
    headers.set('authorization', `Basic ${credentials}`)
  }
}

/** Made by the code that signs in Build, so that every algorithm there can be used here. */
function assertion(
  { config, now }: Pick<RunSession, 'config' | 'now'>,
  key: SigningMaterial,
): client.ClientAuth {
  const { client_assertion_audience: audience, client_assertion_signing_alg: alg } = config.flow
  return async (server, _client, body) => {
    body.set('client_id', config.client_id)
    body.set('client_assertion_type', assertionType)
    const made = await createClientAssertion({
      clientId: config.client_id,
      audience: audience === 'issuer' ? server.issuer : (server.token_endpoint ?? server.issuer),
      key,
      alg,
      now: Math.floor(now() / 1000),
    })
    body.set('client_assertion', made)
  }
}
