import { describe, expect, test } from 'vitest'
import { type ClientKeys, clientMetadataOf } from './client-metadata.ts'
import { emptyDraft, type ProfileDraft } from './profile.ts'

const noKeys: ClientKeys = { client_key: null, decryption_key: null, certificate: null }
const key = { kty: 'OKP', crv: 'Ed25519', x: 'x', kid: 'k' }
type Change = Omit<Partial<ProfileDraft>, 'flow'> & { flow?: Partial<ProfileDraft['flow']> }
const made = ({ flow, ...change }: Change, keys: ClientKeys = noKeys) =>
  clientMetadataOf({ ...emptyDraft, name: 'Orders', ...change, flow: { ...emptyDraft.flow, ...flow } }, keys)

test('a public client of the code flow on loopback', () => {
  const { metadata, remarks } = made({ scope: 'openid offline_access' })
  expect(metadata).toEqual({
    client_name: 'Orders',
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1/callback'],
    post_logout_redirect_uris: ['http://127.0.0.1/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    scope: 'openid offline_access',
  })
  expect(remarks).toEqual([expect.stringMatching(/no port/)])
})

describe('what the profile uses is what is registered', () => {
  const certificate = { jwk: { kty: 'EC', x5c: ['MII'] }, subject_dn: 'CN=orders,O=Acme' }
  test.each<[string, Change, ClientKeys, object]>([
    [
      'a machine',
      {
        flow: { grant_type: 'client_credentials' },
        token_endpoint_auth_method: 'client_secret_basic',
        scope: 'api',
      },
      noKeys,
      { grant_types: ['client_credentials'], response_types: [], redirect_uris: [], scope: 'api' },
    ],
    [
      'a hybrid flow',
      { flow: { response_type: 'code id_token' } },
      noKeys,
      { grant_types: ['authorization_code', 'implicit'], response_types: ['code id_token'] },
    ],
    [
      'the implicit flow',
      { flow: { grant_type: 'implicit', response_type: 'id_token' }, scope: 'openid offline_access' },
      noKeys,
      { grant_types: ['implicit'], response_types: ['id_token'] },
    ],
    [
      'assertions by a key',
      { token_endpoint_auth_method: 'private_key_jwt', flow: { client_assertion_signing_alg: 'EdDSA' } },
      { ...noKeys, client_key: key },
      { token_endpoint_auth_signing_alg: 'EdDSA', jwks: { keys: [{ ...key, use: 'sig' }] } },
    ],
    [
      'encrypted answers',
      {},
      { ...noKeys, decryption_key: key },
      { jwks: { keys: [{ ...key, use: 'enc' }] } },
    ],
    [
      'a certificate of an authority',
      { token_endpoint_auth_method: 'tls_client_auth' },
      { ...noKeys, certificate },
      { tls_client_auth_subject_dn: 'CN=orders,O=Acme' },
    ],
    [
      'a certificate of its own',
      { token_endpoint_auth_method: 'self_signed_tls_client_auth' },
      { ...noKeys, certificate },
      { jwks: { keys: [certificate.jwk] } },
    ],
    [
      'bindings and pushing',
      { flow: { dpop: true, pushed_authorization: true, tls_client_certificate_bound_access_tokens: true } },
      noKeys,
      {
        dpop_bound_access_tokens: true,
        require_pushed_authorization_requests: true,
        tls_client_certificate_bound_access_tokens: true,
      },
    ],
    [
      'a redirect elsewhere',
      { redirect: { ...emptyDraft.redirect, remote_uri: 'https://app.example/cb' } },
      noKeys,
      { application_type: 'web', redirect_uris: ['https://app.example/cb'] },
    ],
    [
      'algorithms and details',
      {
        flow: {
          id_token_signed_response_alg: 'ES256',
          introspection_signed_response_alg: 'PS256',
          authorization_details: '[{"type":"payment"},{"type":"payment"}]',
        },
      },
      noKeys,
      {
        id_token_signed_response_alg: 'ES256',
        introspection_signed_response_alg: 'PS256',
        authorization_details_types: ['payment'],
      },
    ],
  ])('%s', (_, change, keys, expected) => {
    expect(made(change, keys).metadata).toMatchObject(expected)
  })
})

test('a key that is needed and not there is said, and one that is not used is not sent', () => {
  expect(made({ token_endpoint_auth_method: 'private_key_jwt' }).remarks.join(' ')).toMatch(
    /jwks is left out/,
  )
  expect(made({ token_endpoint_auth_method: 'tls_client_auth' }).remarks.join(' ')).toMatch(
    /certificate is not/,
  )
  expect(made({}, { ...noKeys, client_key: key }).metadata).not.toHaveProperty('jwks')
})
