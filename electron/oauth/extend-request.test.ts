import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import type { ExtraParameter } from '../../shared/profile/extra-parameter.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import { testConnect } from '../net/test-connection.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let op: ScriptedIssuer
let engine: FlowEngine | null = null
beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterEach(() => engine?.close())
afterAll(() => op.close())

async function start(parameters: readonly ExtraParameter[], flow: Partial<FlowSettings> = {}) {
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => fetch(url).then(() => undefined),
  })
  const config: RunConfig = {
    profileId: null,
    profileName: 'Extended',
    issuer: op.issuer,
    client_id: op.clientId,
    token_endpoint_auth_method: 'client_secret_post',
    secrets: { client_secret: op.clientSecret },
    scope: 'openid',
    flow: { ...defaultFlow, ...flow },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters,
    allowHttp: false,
  }
  const { id } = await engine.start(config)
  const flows = engine
  const run = await flows.finished(id)
  const userinfo = async () => {
    await flows.userinfo(id)
    return flows.get(id)
  }
  return { run, userinfo }
}

const requestOf = (run: Run, step: string) => run.steps.find(({ id }) => id === step)?.exchanges[0]?.request

test('each goes to its own request, in its own place, and to no other', async () => {
  const { run, userinfo: askUserinfo } = await start([
    { name: 'login_hint', value: 'ada' },
    { name: 'resource', value: 'https://a.example', target: { request: 'token', place: 'body' } },
    { name: 'resource', value: 'https://b.example', target: { request: 'token', place: 'body' } },
    { name: 'tenant', value: 'a b&c', target: { request: 'token', place: 'query' } },
    { name: 'X-Tenant', value: 'staging', target: { request: 'token', place: 'header' } },
    { name: 'X-Who', value: 'me', target: { request: 'userinfo', place: 'header' } },
    { name: 'fields', value: 'name', target: { request: 'userinfo', place: 'query' } },
  ])
  expect(run.phase).toEqual({ kind: 'done' })
  const asked = new URL(requestOf(run, 'authorize')?.url ?? '').searchParams
  expect([asked.get('login_hint'), asked.has('resource'), asked.has('tenant')]).toEqual(['ada', false, false])
  const token = requestOf(run, 'token')
  expect(new URLSearchParams(token?.body ?? '').getAll('resource')).toEqual([
    'https://a.example',
    'https://b.example',
  ])
  expect(new URLSearchParams(token?.body ?? '').get('grant_type')).toBe('authorization_code')
  expect(new URL(token?.url ?? '').searchParams.get('tenant')).toBe('a b&c')
  expect(token?.headers).toContainEqual(['x-tenant', 'staging'])
  expect(token?.headers.map(([name]) => name)).not.toContain('x-who')
  const after = await askUserinfo()
  const userinfo = requestOf(after, 'userinfo')
  expect(userinfo?.headers).toContainEqual(['x-who', 'me'])
  expect(new URL(userinfo?.url ?? '').search).toBe('?fields=name')
})

test.each([true, false])('the Origin of the redirect URI, where it is switched on: %s', async (isOn) => {
  const { run } = await start([], { origin_header: isOn })
  const origins = requestOf(run, 'token')?.headers.filter(([name]) => name === 'origin')
  expect(origins).toEqual(isOn ? [['origin', new URL(run.redirectUri ?? '').origin]] : [])
  expect(requestOf(run, 'discovery')?.headers.map(([name]) => name)).not.toContain('origin')
})

const token = { request: 'token', place: 'header' } as const
test.each<[string, ExtraParameter]>([
  ['a header of the client authentication', { name: 'Authorization', value: 'Basic x', target: token }],
  ['a header of the framing', { name: 'content-length', value: '1', target: token }],
  ['a name that is none', { name: 'X Y', value: '1', target: token }],
  ['a second header in the value', { name: 'X-A', value: 'a\r\nX-B: b', target: token }],
  ['a value beyond ASCII', { name: 'X-A', value: 'ä', target: token }],
  ['a body where there is none', { name: 'a', value: 'b', target: { request: 'userinfo', place: 'body' } }],
  [
    'a name of the run',
    { name: 'redirect_uri', value: 'https://evil.example', target: { request: 'token', place: 'body' } },
  ],
  ['another grant', { name: 'grant_type', value: 'password', target: { request: 'token', place: 'body' } }],
  ['another code', { name: 'code', value: 'x', target: { request: 'token', place: 'query' } }],
  ['another token', { name: 'token', value: 'x', target: { request: 'revocation', place: 'body' } }],
])('%s is refused before anything is sent', async (_, parameter) => {
  await expect(start([parameter])).rejects.toMatchObject({ code: 'ERR_INPUT' })
})
