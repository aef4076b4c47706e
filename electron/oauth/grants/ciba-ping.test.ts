import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startScriptedIssuer } from '../../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../../shared/oauth/run.ts'
import { defaultFlow } from '../../../shared/profile/flow-settings.ts'
import { testConnect } from '../../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../../provider/create-provider.ts'
import { ownCallsOnly } from '../../provider/own-calls.ts'
import { createFlowEngine, type FlowEngine } from '../flow-engine.ts'

let provider: StartedProvider
let engine: FlowEngine
let changes: Run[]
let pauses: number
/** What happens while the app waits; without an answer the interval does not end by itself. */
let onPause: (waiting: Waiting) => Promise<boolean>
type Waiting = { readonly endpoint: string }
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
})
afterAll(() => provider.close())
beforeEach(() => {
  changes = []
  pauses = 0
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: (run) => changes.push(run),
    openExternal: () => Promise.reject(new Error('nothing opens')),
    pause: async (_, signal) => {
      pauses++
      if (await onPause({ endpoint: endpointNow })) return
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('ended')), { once: true })
        if (signal.aborted) reject(new Error('ended'))
      })
    },
  })
})
afterEach(() => engine.close())

let endpointNow = ''

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function run(): Promise<Run> {
  const port = await freePort()
  const path = '/ciba-notification'
  endpointNow = `http://127.0.0.1:${port}${path}`
  const made = await fetch(`${provider.issuer}/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_types: ['urn:openid:params:grant-type:ciba'],
      response_types: [],
      backchannel_token_delivery_mode: 'ping',
      backchannel_client_notification_endpoint: `https://127.0.0.1:${port}${path}`,
    }),
  })
  expect(made.status).toBe(201)
  const client = (await made.json()) as { client_id: string; client_secret: string }
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Bank',
    issuer: provider.issuer,
    client_id: client.client_id,
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret: client.client_secret },
    scope: 'openid',
    flow: {
      ...defaultFlow,
      grant_type: 'urn:openid:params:grant-type:ciba',
      login_hint: 'Ada Lovelace',
      backchannel_token_delivery_mode: 'ping',
      backchannel_client_notification_endpoint: endpointNow,
    },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  })
  return engine.finished(id)
}

async function decide(decision: string): Promise<void> {
  const address = `${provider.issuer}/authentication-device`
  const page = await (await fetch(address)).text()
  const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ id, decision }) })
  expect(answer.status).toBe(200)
}
const stepsOf = (done: Run, id: string) => done.steps.filter((step) => step.id === id)

test('a real provider calls, and the tokens are asked for at once', async () => {
  onPause = async () => {
    await decide('allow')
    return false
  }
  const done = await run()
  expect([done.phase, done.checks.filter(({ status }) => status === 'fail')]).toEqual([{ kind: 'done' }, []])
  expect([pauses, stepsOf(done, 'poll')[0]?.exchanges.length]).toEqual([1, 1])
  expect(stepsOf(done, 'notification')).toHaveLength(1)
  expect(stepsOf(done, 'ignored_notification')).toHaveLength(0)
  // Nothing listens any more.
  await expect(fetch(endpointNow, { method: 'POST' })).rejects.toThrow()
  const waiting = changes.find(({ phase }) => phase.kind === 'waiting')?.phase
  expect(waiting).toMatchObject({ backchannel: { notificationEndpoint: endpointNow } })
  const sent = stepsOf(done, 'backchannel_authentication')[0]?.exchanges[0]?.request.body ?? ''
  expect(new URLSearchParams(sent).get('client_notification_token')).toMatch(/hidden/)
  expect(JSON.stringify(stepsOf(done, 'notification'))).toMatch(/hidden/)
})

test('without a call the app asks, no faster than the interval', async () => {
  onPause = async () => {
    if (pauses === 2) await decide('deny')
    return true
  }
  expect((await run()).phase).toMatchObject({ kind: 'failed', problem: { error: 'access_denied' } })
})

describe('a call that is not this run’s', () => {
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ auth_req_id: 'guessed' })
  const cases: readonly (readonly [string, RequestInit, number, string, boolean])[] = [
    ['no token', { method: 'POST', headers: json, body }, 401, '', true],
    [
      'another token',
      { method: 'POST', headers: { ...json, authorization: 'Bearer guessed' }, body },
      401,
      '',
      true,
    ],
    [
      'an empty token',
      { method: 'POST', headers: { ...json, authorization: 'Bearer ' }, body },
      401,
      '',
      true,
    ],
    [
      'Basic credentials',
      { method: 'POST', headers: { ...json, authorization: 'Basic Z3Vlc3M=' }, body },
      401,
      '',
      true,
    ],
    ['a token in the query', { method: 'POST', headers: json, body }, 404, '?access_token=guessed', false],
    ['another path', { method: 'POST', headers: json, body }, 404, '/more', false],
    ['another method', { method: 'GET' }, 405, '', false],
  ]
  test.each(cases)('%s is turned away, and the run waits on', async (_, init, status, tail, isShown) => {
    let answered = 0
    let phase = ''
    onPause = async ({ endpoint }) => {
      if (pauses === 1) {
        answered = (await fetch(`${endpoint}${tail}`, init)).status
        phase = changes.at(-1)?.phase.kind ?? ''
        await decide('allow')
        return false
      }
      return true
    }
    const done = await run()
    expect([answered, phase, done.phase.kind]).toEqual([status, 'waiting', 'done'])
    expect(stepsOf(done, 'ignored_notification')).toHaveLength(isShown ? 1 : 0)
  })
})

test('with the right token another request, or none, is turned away', async () => {
  const op = await startScriptedIssuer()
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}/ciba-notification`
  const statuses: number[] = []
  let token = ''
  onPause = async () => {
    token = op.requests.find(({ path }) => path === '/ciba')?.form.get('client_notification_token') ?? ''
    const bodies = ['{"auth_req_id":"guessed"}', '{"auth_req_id":["canary-auth-req-id"]}', '{}', 'no JSON']
    const good = JSON.stringify({ auth_req_id: 'canary-auth-req-id' })
    for (const body of [...bodies, good]) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      statuses.push((await fetch(endpoint, { method: 'POST', headers, body })).status)
    }
    return false
  }
  try {
    const { id } = await engine.start({
      profileId: null,
      profileName: 'Bank',
      issuer: op.issuer,
      client_id: op.clientId,
      token_endpoint_auth_method: 'client_secret_basic',
      secrets: { client_secret: op.clientSecret },
      scope: 'openid',
      flow: {
        ...defaultFlow,
        grant_type: 'urn:openid:params:grant-type:ciba',
        login_hint: 'Ada',
        backchannel_token_delivery_mode: 'ping',
        backchannel_client_notification_endpoint: endpoint,
      },
      redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
      parameters: [],
      allowHttp: false,
    })
    const done = await engine.finished(id)
    expect(statuses).toEqual([400, 400, 400, 400, 204])
    expect([stepsOf(done, 'ignored_notification').length, stepsOf(done, 'notification').length]).toEqual([
      4, 1,
    ])
    expect(op.requests.filter(({ path }) => path === '/token')).toHaveLength(1)
    // 256 bits, and in nothing that is shown.
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify(changes)).not.toContain(token)
    expect(JSON.stringify(changes)).not.toContain('canary-auth-req-id')
  } finally {
    await op.close()
  }
})

test('an address that somebody listens on is said before the person is asked', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(8934, '127.0.0.1', resolve))
  try {
    const { id } = await engine.start({
      profileId: null,
      profileName: 'Bank',
      issuer: provider.issuer,
      client_id: 'claimscope-ciba-ping',
      token_endpoint_auth_method: 'client_secret_basic',
      secrets: { client_secret: 'x' },
      scope: 'openid',
      flow: {
        ...defaultFlow,
        grant_type: 'urn:openid:params:grant-type:ciba',
        login_hint: 'Ada',
        backchannel_token_delivery_mode: 'ping',
      },
      redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
      parameters: [],
      allowHttp: false,
    })
    const done = await engine.finished(id)
    expect(done.phase.kind).toBe('failed')
    expect(stepsOf(done, 'backchannel_authentication')).toHaveLength(0)
  } finally {
    await new Promise((resolve) => taken.close(resolve))
  }
})

test.each([
  ['another host', 'https://10.0.0.1:8934/ciba-notification', 'POST'],
  ['another path', 'https://127.0.0.1:8934/admin', 'POST'],
  ['a query', 'https://127.0.0.1:8934/ciba-notification?x=1', 'POST'],
  ['a name before it', 'https://u@127.0.0.1:8934/ciba-notification', 'POST'],
  ['another method', 'https://127.0.0.1:8934/ciba-notification', 'GET'],
])('the built-in provider does not fetch %s', async (_, url, method) => {
  const fetchOwn = ownCallsOnly('http://127.0.0.1:9/backchannel-logout')
  await expect(fetchOwn(url, { method })).rejects.toThrow(/fetches nothing/)
})
