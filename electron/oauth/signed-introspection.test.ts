import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Run } from '../../shared/oauth/run.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import { encode, jws, rsaKey } from '../jose/test-tokens.ts'
import { connectionBy } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let provider: StartedProvider
let client: { readonly client_id: string; readonly client_secret: string }
let engine: FlowEngine | null = null
/** What stands between the provider and the app. */
let change: (jwt: string) => string | { readonly json: unknown }
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  const answer = await fetch(`${provider.issuer}/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
      introspection_signed_response_alg: 'ES256',
    }),
  })
  client = (await answer.json()) as typeof client
})
afterEach(() => engine?.close())
afterAll(() => provider.close())

async function introspect(flow: Partial<FlowSettings>): Promise<Run> {
  const flows = createFlowEngine({
    connect: () =>
      connectionBy(async (url, init) => {
        const answer = await fetch(url, init)
        if (!url.endsWith('/token/introspection')) return answer
        const changed = change(await answer.text())
        const headers = { 'content-type': 'application/token-introspection+jwt' }
        return typeof changed === 'string' ? new Response(changed, { headers }) : Response.json(changed.json)
      }),
    now: Date.now,
    onChange: () => undefined,
    openExternal: () => Promise.resolve(),
  })
  engine = flows
  const { id } = await flows.start({
    profileId: null,
    profileName: 'Introspection',
    issuer: provider.issuer,
    client_id: client.client_id,
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret: client.client_secret },
    scope: '',
    flow: { ...defaultFlow, grant_type: 'client_credentials', ...flow },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  })
  await flows.finished(id)
  await flows.introspect(id, 'access_token')
  return flows.get(id)
}
const es256 = { introspection_signed_response_alg: 'ES256' }
const found = ({ checks }: Run) =>
  Object.fromEntries(
    checks
      .filter(({ id }) => id.startsWith('introspection_'))
      .map(({ id, status, code }) => [id.slice(14), code ?? status]),
  )

test('a real provider signs what it says, and it is compared as JSON is', async () => {
  change = (jwt) => jwt
  const done = await introspect(es256)
  expect([done.actionProblem, found(done)]).toMatchObject([
    null,
    {
      signature: 'pass',
      alg: 'pass',
      type: 'pass',
      issuer: 'pass',
      audience: 'pass',
      active: 'pass',
      client_id: 'pass',
    },
  ])
  const step = done.steps.find(({ id }) => id === 'introspect')
  expect(step?.exchanges[0]?.request.headers).toContainEqual([
    'accept',
    'application/token-introspection+jwt',
  ])
  expect(step?.facts.map(([label]) => label)).toContain('token_introspection')
})

const part = (jwt: string, at: number) =>
  JSON.parse(Buffer.from(jwt.split('.')[at] ?? '', 'base64url').toString())
const stranger = rsaKey()
test.each<[string, (jwt: string) => string | { readonly json: unknown }, string, string]>([
  [
    'another key',
    (jwt) => jws({ ...part(jwt, 0), alg: 'RS256', kid: undefined }, part(jwt, 1), stranger.privateKey),
    'signature',
    'SIGNATURE_INVALID',
  ],
  [
    'other words',
    (jwt) =>
      [
        jwt.split('.')[0],
        encode({ ...part(jwt, 1), token_introspection: { active: true, sub: 'root' } }),
        jwt.split('.')[2],
      ].join('.'),
    'signature',
    'SIGNATURE_INVALID',
  ],
  [
    'no signature',
    (jwt) => `${encode({ alg: 'none', typ: 'token-introspection+jwt' })}.${jwt.split('.')[1]}.`,
    'signature',
    'UNSECURED',
  ],
  ['no JWT', () => 'hello', 'signature', 'MALFORMED'],
  ['JSON instead', (jwt) => ({ json: part(jwt, 1).token_introspection }), 'signature', 'UNSECURED'],
])('%s is refused', async (_, made, check, code) => {
  change = made
  const done = await introspect(es256)
  expect(done.actionProblem).not.toBeNull()
  expect(found(done)[check]).toBe(code)
  expect(found(done).active).toBeUndefined()
})

test('another algorithm than the one asked for is refused, although the signature is good', async () => {
  change = (jwt) => jwt
  const done = await introspect({ introspection_signed_response_alg: 'RS256' })
  expect(done.actionProblem).not.toBeNull()
  expect(found(done)).toMatchObject({ signature: 'pass', alg: 'ALG_NOT_ALLOWED' })
})
