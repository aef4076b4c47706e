import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Faults } from '../../e2e/support/scripted-faults.ts'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { emptyDraft, type Profile } from '../../shared/profile/profile.ts'
import { createKnownProfiles } from '../ipc/profile-knowledge.ts'
import { testConnect } from '../net/test-connection.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'
import { createRepeatWatch } from './run-evidence.ts'
import { runWhatIf } from './what-if/run-what-if.ts'

let op: ScriptedIssuer
let engine: FlowEngine | undefined
beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterEach(() => engine?.close())
afterAll(() => op.close())

const configOf = (change: Partial<RunConfig> = {}): RunConfig => ({
  profileId: 'p',
  profileName: 'Scripted',
  issuer: op.issuer,
  client_id: op.clientId,
  token_endpoint_auth_method: 'client_secret_basic',
  secrets: { client_secret: op.clientSecret },
  scope: 'openid',
  flow: defaultFlow,
  redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
  parameters: [],
  allowHttp: false,
  ...change,
})
const browser = async (url: string) => void (await fetch(url).catch(() => undefined))

function start(change: Partial<Parameters<typeof createFlowEngine>[0]> = {}) {
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: browser,
    signInDeadlineMs: 3_000,
    ...change,
  })
  const started = engine
  return async (faults: Partial<Faults> = {}, config = configOf()): Promise<Run> => {
    op.setFaults(faults)
    return started.finished((await started.start(config)).id)
  }
}
const found = (run: Run) => run.practices?.map(({ id }) => id) ?? []
const gaps = (run: Run) => run.practiceGaps?.map(({ id }) => id) ?? []

test('a second run of a profile is compared with the first', async () => {
  const run = start()
  expect(gaps(await run())).toContain('OA-04')
  const second = await run()
  expect([gaps(second).includes('OA-04'), found(second).includes('OA-04')]).toEqual([false, false])
})

test('a value that was sent before is known again, in this profile alone', () => {
  const watch = createRepeatWatch()
  const config = configOf()
  expect(watch(config, { state: 'a', nonce: 'b' })).toBeNull()
  expect(watch(config, { state: 'c', nonce: 'b' })).toEqual(['nonce'])
  expect(watch(config, { state: 'b', nonce: 'd' })).toEqual([])
  expect(watch(configOf({ profileId: 'q' }), { state: 'a' })).toBeNull()
})

test('what What if found at the server stands in the next run of the profile', async () => {
  const known = createKnownProfiles(() => [])
  const run = start({ knowledge: known })
  expect(gaps(await run())).toEqual(expect.arrayContaining(['OA-05', 'OA-12', 'OA-18']))
  op.setFaults({ careless: true, authorizationCors: true })
  const outcome = await runWhatIf(
    {
      config: configOf(),
      otherClient: null,
      caseIds: ['pkce_downgrade', 'other_redirect_uri_token', 'other_redirect_uri_authorize'],
      openExternal: browser,
      signInDeadlineMs: 3_000,
      signal: new AbortController().signal,
      onSkippable: () => undefined,
      onProgress: () => undefined,
    },
    { connect: testConnect, now: Date.now },
  )
  known.learn(configOf(), outcome)
  const after = await run()
  expect(found(after)).toEqual(expect.arrayContaining(['OA-05', 'OA-12', 'OA-18']))
  expect(gaps(after)).not.toEqual(expect.arrayContaining(['OA-05']))
  const other = await run({}, configOf({ profileId: 'q' }))
  expect(found(other)).not.toContain('OA-05')
})

test('a token endpoint that answers 307 is named, and nothing is sent on', async () => {
  const made = await start()({ answers: { token: 'redirect_307' } })
  expect(made.phase).toMatchObject({ kind: 'failed', problem: { code: 'REDIRECTED' } })
  expect(found(made)).toEqual(['OA-19'])
})

test('a browser that was sent on by 307 with its form is refused, and the run says so', async () => {
  const run = start({
    signInDeadlineMs: 400,
    openExternal: async (url) => {
      const { headers } = await fetch(url, { redirect: 'manual' })
      await fetch(headers.get('location') ?? '', {
        method: 'POST',
        body: new URLSearchParams({ password: 'canary' }),
      })
    },
  })
  const made = await run()
  expect(made.phase).toMatchObject({ kind: 'failed', problem: { code: 'TIMEOUT' } })
  expect(made.practices).toMatchObject([{ id: 'OA-19', severity: 'error' }])
  expect(JSON.stringify(made)).not.toContain('canary')
})

test('a token in an address is seen before it is hidden', async () => {
  const made = await start()({ callback: { access_token: 'canary-in-url' } })
  expect(found(made)).toEqual(['OA-17'])
  expect(JSON.stringify(made)).not.toContain('canary-in-url')
})

test('another issuer at the same redirect URI, and an answer without iss', async () => {
  const { port } = new URL(op.issuer)
  const redirect = { host: '127.0.0.1', port: Number(port) - 1 || 40_000, path: '/callback' } as const
  const other: Profile = {
    ...emptyDraft,
    id: 'o',
    issuer: 'https://other.test',
    redirect,
  } as unknown as Profile
  const known = createKnownProfiles(() => [other])
  const run = start({ knowledge: known })
  const config = configOf({ redirect })
  const silent = {
    callback: { iss: undefined },
    metadata: { authorization_response_iss_parameter_supported: undefined },
  }
  expect(found(await run(silent, config))).toContain('OA-10')
  expect(found(await run({}, config))).not.toContain('OA-10')
  expect(found(await run(silent))).not.toContain('OA-10')
})
