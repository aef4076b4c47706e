import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../../shared/oauth/run.ts'
import type { RunConfig } from '../../../shared/oauth/run-config.ts'
import { defaultFlow, type FlowSettings } from '../../../shared/profile/flow-settings.ts'
import { testConnect } from '../../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../../provider/create-provider.ts'
import { createFlowEngine, type FlowEngine } from '../flow-engine.ts'

let provider: StartedProvider
let op: ScriptedIssuer
let engine: FlowEngine
let changes: Run[]
let pauses: number[]
/** What the person does while the app waits. */
let onPause: () => Promise<void> | void
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  op = await startScriptedIssuer()
})
afterAll(async () => {
  await provider.close()
  await op.close()
})
beforeEach(() => {
  op.setFaults()
  changes = []
  pauses = []
  onPause = () => undefined
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: (run) => changes.push(run),
    openExternal: () => Promise.reject(new Error('nothing opens')),
    pause: async (milliseconds, signal) => {
      pauses.push(milliseconds)
      await onPause()
      signal.throwIfAborted()
    },
  })
})
afterEach(() => engine.close())

async function run(flow: Partial<FlowSettings> = {}, change: Partial<RunConfig> = {}): Promise<Run> {
  const client = provider.clients.find(({ client_id }) => client_id === 'claimscope-ciba')
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Bank',
    issuer: provider.issuer,
    client_id: 'claimscope-ciba',
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret: client?.client_secret ?? '' },
    scope: 'openid profile offline_access',
    flow: {
      ...defaultFlow,
      grant_type: 'urn:openid:params:grant-type:ciba',
      login_hint: 'Ada Lovelace',
      binding_message: 'W4SCT',
      ...flow,
    },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    ...change,
  })
  return engine.finished(id)
}

async function decide(decision: string): Promise<string> {
  const address = `${provider.issuer}/authentication-device`
  const page = await (await fetch(address)).text()
  const id = /name="id" value="([^"]+)"/.exec(page)?.[1]
  if (id !== undefined) await fetch(address, { method: 'POST', body: new URLSearchParams({ id, decision }) })
  return page
}
const waiting = () => changes.flatMap(({ phase }) => (phase.kind === 'waiting' ? [phase] : []))
const failing = ({ checks }: Run) => checks.filter(({ status }) => status === 'fail')

describe('a real provider', () => {
  test('asks the person, who allows it after a while; the ID token is checked as any other', async () => {
    let page = ''
    onPause = async () => {
      if (pauses.length === 2) page = await decide('allow')
    }
    const done = await run()
    expect([done.phase, failing(done)]).toEqual([{ kind: 'done' }, []])
    expect(page).toContain('W4SCT')
    expect(page).toContain('Ada Lovelace')
    expect(waiting()[0]?.backchannel).toEqual({
      loginHint: 'Ada Lovelace',
      bindingMessage: 'W4SCT',
      interval: 5,
    })
    expect(done.steps.map(({ id, exchanges }) => [id, exchanges.length])).toEqual([
      ['discovery', 1],
      ['backchannel_authentication', 1],
      ['sign_in', 0],
      ['poll', 2],
      ['jwks', 1],
      ['validate', 0],
    ])
    expect(done.checks.find(({ id }) => id === 'signature')).toMatchObject({ status: 'pass' })
    expect(done.tokens.map(({ kind }) => kind).toSorted()).toEqual([
      'access_token',
      'id_token',
      'refresh_token',
    ])
    const requestId = new URLSearchParams(
      done.steps.find(({ id }) => id === 'poll')?.exchanges[0]?.request.body ?? '',
    ).get('auth_req_id')
    expect(requestId).toMatch(/hidden/)
  })

  test('is told by the person to refuse', async () => {
    onPause = async () => void (await decide('deny'))
    const done = await run()
    expect(done.phase).toMatchObject({ kind: 'failed', problem: { error: 'access_denied' } })
  })

  test('is asked again with a proof of the key, where tokens are bound to one', async () => {
    onPause = async () => void (await decide('allow'))
    const done = await run({ dpop: true })
    expect([done.phase, failing(done)]).toEqual([{ kind: 'done' }, []])
  })
})

test.each<[string, Partial<FlowSettings>, Partial<RunConfig>]>([
  ['nobody is named', { login_hint: '' }, {}],
  ['two are named', {}, { parameters: [{ name: 'id_token_hint', value: 'x' }] }],
  ['one is named twice', {}, { parameters: [{ name: 'login_hint', value: 'x' }] }],
  ['no ID token is asked for', {}, { scope: 'profile' }],
])('is refused before anything is sent where %s', async (_, flow, change) => {
  await expect(run(flow, change)).rejects.toMatchObject({ code: 'ERR_INPUT' })
})

describe('an answer of the backchannel authentication endpoint', () => {
  const scripted = { client_secret: '' }
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['without auth_req_id', { auth_req_id: undefined }, /auth_req_id/],
    ['with an empty one', { auth_req_id: '' }, /auth_req_id/],
    ['with one that is a number', { auth_req_id: 7 }, /auth_req_id/],
    ['with a line break in it', { auth_req_id: 'a\nb' }, /auth_req_id/],
    ['without expires_in', { expires_in: undefined }, /expires_in/],
    ['that has expired', { expires_in: -1 }, /expires_in/],
    ['with an interval that is text', { interval: '5' }, /interval/],
  ])('%s is refused', async (_, ciba, message) => {
    op.setFaults({ ciba })
    const done = await run(
      {},
      { issuer: op.issuer, client_id: op.clientId, secrets: { ...scripted, client_secret: op.clientSecret } },
    )
    expect(done.phase).toMatchObject({
      kind: 'refused',
      problem: { message: expect.stringMatching(message) },
    })
    expect(pauses).toEqual([])
  })

  test('slow_down slows for good, and tokens without an ID token are refused', async () => {
    op.setFaults({ devicePolls: ['authorization_pending', 'slow_down'] })
    const done = await run(
      {},
      { issuer: op.issuer, client_id: op.clientId, secrets: { client_secret: op.clientSecret } },
    )
    expect(pauses).toEqual([2000, 2000, 7000])
    expect(done.phase).toMatchObject({ kind: 'refused' })
    expect(JSON.stringify(changes).includes('canary-auth-req')).toBe(false)
  })
})

test('a form on another site decides nothing', async () => {
  onPause = async () => {
    const address = `${provider.issuer}/authentication-device`
    const page = await (await fetch(address)).text()
    const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const answer = await fetch(address, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: new URLSearchParams({ id, decision: 'allow' }),
    })
    expect(answer.status).toBe(400)
    await decide('deny')
  }
  expect((await run()).phase).toMatchObject({ kind: 'failed', problem: { error: 'access_denied' } })
})
