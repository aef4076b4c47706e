import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { signInByScript } from '../provider/test-sign-in.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const clientKey = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'mine', alg: 'ES256' })

let provider: StartedProvider
let clientId = ''
let engine: FlowEngine | null = null
const opened: string[] = []
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  const answer = await fetch(`${provider.issuer}/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      redirect_uris: ['http://127.0.0.1/callback'],
      application_type: 'native',
      token_endpoint_auth_method: 'private_key_jwt',
      request_object_signing_alg: 'ES256',
      authorization_details_types: ['payment_initiation'],
      jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'mine', alg: 'ES256', use: 'sig' }] },
    }),
  })
  clientId = ((await answer.json()) as { client_id: string }).client_id
})
afterEach(async () => {
  await engine?.close()
  opened.length = 0
})
afterAll(() => provider.close())

async function run(flow: Partial<FlowSettings>, change: Partial<RunConfig> = {}): Promise<Run> {
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => {
      opened.push(url)
      return signInByScript(url)
    },
    signInDeadlineMs: 3_000,
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'JAR',
    issuer: provider.issuer,
    client_id: clientId,
    token_endpoint_auth_method: 'private_key_jwt',
    secrets: { client_key: clientKey },
    scope: 'openid',
    flow: { ...defaultFlow, ...flow },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    ...change,
  })
  return engine.finished(id)
}

const encrypted = { request_object_encryption_alg: 'RSA-OAEP-256' }
const byRequestObject: Partial<FlowSettings>[] = [
  { request_object_signing_alg: 'ES256' },
  { request_object_signing_alg: 'ES256', ...encrypted },
  { request_object_signing_alg: 'ES256', ...encrypted, request_object_encryption_enc: 'A128CBC-HS256' },
  { request_object_signing_alg: 'ES256', pushed_authorization: true },
  { request_object_signing_alg: 'ES256', pushed_authorization: true, ...encrypted },
  { request_object_signing_alg: 'ES256', dpop: true },
  { request_object_signing_alg: 'ES256', response_mode: 'form_post.jwt' },
]

describe('a request object taken by a real provider', () => {
  test.each(byRequestObject)('%j', async (flow) => {
    const done = await run(flow)
    expect([done.phase, done.checks.filter(({ status }) => status === 'fail')]).toEqual([
      { kind: 'done' },
      [],
    ])
    expect(done.steps.map(({ id }) => id)).toContain('request_object')
    // Nothing of the request but what must stand there is seen in the browser.
    const names = [...new URL(opened[0] ?? '').searchParams.keys()].toSorted()
    expect(names).toEqual(
      flow.pushed_authorization
        ? ['client_id', 'request_uri']
        : ['client_id', 'request', 'response_type', 'scope'],
    )
  })

  test('signed with the client secret', async () => {
    const client = provider.clients.find(({ client_id }) => client_id === 'claimscope-basic')
    const done = await run(
      { request_object_signing_alg: 'HS256' },
      {
        client_id: 'claimscope-basic',
        token_endpoint_auth_method: 'client_secret_basic',
        secrets: { client_secret: client?.client_secret ?? '' },
      },
    )
    expect(done.phase).toEqual({ kind: 'done' })
  })

  test('its claims are shown: typed as they were meant, and good for minutes', async () => {
    const done = await run(
      { request_object_signing_alg: 'ES256', claims: '{"id_token":{"auth_time":{"essential":true}}}' },
      { parameters: [{ name: 'max_age', value: '600' }] },
    )
    expect(done.phase).toEqual({ kind: 'done' })
    const step = done.steps.find(({ id }) => id === 'request_object')
    const claims = JSON.parse(step?.facts.find(([label]) => label === 'Claims')?.[1] ?? '{}')
    expect(claims).toMatchObject({
      iss: clientId,
      aud: provider.issuer,
      client_id: clientId,
      response_type: 'code',
      max_age: 600,
      claims: { id_token: { auth_time: { essential: true } } },
      code_challenge_method: 'S256',
    })
    expect(claims.exp - claims.iat).toBe(300)
  })
})

test.each<[string, Partial<FlowSettings>, Partial<RunConfig>, RegExp]>([
  [
    'no key',
    { request_object_signing_alg: 'ES256' },
    { token_endpoint_auth_method: 'none', secrets: {} },
    /private key/,
  ],
  ['no secret', { request_object_signing_alg: 'HS256' }, {}, /client secret/],
  ['encrypted, unsigned', encrypted, {}, /signed first/],
])('%s is refused before anything is sent', async (_, flow, change, message) => {
  await expect(run(flow, change)).rejects.toThrow(message)
})

test.each<[string, Partial<FlowSettings>, RegExp]>([
  [
    'an algorithm that the key cannot make',
    { request_object_signing_alg: 'RS256' },
    /request object cannot be made/,
  ],
  ['none', { request_object_signing_alg: 'none' }, /request object cannot be made/],
  [
    'a key management that no key of the provider fits',
    { request_object_signing_alg: 'ES256', request_object_encryption_alg: 'ECDH-ES' },
    /no key can be used/,
  ],
])('%s ends the run before the browser opens', async (_, flow, message) => {
  const done = await run(flow)
  expect(done.phase).toMatchObject({ kind: 'failed', problem: { message: expect.stringMatching(message) } })
  expect(opened).toEqual([])
})

test('a provider that is sent another client’s signature refuses the request', async () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  const done = await run(
    { request_object_signing_alg: 'ES256', pushed_authorization: true },
    { secrets: { client_key: JSON.stringify({ ...other, kid: 'mine' }) } },
  )
  expect(done.phase).toMatchObject({ kind: 'failed' })
  expect(opened).toEqual([])
})

describe('authorization_details (RFC 9396)', () => {
  const details = '[{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"123.50"}}]'
  const resource = [{ name: 'resource', value: 'https://api.example' }]
  test.each<[string, Partial<FlowSettings>]>([
    ['in the request', {}],
    ['pushed', { pushed_authorization: true }],
    ['in a request object', { request_object_signing_alg: 'ES256' }],
  ])('%s, granted as asked for', async (_, flow) => {
    const done = await run({ ...flow, authorization_details: details }, { parameters: resource })
    expect(done.phase).toEqual({ kind: 'done' })
    expect(done.checks.find(({ id }) => id === 'authorization_details')).toMatchObject({
      status: 'pass',
      found: 'payment_initiation',
      note: 'each as it was asked for',
    })
  })

  test('with client credentials, in the token request', async () => {
    const client = provider.clients.find(({ client_id }) => client_id === 'claimscope-machine')
    const done = await run(
      { grant_type: 'client_credentials', authorization_details: details },
      {
        client_id: 'claimscope-machine',
        token_endpoint_auth_method: 'client_secret_basic',
        secrets: { client_secret: client?.client_secret ?? '' },
        scope: '',
        parameters: resource,
      },
    )
    expect(done.phase).toEqual({ kind: 'done' })
    expect(done.checks.find(({ id }) => id === 'authorization_details')).toMatchObject({ status: 'pass' })
  })

  test('a type that the provider does not know', async () => {
    const done = await run({ authorization_details: '[{"type":"unheard_of"}]', pushed_authorization: true })
    expect(done.phase).toMatchObject({
      kind: 'failed',
      problem: { message: expect.stringContaining('authorization_details') },
    })
  })
})
