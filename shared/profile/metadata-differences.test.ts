import { describe, expect, test } from 'vitest'
import { type ComparedProfile, compareWithMetadata } from './metadata-differences.ts'
import { emptyDraft, type MetadataSnapshot } from './profile.ts'

const form = { ...emptyDraft, scope: 'openid profile' }
const metadata: MetadataSnapshot = {
  fetchedAt: 0,
  url: 'https://login.acme.test/.well-known/openid-configuration',
  form: 'openid',
  authorization_endpoint: 'https://login.acme.test/auth',
  token_endpoint: 'https://login.acme.test/token',
  jwks_uri: 'https://login.acme.test/jwks',
  scopes_supported: ['openid', 'profile'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
}

function without(...names: (keyof MetadataSnapshot)[]): MetadataSnapshot {
  return Object.fromEntries(
    Object.entries(metadata).filter(([name]) => !names.includes(name as keyof MetadataSnapshot)),
  ) as MetadataSnapshot
}

test('a provider that announces everything only agrees', () => {
  expect(new Set(compareWithMetadata(form, metadata).map((remark) => remark.kind))).toEqual(
    new Set(['agrees']),
  )
})

describe('differences come first and are named', () => {
  test.each<[string, Partial<ComparedProfile>, MetadataSnapshot, string, RegExp]>([
    ['no token endpoint', {}, without('token_endpoint'), 'differs', /No token_endpoint/],
    [
      'another client authentication',
      { token_endpoint_auth_method: 'client_secret_post' },
      metadata,
      'differs',
      /client_secret_post is not announced; announced: none, client_secret_basic/,
    ],
    [
      'no client authentication announced',
      {},
      without('token_endpoint_auth_methods_supported'),
      'missing',
      /means client_secret_basic/,
    ],
    [
      'only plain PKCE',
      {},
      { ...metadata, code_challenge_methods_supported: ['plain'] },
      'differs',
      /without S256/,
    ],
    ['no PKCE', {}, without('code_challenge_methods_supported'), 'missing', /PKCE is not announced/],
    ['an unknown scope', { scope: 'openid api:x' }, metadata, 'missing', /not announced: api:x/],
    [
      'a grant that is not announced',
      {},
      { ...metadata, grant_types_supported: ['client_credentials'] },
      'differs',
      /authorization_code is not announced; announced: client_credentials/,
    ],
    [
      'assertions by another algorithm',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        flow: { ...emptyDraft.flow, client_assertion_signing_alg: 'ES256' },
      },
      {
        ...metadata,
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
        token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256'],
      },
      'differs',
      /signed with ES256 are not announced; announced: RS256, PS256/,
    ],
    ['no openid', { scope: 'profile' }, metadata, 'missing', /no ID token/],
    ['no keys', {}, without('jwks_uri'), 'missing', /signatures cannot be checked/],
    [
      'no iss in the answer',
      {},
      without('authorization_response_iss_parameter_supported'),
      'missing',
      /does not have to name/,
    ],
  ])('%s', (_, change, given, kind, text) => {
    const first = compareWithMetadata({ ...form, ...change }, given)[0]
    expect(first).toMatchObject({ kind, text: expect.stringMatching(text) })
  })

  test('client_secret_basic is what an absent list means, so it is not named as different', () => {
    const remarks = compareWithMetadata(
      { ...form, token_endpoint_auth_method: 'client_secret_basic' },
      without('token_endpoint_auth_methods_supported'),
    )
    expect(remarks.filter((remark) => remark.text.includes('authentication'))).toMatchObject([
      { kind: 'agrees' },
    ])
  })
})

describe('a grant without a browser', () => {
  const machine = { ...form, flow: { ...form.flow, grant_type: 'client_credentials' as const } }

  test('is not held against what only the browser needs', () => {
    const bare = { fetchedAt: 1, url: metadata.url, form: 'oauth' as const, jwks_uri: 'https://a.test/jwks' }
    const texts = compareWithMetadata(
      { ...machine, token_endpoint_auth_method: 'client_secret_basic', scope: 'api' },
      { ...bare, token_endpoint: 'https://a.test/token' },
    ).map(({ text }) => text)
    expect(texts.join(' ')).not.toMatch(/authorization_endpoint|PKCE|browser|ID token/)
  })

  test('cannot do without the token endpoint', () => {
    expect(compareWithMetadata(machine, without('token_endpoint'))[0]).toMatchObject({
      kind: 'differs',
      text: 'No token_endpoint is announced; this grant needs it.',
    })
  })
})
