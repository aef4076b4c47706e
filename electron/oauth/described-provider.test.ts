import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { testConnect } from '../net/test-connection.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let op: ScriptedIssuer
let engine: FlowEngine

beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterAll(() => op.close())
beforeEach(() => {
  op.setFaults()
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: async (url) => {
      await fetch(url).catch(() => undefined)
    },
    signInDeadlineMs: 5_000,
  })
})
afterEach(() => engine.close())

async function run(endpoints: RunConfig['endpoints'], change: Partial<RunConfig> = {}) {
  const started = await engine.start({
    profileId: null,
    profileName: 'By hand',
    issuer: op.issuer,
    client_id: op.clientId,
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret: op.clientSecret },
    scope: 'openid',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    endpoints: endpoints ?? null,
    ...change,
  })
  return engine.finished(started.id)
}

async function announced() {
  const response = await fetch(`${op.issuer}/.well-known/openid-configuration`)
  const { authorization_endpoint, token_endpoint, jwks_uri } = (await response.json()) as Record<
    string,
    string
  >
  return { authorization_endpoint, token_endpoint, jwks_uri }
}

test('a provider described by hand is not asked for metadata, and its tokens are checked all the same', async () => {
  const endpoints = await announced()
  const done = await run(endpoints)
  expect(done.phase.kind).toBe('done')
  expect(done.steps[0]).toMatchObject({
    id: 'discovery',
    exchanges: [],
    from: 'claimscope',
    to: 'claimscope',
  })
  expect(done.checks.find(({ id }) => id === 'signature')?.status).toBe('pass')
})

test('without the address of its keys no signature is called proved', async () => {
  const { jwks_uri: _, ...endpoints } = await announced()
  const done = await run(endpoints)
  expect(done.checks.find(({ id }) => id === 'signature')?.status).not.toBe('pass')
})

test('what the grant needs and nobody described is named', async () => {
  const { token_endpoint: _, ...endpoints } = await announced()
  const done = await run(endpoints)
  expect(done.phase).toMatchObject({ kind: 'failed', problem: { code: 'METADATA_INVALID' } })
  expect(done.steps.map(({ id }) => id)).toEqual(['discovery'])
})

test('an endpoint over plain http elsewhere is refused as it would be if it were announced', async () => {
  const endpoints = { ...(await announced()), token_endpoint: 'http://login.example/token' }
  const done = await run(endpoints, { issuer: 'https://login.example' })
  expect(done.phase).toMatchObject({ kind: 'failed', problem: { code: 'METADATA_INVALID' } })
})
