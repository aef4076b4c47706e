import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { enteredDraft } from '../profile.ts'
import { importProfiles } from './import-profiles.ts'
import type { Import, ImportedProfile } from './imported.ts'

const folder = new URL('./test-data/', import.meta.url)
const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const importFile = (...names: string[]) => importProfiles(names.map((name) => ({ name, text: textOf(name) })))
const importText = (text: string) => importProfiles([{ name: null, text }])
const named = (found: Import, name: string): ImportedProfile => {
  const profile = found.profiles.find(({ draft }) => draft.name === name)
  if (!profile) throw new Error(`${name} is not among ${found.profiles.map(({ draft }) => draft.name)}`)
  return profile
}
const reasonFor = ({ leftOut }: { readonly leftOut: Import['leftOut'] }, from: string) =>
  leftOut.find((each) => each.from.startsWith(from))?.why

describe('no secret of a file is in what is shown of it', () => {
  test.each(readdirSync(folder).filter((name) => name !== 'postman-environment.json'))('%s', async (name) => {
    const { profiles, ...rest } = await importFile(name)
    const shown = JSON.stringify([rest, profiles.map(({ secrets: _, ...profile }) => profile)])
    expect(shown).not.toContain('canary')
    for (const { draft, toFill } of profiles) {
      const isComplete = toFill.every(({ field }) => field !== 'issuer' && field !== 'client_id')
      expect(enteredDraft.safeParse(draft).success, draft.name).toBe(isComplete)
    }
  })
})

test('Postman: every key of a collection, inherited settings, and an environment beside it', async () => {
  const found = await importFile('postman-collection.json', 'postman-environment.json')
  expect(found.profiles.map(({ draft }) => draft.name)).toEqual([
    'Orders API',
    'Orders API / Batch',
    'Orders API / Legacy',
    'Orders API / Implicit',
  ])
  const main = named(found, 'Orders API')
  expect(main.draft).toMatchObject({
    issuer: 'https://{{kc_host}}/realms/acme',
    client_id: 'orders-web',
    token_endpoint_auth_method: 'client_secret_post',
    scope: 'openid profile orders.read',
    flow: { grant_type: 'authorization_code', code_challenge_method: 'S256' },
    redirect: { host: '127.0.0.1', port: 0 },
    variables: [{ name: 'kc_host', value: 'login.acme.example' }],
    environments: [
      {
        id: 'staging',
        name: 'Staging',
        variables: [{ name: 'kc_host', value: 'login.staging.acme.example' }],
      },
    ],
    endpoints: null,
  })
  expect(main.draft.parameters).toEqual([
    { name: 'audience', value: 'https://api.acme.example' },
    { name: 'resource', value: 'https://api.acme.example/orders' },
    { name: 'prompt', value: 'login' },
    { name: 'X-Tenant', value: 'acme', target: { request: 'token', place: 'header' } },
    { name: 'tenant', value: 'acme', target: { request: 'token', place: 'body' } },
    { name: 'v', value: '2', target: { request: 'refresh', place: 'query' } },
  ])
  expect(main.secrets).toEqual({
    client_secret: 'canary-client-secret-of-the-collection',
    'client_secret@env.staging': 'canary-client-secret-of-staging',
  })
  expect(main.understood).toContainEqual({
    from: '{{client_secret}}',
    field: 'client_secret',
    value: '38 characters',
  })
  expect(reasonFor(main, 'redirect_uri')).toMatch(/callback page of Postman/)
  expect(reasonFor(main, 'tokenRequestParams: client_secret')).toMatch(/secret is no parameter/)
  expect(reasonFor(main, 'accessToken')).toMatch(/no setting/)
  expect(found.leftOut).toEqual([{ from: 'event: 2 scripts', why: 'scripts are never run' }])
  // What changes nothing of a profile is no environment of its own.
  expect(named(found, 'Orders API / Batch').draft.environments).toEqual([])
  expect(named(found, 'Orders API / Legacy')).toMatchObject({
    draft: { flow: { grant_type: 'password', username: 'ada' } },
    secrets: { password: 'canary-password' },
  })
  expect(named(found, 'Orders API / Implicit').draft).toMatchObject({
    issuer: 'https://login.microsoftonline.com/contoso.example/v2.0',
    flow: { grant_type: 'implicit', response_type: 'token' },
    redirect: { host: 'localhost', port: 8400, path: '/spa' },
  })
})

test('Insomnia 4 and 5: settings, environments, and no template tag', async () => {
  const four = await importFile('insomnia-v4.json')
  expect(four.profiles).toHaveLength(2)
  expect(named(four, 'Shop / Admin / Me').draft).toMatchObject({
    issuer: 'https://{{idp}}',
    token_endpoint_auth_method: 'client_secret_post',
    redirect: { host: '127.0.0.1', port: 8765, path: '/callback' },
    flow: { origin_header: true },
    environments: [{ id: 'production' }],
  })
  const robot = named(four, 'Shop / Robot')
  expect(robot.secrets).toEqual({})
  expect(reasonFor(robot, 'clientSecret')).toMatch(/code of a file is never run/)
  const five = await importFile('insomnia-v5.yaml')
  expect(named(five, 'Shop / Admin / Me')).toMatchObject({
    draft: { issuer: 'https://idp.shop.example', flow: { grant_type: 'password', username: 'ada' } },
    secrets: { password: 'canary-v5-password', 'password@env.qa': 'canary-v5-password-of-qa' },
  })
})

test('Bruno: a .bru file and a collection', async () => {
  const bru = await importFile('bruno-request.bru')
  const me = named(bru, 'Who am I')
  expect(me.draft).toMatchObject({
    issuer: 'https://{{host}}/realms/bruno',
    flow: { code_challenge_method: 'S256' },
    parameters: [
      { name: 'prompt', value: 'login' },
      { name: 'X-Tenant', target: { request: 'token', place: 'header' } },
    ],
  })
  expect(me.secrets).toEqual({ client_secret: 'canary-bru-secret' })
  expect(bru.leftOut).toHaveLength(1)
  const cards = named(await importFile('bruno-collection.json'), 'Payments / Cards')
  expect(cards.draft).toMatchObject({
    token_endpoint_auth_method: 'client_secret_basic',
    endpoints: { token_endpoint: '{{token_url}}' },
    environments: [{ id: 'dev' }, { id: 'prod' }],
  })
  expect(cards.toFill.map(({ field }) => field)).toEqual(['issuer'])
  expect(cards.secrets['client_secret@env.prod']).toBe('canary-cards-secret')
})

test('Hoppscotch and Yaak', async () => {
  expect(named(await importFile('hoppscotch.json'), 'Team / Users')).toMatchObject({
    draft: {
      issuer: 'https://acme.eu.auth0.com/',
      client_id: '{{client_id}}',
      token_endpoint_auth_method: 'client_secret_post',
    },
    toFill: [{ field: '{{client_id}}' }],
  })
  const yaak = await importFile('yaak.json')
  expect(named(yaak, 'Acme / API')).toMatchObject({
    draft: { redirect: { host: 'localhost', port: 8765 }, issuer: 'https://{{host}}' },
    secrets: {},
  })
  expect(named(yaak, 'Acme / API / Job')).toMatchObject({
    draft: { token_endpoint_auth_method: 'private_key_jwt', flow: { client_assertion_signing_alg: 'ES256' } },
    secrets: { client_key: expect.stringContaining('canary-key') },
  })
})

test('OpenAPI and Swagger: a profile for each flow, references followed only inside', async () => {
  const found = await importFile('openapi.yaml')
  expect(found.profiles.map(({ draft }) => [draft.name, draft.issuer])).toEqual([
    ['Billing: login (authorizationCode)', 'https://api.billing.example'],
    ['Billing: login (clientCredentials)', 'https://login.billing.example'],
    ['Billing: oidc', 'https://login.billing.example'],
  ])
  expect(found.leftOut.map(({ from }) => from)).toEqual([
    'securitySchemes.circle',
    'securitySchemes.elsewhere',
    'securitySchemes.key',
  ])
  expect((await importFile('swagger.json')).profiles.map(({ draft }) => draft.flow.grant_type)).toEqual([
    'authorization_code',
    'client_credentials',
  ])
})

test('.env: several clients told from their names; a session secret is no client secret', async () => {
  const found = await importFile('dotenv.env')
  expect(
    Object.fromEntries(
      found.profiles.map(({ draft, secrets }) => [draft.issuer, [draft.client_id, secrets]]),
    ),
  ).toEqual({
    'https://acme.eu.auth0.com/': ['abc', { client_secret: 'canary-auth0-secret' }],
    'https://github.com': ['gh-id', { client_secret: 'canary-github-secret' }],
    'https://login.microsoftonline.com/contoso/v2.0': ['az-id', {}],
    'https://id.acme.example': ['spa', {}],
  })
  expect(reasonFor(found, 'NEXTAUTH_SECRET')).toMatch(/no client secret/)
})

test('AppAuth, Spring, ASP.NET, Auth.js and metadata', async () => {
  expect((await importFile('appauth.json')).profiles[0]?.draft).toMatchObject({
    issuer: 'https://accounts.mobile.example',
    redirect: { remote_uri: 'com.example.app:/oauth2redirect' },
  })
  const spring = await importFile('application.yml')
  expect(named(spring, 'Keycloak login')).toMatchObject({
    draft: { client_id: '{{KC_CLIENT}}', variables: [{ name: 'KC_CLIENT', value: 'web' }] },
    toFill: [{ field: 'client_secret' }],
  })
  expect(named(spring, 'github').draft.endpoints).toMatchObject({
    token_endpoint: 'https://github.com/login/oauth/access_token',
  })
  expect((await importFile('application.properties')).profiles[0]).toMatchObject({
    draft: { scope: 'jobs.run jobs.read', flow: { grant_type: 'client_credentials' } },
    secrets: { client_secret: 'canary-batch' },
  })
  expect((await importFile('appsettings.json.txt')).profiles.map(({ draft }) => draft.issuer)).toEqual([
    'https://login.microsoftonline.com/8b87af7d-8647-4dc7-8df4-5f69a2011bb5/v2.0',
    'https://demo.duendesoftware.com',
    'https://accounts.google.com',
  ])
  expect((await importFile('authjs-provider.json')).profiles[0]?.draft).toMatchObject({
    token_endpoint_auth_method: 'client_secret_post',
    scope: 'openid email',
  })
  expect((await importFile('metadata.json')).profiles[0]?.toFill.map(({ field }) => field)).toEqual([
    'client_id',
    'client_secret',
  ])
})

test('an authorization URL and a debugger link', async () => {
  const url =
    'https://sso.example/realms/web/protocol/openid-connect/auth?client_id=spa&response_type=code&scope=openid%20email&redirect_uri=http%3A%2F%2F127.0.0.1%3A9876%2Fcallback&state=s&nonce=n&code_challenge=c&code_challenge_method=S256&prompt=login&client_secret=canary'
  const found = await importText(url)
  expect(found.profiles[0]?.draft).toMatchObject({
    issuer: 'https://sso.example/realms/web',
    client_id: 'spa',
    scope: 'openid email',
    redirect: { host: '127.0.0.1', port: 9876, path: '/callback' },
    parameters: [{ name: 'prompt', value: 'login' }],
  })
  expect(JSON.stringify(found)).not.toContain('canary')
  const link =
    'https://oidcdebugger.com/?authorize_uri_hint=https%3A%2F%2Fid.example%2Fauthorize&token_uri_hint=https%3A%2F%2Fid.example%2Ftoken&redirect_uri_hint=https%3A%2F%2Foidcdebugger.com%2Fdebug&client_id_hint=c&scope_hint=openid&response_type_hint=code%20id_token&response_mode_hint=form_post&state_hint=x&pkce_method_hint=s256&use_pkce=true'
  expect((await importText(link)).profiles[0]?.draft).toMatchObject({
    endpoints: {
      authorization_endpoint: 'https://id.example/authorize',
      token_endpoint: 'https://id.example/token',
    },
    flow: { response_type: 'code id_token', response_mode: 'form_post', code_challenge_method: 'S256' },
    redirect: { host: '127.0.0.1' },
  })
})

test('a curl of a token call, quoted as a shell has it', async () => {
  const found = await importText(
    `curl -sS -X POST 'https://id.example/oauth/token' \\\n  -u "batch:can\\"ary" \\\n  -H 'Content-Type: application/x-www-form-urlencoded' -H "X-Api-Key: canary" \\\n  -d grant_type=client_credentials --data-urlencode "scope=a b" -d $'audience=api' -k | jq .`,
  )
  const [profile] = found.profiles
  expect(profile).toMatchObject({
    draft: {
      client_id: 'batch',
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'a b',
      parameters: [{ name: 'audience', value: 'api' }],
      endpoints: { token_endpoint: 'https://id.example/oauth/token' },
    },
    secrets: { client_secret: 'can"ary' },
  })
  expect(profile && reasonFor(profile, '-k')).toMatch(/always checked/)
  expect(JSON.stringify(profile?.leftOut)).not.toContain('canary')
})

test('an oauth2c command line; what names a file or a command is left out', async () => {
  const found = await importText(
    'oauth2c https://id.example --client-id cli --client-secret "$SECRET" --auth-method client_secret_post --grant-type authorization_code --response-types code,id_token --response-mode form_post --scopes openid,email --pkce --par --dpop --prompt=login --redirect-url http://localhost:9876/callback --signing-key ./key.json --browser-command "rm -rf /" --insecure',
  )
  const [profile] = found.profiles
  expect(profile).toMatchObject({
    draft: {
      issuer: 'https://id.example',
      scope: 'openid email',
      token_endpoint_auth_method: 'client_secret_post',
      flow: {
        pushed_authorization: true,
        dpop: true,
        response_type: 'code id_token',
        response_mode: 'form_post',
      },
      redirect: { host: 'localhost', port: 9876 },
    },
    secrets: {},
    toFill: [{ field: 'client_secret' }],
  })
  expect(profile && reasonFor(profile, '--browser-command')).toMatch(/never run/)
  expect(JSON.stringify(profile?.draft)).not.toContain('rm -rf')
})

test('what would run a command is refused, not guessed', async () => {
  await expect(importText('curl https://a.test -d "grant_type=$(cat /etc/passwd)"')).rejects.toMatchObject({
    code: 'ERR_IMPORT',
    details: { reason: 'malformed' },
  })
})
