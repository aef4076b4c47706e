import { describe, expect, test } from 'vitest'
import { compareWithMetadata } from './metadata-differences.ts'
import type { ComparedProfile } from './metadata-remark.ts'
import { type MetadataSnapshot, readAnnounced, snapshotEdition } from './metadata-snapshot.ts'
import { emptyDraft } from './profile.ts'

const form = { ...emptyDraft, scope: 'openid profile' }
const metadata: MetadataSnapshot = {
  fetchedAt: 0,
  url: 'https://login.acme.test/.well-known/openid-configuration',
  form: 'openid',
  edition: snapshotEdition,
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

describe('each thing that a profile asks for is held against its announcement', () => {
  type Row = [
    what: string,
    change: { flow?: Partial<ComparedProfile['flow']>; parameters?: ComparedProfile['parameters'] },
    announced: Partial<MetadataSnapshot>,
    kind: string | null,
    text: RegExp,
  ]
  const details = '[{"type":"payment"}]'
  const ciba = 'urn:openid:params:grant-type:ciba' as const
  const device = 'urn:ietf:params:oauth:grant-type:device_code' as const
  const asks = (name: string, value: string) => ({ parameters: [{ name, value }] })
  const rows: readonly Row[] = [
    [
      'response type',
      {},
      { response_types_supported: ['id_token'] },
      'differs',
      /^Response type code is not/,
    ],
    [
      'response type in another order',
      { flow: { response_type: 'code id_token' } },
      { response_types_supported: ['id_token code'] },
      'agrees',
      /^Response type code id_token is announced/,
    ],
    [
      'response mode',
      { flow: { response_mode: 'form_post' } },
      { response_modes_supported: ['query'] },
      'differs',
      /^Response mode form_post is not announced; announced: query/,
    ],
    [
      'response mode left out',
      { flow: { response_mode: 'form_post' } },
      {},
      'missing',
      /which means query and/,
    ],
    ['query, where none is announced', { flow: { response_mode: 'query' } }, {}, null, /esponse mode/],
    ['JARM', { flow: { response_mode: 'jwt' } }, {}, 'missing', /\(JARM\) are announced/],
    [
      'PAR',
      { flow: { pushed_authorization: true } },
      {},
      'differs',
      /^No pushed_authorization_request_endpoint/,
    ],
    [
      'PAR required',
      {},
      {
        require_pushed_authorization_requests: true,
        pushed_authorization_request_endpoint: 'https://a.test',
      },
      'agrees',
      /must be pushed, and this one will be/,
    ],
    ['JAR required', {}, { require_signed_request_object: true }, 'differs', /must be signed objects/],
    [
      'request object refused',
      { flow: { request_object_signing_alg: 'ES256' } },
      { request_parameter_supported: false },
      'differs',
      /^Request objects are announced as not supported/,
    ],
    [
      'request object unsaid',
      { flow: { request_object_signing_alg: 'ES256' } },
      {},
      'missing',
      /about request obj/,
    ],
    [
      'request object algorithm',
      { flow: { request_object_signing_alg: 'ES256' } },
      { request_parameter_supported: true, request_object_signing_alg_values_supported: ['RS256'] },
      'differs',
      /^Request objects signed with ES256 are not announced; announced: RS256/,
    ],
    [
      'request object content encryption',
      { flow: { request_object_signing_alg: 'ES256', request_object_encryption_alg: 'RSA-OAEP-256' } },
      {
        request_parameter_supported: true,
        request_object_encryption_alg_values_supported: ['RSA-OAEP-256'],
        request_object_encryption_enc_values_supported: [],
      },
      'differs',
      /content encryption A256GCM are not announced; the list of it is empty/,
    ],
    [
      'prompt',
      asks('prompt', 'login create'),
      { prompt_values_supported: ['login'] },
      'differs',
      /^Prompt create is/,
    ],
    ['acr', asks('acr_values', 'a b'), { acr_values_supported: ['c'] }, 'differs', /^None of the acr values/],
    ['some acr', asks('acr_values', 'a b'), { acr_values_supported: ['b'] }, 'missing', /not announced: a\./],
    [
      'claims',
      { flow: { claims: '{"id_token":{}}' } },
      { claims_parameter_supported: false },
      'differs',
      /claims par/,
    ],
    [
      'claims unsaid',
      { flow: { claims: '{"id_token":{}}' } },
      {},
      'missing',
      /claims parameter is not announced/,
    ],
    [
      'authorization details',
      { flow: { authorization_details: details } },
      { authorization_details_types_supported: ['account'] },
      'differs',
      /of type payment are not announced/,
    ],
    ['DPoP', { flow: { dpop: true } }, {}, 'missing', /^DPoP is not announced/],
    [
      'DPoP announced',
      { flow: { dpop: true } },
      { dpop_signing_alg_values_supported: ['ES256'] },
      'agrees',
      /^DPoP/,
    ],
    [
      'certificate-bound tokens refused',
      { flow: { tls_client_certificate_bound_access_tokens: true } },
      { tls_client_certificate_bound_access_tokens: false },
      'differs',
      /bound to the client certificate are not/,
    ],
    [
      'ID token algorithm',
      { flow: { id_token_signed_response_alg: 'EdDSA' } },
      { id_token_signing_alg_values_supported: ['RS256'] },
      'differs',
      /^ID tokens signed with EdDSA are not/,
    ],
    [
      'introspection algorithm',
      { flow: { introspection_signed_response_alg: 'ES256' } },
      { introspection_signing_alg_values_supported: ['RS256'] },
      'differs',
      /^Introspection signed with ES256 is not/,
    ],
    ['device endpoint', { flow: { grant_type: device } }, {}, 'differs', /^No device_authorization_endpoint/],
    [
      'CIBA by ping alone',
      { flow: { grant_type: ciba } },
      {
        backchannel_authentication_endpoint: 'https://a.test/ciba',
        backchannel_token_delivery_modes_supported: ['ping'],
      },
      'differs',
      /^CIBA delivery mode poll is not/,
    ],
    ['pairwise subjects', {}, { subject_types_supported: ['pairwise'] }, 'fact', /^Subjects are pairwise/],
    [
      'signed userinfo',
      {},
      { userinfo_signing_alg_values_supported: ['RS256'] },
      'fact',
      /^Userinfo can come signed/,
    ],
    ['PKCE by plain', { flow: { code_challenge_method: 'plain' } }, {}, 'differs', /without plain \(S256\)/],
    ['PKCE off', { flow: { code_challenge_method: 'none' } }, {}, 'missing', /does without it/],
    [
      'what cannot be read',
      {},
      { unreadable: ['acr_values_supported'] },
      'missing',
      /not compared: acr_values_/,
    ],
  ]
  test.each(rows)('%s', (_, { flow, parameters = [] }, announced, kind, text) => {
    const profile = { ...form, parameters, flow: { ...form.flow, ...flow } }
    const found = compareWithMetadata(profile, { ...metadata, ...announced }).filter((remark) =>
      text.test(remark.text),
    )
    expect(found.map((remark) => remark.kind)).toEqual(kind === null ? [] : [kind])
  })
})

test('a snapshot of an earlier version says so, and what it does not hold is not called unannounced', () => {
  const { edition: _, ...older } = metadata
  const flow = {
    ...form.flow,
    pushed_authorization: true,
    dpop: true,
    claims: '{"id_token":{}}',
    request_object_signing_alg: 'RS256',
    response_mode: 'form_post' as const,
    introspection_signed_response_alg: 'RS256',
    tls_client_certificate_bound_access_tokens: true,
  }
  const remarks = compareWithMetadata({ ...form, flow }, older).filter(({ kind }) => kind !== 'agrees')
  expect(remarks.map(({ text }) => text)).toEqual([expect.stringMatching(/read the metadata again/)])
})

test('members of another form are named and the others are kept', () => {
  const { members, unreadable } = readAnnounced({
    issuer: 'https://a.test',
    token_endpoint: 'https://a.test/token',
    acr_values_supported: 'urn:a',
    claims_parameter_supported: 'true',
    dpop_signing_alg_values_supported: [1],
    prompt_values_supported: Array.from({ length: 51 }, () => 'login'),
    require_pushed_authorization_requests: null,
    unknown: true,
  })
  expect(members).toEqual({ token_endpoint: 'https://a.test/token' })
  expect(unreadable.toSorted()).toEqual([
    'acr_values_supported',
    'claims_parameter_supported',
    'dpop_signing_alg_values_supported',
    'prompt_values_supported',
    'require_pushed_authorization_requests',
  ])
})
