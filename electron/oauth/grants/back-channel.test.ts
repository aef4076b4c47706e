import { jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type ScriptedIssuer,
  startScriptedIssuer,
  userPassword,
} from '../../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../../shared/oauth/run.ts'
import type { RunConfig } from '../../../shared/oauth/run-config.ts'
import { defaultFlow, type FlowSettings } from '../../../shared/profile/flow-settings.ts'
import { ecKey, rsaKey } from '../../jose/test-tokens.ts'
import { testConnect } from '../../net/test-connection.ts'
import { createFlowEngine, type FlowEngine } from '../flow-engine.ts'

let op: ScriptedIssuer
let engine: FlowEngine
let changes: string[]

beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterAll(() => op.close())
beforeEach(() => {
  op.setFaults()
  changes = []
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: (run) => changes.push(JSON.stringify(run)),
    openExternal: () => Promise.reject(new Error('no browser belongs to these grants')),
  })
})
afterEach(() => engine.close())

async function run(change: Partial<RunConfig>): Promise<Run> {
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Scripted',
    issuer: op.issuer,
    client_id: op.clientId,
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret: op.clientSecret },
    scope: 'orders.read',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    ...change,
  })
  return engine.finished(id)
}

const form = () => Object.fromEntries(op.requests.findLast(({ path }) => path === '/token')?.form ?? [])
const password = { ...defaultFlow, grant_type: 'password', username: 'ada' } as const
const secrets = () => ({ client_secret: op.clientSecret, password: userPassword })

test('client credentials: discovery, token, checks, and nobody is asked to sign in', async () => {
  const flow = { ...defaultFlow, grant_type: 'client_credentials' } as const
  const done = await run({ flow, parameters: [{ name: 'resource', value: 'https://api.test' }] })
  expect(done.phase).toEqual({ kind: 'done' })
  expect(done.steps.map(({ id }) => id)).toEqual(['discovery', 'token', 'validate'])
  expect(form()).toEqual({
    grant_type: 'client_credentials',
    scope: 'orders.read',
    resource: 'https://api.test',
  })
  expect(done.tokens.map(({ kind }) => kind)).toEqual(['access_token'])
  expect(done.checks.map(({ id, status }) => [id, status])).toEqual([
    ['metadata_issuer', 'pass'],
    ['answer', 'pass'],
    ['token_type', 'pass'],
    ['expires_in', 'pass'],
    ['scope', 'pass'],
    ['id_token', 'not_checked'],
  ])
})

describe('client authentication', () => {
  const flow = { ...defaultFlow, grant_type: 'client_credentials' } as const
  const claimsOf = (token = '') => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  const headerOf = (token = '') => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

  test('client_secret_jwt: an assertion by the secret, for a minute, for the issuer', async () => {
    const done = await run({ flow, token_endpoint_auth_method: 'client_secret_jwt' })
    expect(done.phase).toEqual({ kind: 'done' })
    const { client_assertion, ...sent } = form()
    expect(sent).toEqual({
      grant_type: 'client_credentials',
      scope: 'orders.read',
      client_id: op.clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    const claims = claimsOf(client_assertion)
    expect(claims).toMatchObject({ iss: op.clientId, sub: op.clientId, aud: op.issuer })
    expect(claims.exp - claims.iat).toBe(60)
    expect(changes.join()).not.toContain(client_assertion?.split('.')[2])
    expect(changes.join()).not.toContain('canary')
  })

  test.each([
    ['an EC key', ecKey('P-384').privateKey, {}, 'ES384'],
    ['an RSA key', rsaKey().privateKey, {}, 'RS256'],
    ['an RSA key and an alg', rsaKey().privateKey, { client_assertion_signing_alg: 'PS512' }, 'PS512'],
  ] as const)('private_key_jwt with %s', async (_, key, change, alg) => {
    const client_key = JSON.stringify({ ...key.export({ format: 'jwk' }), kid: 'k1' })
    const done = await run({
      flow: { ...flow, ...change, client_assertion_audience: 'token_endpoint' },
      token_endpoint_auth_method: 'private_key_jwt',
      secrets: { client_key },
    })
    expect(done.phase).toEqual({ kind: 'done' })
    const { client_assertion } = form()
    expect(headerOf(client_assertion)).toEqual({ alg, kid: 'k1' })
    expect(claimsOf(client_assertion).aud).toBe(`${op.issuer}/token`)
    expect(changes.join()).not.toContain(JSON.parse(client_key).d)
  })

  test('private_key_jwt with a key that cannot sign says so, and sends nothing', async () => {
    const before = op.requests.length
    const { x, y, kty, crv } = ecKey('P-256').publicKey.export({ format: 'jwk' })
    const done = await run({
      flow,
      token_endpoint_auth_method: 'private_key_jwt',
      secrets: { client_key: JSON.stringify({ kty, crv, x, y }) },
    })
    expect(done.phase).toMatchObject({
      kind: 'failed',
      problem: { message: expect.stringContaining('public key') },
    })
    expect(op.requests.slice(before).map(({ path }) => path)).not.toContain('/token')
  })

  test('raw Basic credentials are not form-encoded', async () => {
    await run({ flow: { ...flow, basic_credentials: 'raw' } })
    const { authorization } = op.requests.findLast(({ path }) => path === '/token')?.headers ?? {}
    expect(Buffer.from(authorization?.slice(6) ?? '', 'base64').toString()).toBe(
      `${op.clientId}:${op.clientSecret}`,
    )
    expect(changes.join()).not.toContain('canary')
  })
})

test('client credentials need no authorization endpoint', async () => {
  op.setFaults({ metadata: { authorization_endpoint: undefined } })
  const flow = { ...defaultFlow, grant_type: 'client_credentials' } as const
  expect((await run({ flow })).phase).toEqual({ kind: 'done' })
})

test('the password grant sends the name and the password, and shows neither the password nor a token', async () => {
  const done = await run({ flow: password, secrets: secrets() })
  expect(done.phase).toEqual({ kind: 'done' })
  expect(form()).toEqual({
    grant_type: 'password',
    username: 'ada',
    password: userPassword,
    scope: 'orders.read',
  })
  expect(changes.join()).not.toContain('canary')
})

test('a wrong password is the provider’s refusal', async () => {
  const refused = await run({ flow: password, secrets: { ...secrets(), password: 'canary-wrong' } })
  expect(refused.phase).toMatchObject({ kind: 'failed', problem: { code: 'PROVIDER_ERROR' } })
  expect(changes.join()).not.toContain('canary')
})

describe('a refusal says what was sent against what is announced, and what may be tried', () => {
  const flow = { ...defaultFlow, grant_type: 'client_credentials' } as const

  test('another client authentication, which then works for one run', async () => {
    op.setFaults({ metadata: { token_endpoint_auth_methods_supported: ['client_secret_post'] } })
    const wrong = { client_secret: `${op.clientSecret} ` }
    const refused = await run({ flow, secrets: wrong })
    expect(refused.phase).toMatchObject({
      kind: 'failed',
      problem: {
        error: 'invalid_client',
        differences: [
          'Client authentication client_secret_basic is not announced; announced: client_secret_post.',
        ],
        remedies: [
          {
            label: 'Run with client_secret_post',
            change: { token_endpoint_auth_method: 'client_secret_post' },
          },
          { label: 'Run with raw credentials', change: { basic_credentials: 'raw' } },
        ],
      },
    })
    const config = { flow, token_endpoint_auth_method: 'client_secret_post' } as const
    const change = { token_endpoint_auth_method: 'client_secret_post' } as const
    const done = await run({ ...config, change })
    expect(done).toMatchObject({ phase: { kind: 'done' }, change })
    expect(changes.join()).not.toContain(op.clientSecret)
  })

  test('a grant that is not offered', async () => {
    op.setFaults({
      metadata: { grant_types_supported: ['authorization_code'] },
      tokenError: { error: 'unsupported_grant_type' },
    })
    const refused = await run({ flow })
    expect(refused.phase).toMatchObject({
      problem: { differences: [expect.stringContaining('announced: authorization_code')], remedies: [] },
    })
  })
})

test('token exchange sends both tokens with their types, and shows neither', async () => {
  const flow: FlowSettings = {
    ...defaultFlow,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    audience: ['orders', 'stock'],
  }
  const tokens = { subject_token: 'canary-subject', actor_token: 'canary-actor' }
  const done = await run({ flow, secrets: { ...secrets(), ...tokens } })
  expect(done.phase).toEqual({ kind: 'done' })
  expect(form()).toEqual({
    grant_type: flow.grant_type,
    subject_token: 'canary-subject',
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    actor_token: 'canary-actor',
    actor_token_type: flow.actor_token_type,
    audience: 'stock',
    scope: 'orders.read',
  })
  expect(op.requests.at(-1)?.form.getAll('audience')).toEqual(['orders', 'stock'])
  expect(changes.join()).not.toContain('canary')
})

describe('JWT bearer', () => {
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

  test('an assertion from elsewhere goes as it is, also beside a key', async () => {
    const client_key = JSON.stringify(ecKey('P-256').privateKey.export({ format: 'jwk' }))
    await run({
      flow: { ...defaultFlow, grant_type },
      secrets: { ...secrets(), assertion: 'canary-jwt', client_key },
    })
    expect(form()).toMatchObject({ grant_type, assertion: 'canary-jwt' })
    expect(changes.join()).not.toContain('canary')
  })

  test('a key signs one for the subject, and it is shown to nobody', async () => {
    const { privateKey, publicKey } = ecKey('P-256')
    const client_key = JSON.stringify(privateKey.export({ format: 'jwk' }))
    const flow = { ...defaultFlow, grant_type, assertion_subject: 'ada' } as const
    await run({ flow, secrets: { ...secrets(), client_key } })
    const { assertion = '' } = form()
    const { payload } = await jwtVerify(assertion, publicKey, { issuer: op.clientId, audience: op.issuer })
    expect(payload).toMatchObject({ sub: 'ada' })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60)
    expect(changes.join()).not.toContain(assertion.split('.')[2])
  })
})

test('an assertion from elsewhere is sent as it is', async () => {
  const flow = { ...defaultFlow, grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer' } as const
  await run({ flow, secrets: { ...secrets(), assertion: 'canary-saml' } })
  expect(form()).toMatchObject({ grant_type: flow.grant_type, assertion: 'canary-saml' })
  expect(changes.join()).not.toContain('canary')
})

test.each([
  ['no password', { flow: password, secrets: {} }, 'password'],
  ['no user name', { flow: { ...password, username: '' }, secrets: { password: 'x' } }, 'username'],
] as const)('%s: nothing is sent', async (_, change, field) => {
  const before = op.requests.length
  await expect(run({ token_endpoint_auth_method: 'none', ...change })).rejects.toMatchObject({
    code: 'ERR_INPUT',
    details: { field },
  })
  expect(op.requests).toHaveLength(before)
})
