import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../../shared/oauth/run.ts'
import { defaultFlow } from '../../../shared/profile/flow-settings.ts'
import { testConnect } from '../../net/test-connection.ts'
import { createFlowEngine, type FlowEngine } from '../flow-engine.ts'

let op: ScriptedIssuer
let engine: FlowEngine
let changes: Run[]
let pauses: number[]
let onPause: () => void

beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterAll(() => op.close())
beforeEach(() => {
  op.setFaults()
  changes = []
  pauses = []
  onPause = () => undefined
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: (run) => changes.push(run),
    openExternal: () => Promise.reject(new Error('nothing opens by itself')),
    pause: async (milliseconds, signal) => {
      pauses.push(milliseconds)
      onPause()
      signal.throwIfAborted()
    },
  })
})
afterEach(() => engine.close())

async function run(): Promise<Run> {
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Television',
    issuer: op.issuer,
    client_id: op.publicClientId,
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope: 'orders.read',
    flow: { ...defaultFlow, grant_type: 'urn:ietf:params:oauth:grant-type:device_code' },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  })
  return engine.finished(id)
}
const waiting = () => changes.flatMap(({ phase }) => (phase.kind === 'waiting' ? [phase] : []))
const problemOf = ({ phase }: Run) => ('problem' in phase ? phase.problem : null)

test('a code is shown, polls are seen, slow_down slows for good, and the device code is never shown', async () => {
  op.setFaults({ devicePolls: ['authorization_pending', 'slow_down', 'authorization_pending', 'slow_down'] })
  const done = await run()
  expect(done.phase).toEqual({ kind: 'done' })
  expect(pauses).toEqual([5000, 5000, 10_000, 10_000, 15_000])
  expect(waiting()[0]?.device).toEqual({
    userCode: 'WDJB-MJHT',
    verificationUri: `${op.issuer}/enter`,
    completeUri: `${op.issuer}/enter?user_code=WDJB-MJHT`,
    interval: 5,
  })
  expect(waiting().at(-1)?.device?.interval).toBe(15)
  expect(done.steps.map(({ id, exchanges }) => [id, exchanges.length])).toEqual([
    ['discovery', 1],
    ['device_authorization', 1],
    ['sign_in', 0],
    ['poll', 5],
    ['validate', 0],
  ])
  expect(op.requests.at(-1)?.form.get('device_code')).toBe('canary-device-code')
  expect(JSON.stringify(changes)).not.toContain('canary')
})

test('an interval of the server’s own is kept, and one that is left out is five seconds', async () => {
  op.setFaults({ device: { interval: 2 } })
  await run()
  op.setFaults({ device: { interval: undefined } })
  await run()
  expect(pauses).toEqual([2000, 5000])
})

describe('what ends the wait', () => {
  test.each([
    ['access_denied', 'PROVIDER_ERROR', /access_denied/],
    ['expired_token', 'TIMEOUT', /expired before it was entered/],
    ['invalid_grant', 'PROVIDER_ERROR', /invalid_grant/],
  ])('%s', async (error, code, message) => {
    op.setFaults({ devicePolls: ['authorization_pending', error] })
    const failed = await run()
    expect(failed.phase.kind).toBe('failed')
    expect(problemOf(failed)).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(failed.tokens).toEqual([])
  })

  test('the code runs out before the next poll', async () => {
    op.setFaults({ device: { expires_in: 3 } })
    expect(problemOf(await run())).toMatchObject({ code: 'TIMEOUT' })
    expect(pauses).toEqual([])
  })

  test('the person cancels', async () => {
    op.setFaults({ devicePolls: Array.from({ length: 50 }, () => 'authorization_pending') })
    onPause = () => {
      if (pauses.length === 2) engine.cancel(changes[0]?.id ?? '')
    }
    const cancelled = await run()
    expect(cancelled.phase).toEqual({ kind: 'cancelled' })
    expect(pauses.length).toBeLessThan(4)
  })
})

test('a connection that breaks is tried again, each time after twice as long', async () => {
  op.setFaults({ answers: { token: 'reset' } })
  onPause = () => {
    if (pauses.length === 3) op.setFaults()
  }
  expect((await run()).phase).toEqual({ kind: 'done' })
  expect(pauses).toEqual([5000, 10_000, 20_000])
})

describe('an answer that cannot be used is refused before anything is shown', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no device_code', { device_code: undefined }, /device_code/],
    ['no user_code', { user_code: undefined }, /user_code/],
    ['no verification_uri', { verification_uri: undefined }, /verification_uri/],
    ['no expires_in', { expires_in: undefined }, /expires_in/],
    ['expires_in as text', { expires_in: '600' }, /expires_in/],
    ['an interval below zero', { interval: -1 }, /interval/],
    ['an interval as text', { interval: '5' }, /interval/],
    ['a script as address', { verification_uri: 'javascript:alert(1)' }, /not opened|only/],
    ['plain http elsewhere', { verification_uri_complete: 'http://evil.example/' }, /plain http/],
  ])('%s', async (_, device, message) => {
    op.setFaults({ device })
    const run_ = await run()
    expect(run_.phase.kind).toMatch(/refused|failed/)
    expect(problemOf(run_)?.message).toMatch(message)
    expect(waiting()).toEqual([])
    expect(pauses).toEqual([])
  })

  test('a user code of any kind stays one short plain line', async () => {
    op.setFaults({ device: { user_code: `A\u202e\n${'B'.repeat(500)}` } })
    await run()
    expect(waiting()[0]?.device?.userCode.length).toBeLessThanOrEqual(61)
    expect(waiting()[0]?.device?.userCode).not.toMatch(/[\n\u202e]/)
  })
})

test('a provider without device authorization says so', async () => {
  op.setFaults({ metadata: { device_authorization_endpoint: undefined } })
  expect(problemOf(await run())?.message).toContain('does not announce its device authorization endpoint')
})
