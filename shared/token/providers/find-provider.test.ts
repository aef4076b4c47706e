import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { specUrl } from '../../verdict/spec-url.ts'
import { readToken } from '../read-token.ts'
import { findProvider } from './find-provider.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const find = (claims: object, header: object = {}) =>
  findProvider(readToken(`${encode({ alg: 'RS256', ...header })}.${encode(claims)}.c2ln`))
const quirks = (claims: object, header: object = {}) =>
  find(claims, header)
    ?.quirks()
    .map(({ id }) => id) ?? []

const tid = '72f988bf-0000-4000-8000-2d7cd011db47'
const samples = {
  entra: {
    iss: `https://sts.windows.net/${tid}/`,
    tid,
    oid: 'o',
    ver: '1.0',
    appid: 'a',
    aud: 'https://graph.microsoft.com',
  },
  auth0: {
    iss: 'https://acme.eu.auth0.com/',
    sub: 'auth0|5f7c8ec7c33c6c004bbafe82',
    aud: ['https://api.acme.test', 'https://acme.eu.auth0.com/userinfo'],
    'https://acme.test/plan': 'pro',
  },
  okta: { iss: 'https://acme.okta.com', cid: 'c', uid: 'u', scp: ['openid'], jti: 'AT.x' },
  cognito: {
    iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC',
    token_use: 'access',
    client_id: 'c',
    scope: 'aws.cognito.signin.user.admin',
  },
  keycloak: {
    iss: 'https://login.acme.test/realms/acme',
    typ: 'Bearer',
    azp: 'web',
    aud: 'account',
    realm_access: { roles: ['offline_access'] },
  },
  google: { iss: 'accounts.google.com', azp: 'app', aud: 'server', email: 'ada@acme.test', sub: '1' },
  apple: {
    iss: 'https://appleid.apple.com',
    email_verified: 'true',
    is_private_email: 'true',
    email: 'x@privaterelay.appleid.com',
  },
  ping: { iss: 'https://auth.pingone.eu/0a1b/as', env: 'e', org: 'o' },
  duende: { iss: 'https://id.acme.test', client_id: 'c', scope: ['api'], idp: 'local', client_tenant: 't' },
  github_actions: {
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'repo:octo/app:pull_request',
    repository: 'octo/app',
    aud: 'https://github.com/octo',
  },
  kubernetes: {
    iss: 'kubernetes/serviceaccount',
    'kubernetes.io/serviceaccount/namespace': 'default',
    sub: 'system:serviceaccount:default:x',
  },
} as const

describe('findProvider', () => {
  it.each(Object.entries(samples))('recognises %s and says why', (id, claims) => {
    const provider = find(claims)
    expect(provider?.id).toBe(id)
    expect(provider?.reason).toMatch(/^It looks like .*because .*\.$/)
  })

  it.each([
    [{ iss: 'https://issuer.test', sub: 'u' }],
    [{ iss: 'https://login.microsoftonline.com.evil.test/x', sub: 'u' }],
    [{ iss: 'https://evilokta.com', sub: 'u' }],
    [{ iss: 'https://notauth0.com.test/', scp: ['a'] }],
    [{ iss: { x: 1 }, tid: 7, typ: [], 'kubernetes.io': null }],
    [{}],
  ])('knows nothing of %j', (claims) => expect(find(claims)).toBeNull())

  it('recognises opaque texts by their shape', () => {
    const provider = findProvider(readToken(`ya29.${'a'.repeat(60)}`))
    expect(provider?.id).toBe('google')
    expect(provider?.quirks().map(({ id }) => id)).toEqual(['google_opaque'])
    expect(findProvider(readToken('hello'))).toBeNull()
  })

  it('explains its own names and values', () => {
    const entra = find(samples.entra)
    expect(entra?.describes).toBe('v1 access token for Microsoft Graph')
    expect(entra?.valueInfo('wids', '62e90394-69f5-4237-9190-012177145e10')).toBe('Global Administrator')
    expect(entra?.valueInfo('wids', 'constructor')).toBeNull()
    expect(entra?.valueInfo('toString', 'x')).toBeNull()
    expect(entra?.claimInfo('__proto__')).toBeNull()
    expect(entra?.isTime('xms_tcdt')).toBe(true)
    expect(find(samples.keycloak)?.claimInfo('realm_access.roles')?.title).toBe('Realm roles')
    expect(find(samples.cognito)?.claimInfo('client_id')?.explanation).toContain('place of aud')
  })

  it('names pages that exist in the list of specifications', () => {
    for (const claims of Object.values(samples)) {
      const provider = find(claims)
      for (const name of [...Object.keys(claims), 'tid', 'cid', 'hd', 'env']) {
        const spec = provider?.claimInfo(name)?.spec
        if (spec !== undefined) expect(specUrl(spec), spec).toMatch(/^https:/)
      }
    }
  })

  it('reads anything without failing', () => {
    const names = [
      'iss',
      'aud',
      'sub',
      'tid',
      'email',
      '_claim_names',
      'kubernetes.io',
      'scope',
      'scp',
      'cid',
      'jti',
      'exp',
      'iat',
      'typ',
    ]
    const claims = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(samples).map(({ iss }) => iss))),
    )
    fc.assert(
      fc.property(claims, (found) => {
        const provider = find(found)
        for (const { sentence, advice } of provider?.quirks() ?? [])
          expect(`${sentence} ${advice}`).toMatch(/\.$/)
        provider?.describes?.trim()
      }),
      { numRuns: 500 },
    )
  })
})

describe('quirks', () => {
  it.each<[string, string[]]>([
    ['auth0', ['auth0_userinfo_audience', 'auth0_issuer_slash', 'auth0_namespaced']],
    ['okta', ['okta_org_server', 'okta_scope_list', 'okta_client_name']],
    ['cognito', ['cognito_no_audience', 'cognito_self_service']],
    ['keycloak', ['keycloak_account_audience']],
    ['google', ['google_issuer_two_ways', 'google_no_hosted_domain']],
    ['apple', ['apple_text_booleans', 'apple_private_relay', 'apple_no_name']],
    ['duende', ['duende_scope_list', 'duende_client_prefix']],
    ['github_actions', ['github_pull_request', 'github_default_audience', 'github_check_subject']],
    ['kubernetes', ['kubernetes_no_end', 'kubernetes_no_audience']],
    ['ping', []],
  ])('of %s are told where they apply', (id, expected) => {
    expect(quirks(samples[id as keyof typeof samples])).toEqual(expected)
  })

  it('of Ping', () => {
    const one = { iss: 'https://auth.pingone.com/e/as', client_id: 'c', scope: 'a', sub: 'u', aud: ['api'] }
    expect(quirks(one)).toEqual(['ping_type'])
    expect(quirks({ ...one, typ: 'x' }, { typ: 'at+jwt' })).toEqual([])
    expect(quirks({ ...one, env: 'e', org: 'o' }, { typ: 'at+jwt' })).toEqual(['ping_platform_token'])
    expect(quirks({ ...one, sub: undefined }, { typ: 'at+jwt' })).toEqual(['ping_no_subject'])
    expect(quirks({ iss: one.iss, sub: 'u', aud: 'c', acr: 'Single_Factor' })).toEqual(['ping_policy_acr'])
    expect(quirks({ 'pi.atm': '1', scope: ['a'] })).toEqual(['ping_federate_claims', 'ping_scope_list'])
    expect(quirks({ 'pi.atm': '1', iss: 'https://a.test', aud: 'x', scope: 'a' })).toEqual([])
  })

  it('of Entra', () => {
    expect(quirks(samples.entra)).toEqual(['entra_microsoft_audience', 'entra_v1_issuer'])
    expect(quirks(samples.entra, { nonce: 'n' })).toEqual(['entra_graph_nonce', 'entra_v1_issuer'])
    const v2 = { iss: `https://login.microsoftonline.com/${tid}/v2.0`, tid, ver: '2.0' }
    expect(quirks(v2)).toEqual(['entra_tenant_template'])
    expect(quirks({ ...v2, tid: tid.replace('72', '73') })).toContain('entra_issuer_tenant')
    expect(quirks({ ...v2, iss: 'https://login.microsoftonline.com/{tenantid}/v2.0' })).toContain(
      'entra_issuer_tenant',
    )
    expect(quirks({ ...v2, _claim_names: { groups: 'src1' } })).toContain('entra_groups_overage')
    expect(quirks({ ...v2, hasgroups: true })).toContain('entra_groups_overage')
    expect(quirks({ ...v2, hasgroups: false })).not.toContain('entra_groups_overage')
    expect(quirks({ ...v2, idtyp: 'app' })).toContain('entra_app_only')
    expect(quirks({ ...v2, email: 'x' })).toContain('entra_mutable_names')
  })

  it('of an access token that Auth0 encrypted for itself', () => {
    const header = encode({ alg: 'dir', enc: 'A256GCM', iss: 'https://acme.auth0.com/' })
    const provider = findProvider(readToken(`${header}..AAAA.AAAA.AAAA`))
    expect(provider?.quirks().map(({ id }) => id)).toEqual(['auth0_no_audience'])
  })

  it('of a client secret for Apple that lives too long', () => {
    const secret = {
      iss: 'ABCDE12345',
      sub: 'app',
      aud: 'https://appleid.apple.com',
      iat: 0,
      exp: 20_000_000,
    }
    expect(quirks(secret)).toEqual(['apple_secret_lifetime'])
    expect(quirks({ ...secret, exp: 15_777_000 })).toEqual([])
  })
})
