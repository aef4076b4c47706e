import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Run } from '../../shared/oauth/run.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import type { RedirectSettings } from '../../shared/profile/profile.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { signInByScript } from '../provider/test-sign-in.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let provider: StartedProvider
let engine: FlowEngine | null = null
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
})
afterEach(() => engine?.close())
afterAll(() => provider.close())

async function run(flow: Partial<FlowSettings>, redirect: Partial<RedirectSettings> = {}): Promise<Run> {
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => signInByScript(url),
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Modes',
    issuer: provider.issuer,
    client_id: 'claimscope-public',
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope: 'openid',
    flow: { ...defaultFlow, ...flow },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback', ...redirect },
    parameters: [],
    allowHttp: false,
  })
  return engine.finished(id)
}
const callback = (each: Run) => each.steps.find(({ id }) => id === 'callback')?.exchanges[0]?.request
const mode = (each: Run) => each.checks.find(({ id }) => id === 'response_mode')

describe('the answer comes the way that was asked for', () => {
  test.each(['query', 'fragment', 'form_post'] as const)('%s', async (response_mode) => {
    const done = await run({ response_mode })
    expect(done.phase).toEqual({ kind: 'done' })
    expect(mode(done)).toMatchObject({ status: 'pass', found: response_mode })
    expect(done.steps.map(({ id }) => id)).not.toContain('ignored_callback')
    expect(callback(done)?.method).toBe(response_mode === 'form_post' ? 'POST' : 'GET')
    expect(callback(done)?.url.includes('#')).toBe(response_mode === 'fragment')
    expect(`${callback(done)?.url} ${callback(done)?.body}`).toMatch(/code=[^&]*hidden|code=%E2%80%B9hidden/)
  })

  test('by default in the query, without a word about it', async () => {
    const done = await run({})
    expect(done.phase).toEqual({ kind: 'done' })
    expect(mode(done)).toBeUndefined()
  })
})

test('localhost: the address that the provider knows, answered on loopback', async () => {
  const done = await run({}, { host: 'localhost' })
  expect(done.phase).toEqual({ kind: 'done' })
  expect(done.redirectUri).toMatch(/^http:\/\/localhost:\d+\/callback$/)
})
