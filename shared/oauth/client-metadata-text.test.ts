import { expect, test } from 'vitest'
import { changeableMetadata, readClientMetadata } from './client-metadata-text.ts'

test('an object is metadata', () => {
  expect(readClientMetadata('{"redirect_uris":["https://a.example/"]}')).toEqual({
    kind: 'metadata',
    metadata: { redirect_uris: ['https://a.example/'] },
  })
})

const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }
test.each<[string, string, RegExp]>([
  ['nothing', '', /./],
  ['a list', '[]', /not a JSON object/],
  ['broken', '{"a":', /./],
  ['a member twice', '{"scope":"a","scope":"b"}', /./],
  [
    'a private EC key',
    JSON.stringify({ jwks: { keys: [jwk, { ...jwk, d: 'd' }] } }),
    /private key or a secret/,
  ],
  ['a secret', JSON.stringify({ jwks: { keys: [{ kty: 'oct', k: 'k' }] } }), /private key or a secret/],
  [
    'a private RSA key by its primes',
    JSON.stringify({ jwks: { keys: [{ kty: 'RSA', p: 'p' }] } }),
    /private key/,
  ],
  ['a key in place of the set', JSON.stringify({ jwks: { ...jwk, d: 'd' } }), /private key/],
  ['an ML-DSA key', JSON.stringify({ jwks: { keys: [{ kty: 'AKP', priv: 'p' }] } }), /private key/],
])('%s is refused', (_, text, message) => {
  expect(readClientMetadata(text)).toMatchObject({ kind: 'problem', message: expect.stringMatching(message) })
})

test('what is sent back holds neither secrets nor what is the provider’s', () => {
  expect(
    changeableMetadata({
      client_id: 'c',
      client_secret: 's',
      client_secret_expires_at: 0,
      client_id_issued_at: 1,
      registration_access_token: 't',
      registration_client_uri: 'https://op.example/c',
      scope: 'openid',
    }),
  ).toEqual({ scope: 'openid' })
})
