import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { AnswerFault, Faults } from '../../e2e/support/scripted-faults.ts'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { jws, rsaKey } from '../jose/test-tokens.ts'
import { testConnect } from '../net/test-connection.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

/** What can go wrong on the wire, in the browser and with the keys, beyond the rows of flow-faults.test.ts. */
let op: ScriptedIssuer
let engine: FlowEngine | undefined
beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterEach(() => engine?.close())
afterAll(() => op.close())

async function run(
  faults: Partial<Faults>,
  browse: (url: string) => Promise<unknown> = (url) => fetch(url),
  change: Partial<RunConfig> = {},
): Promise<Run> {
  op.setFaults(faults)
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: async (url) => void (await browse(url).catch(() => undefined)),
    signInDeadlineMs: 2_000,
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Scripted',
    issuer: op.issuer,
    client_id: op.clientId,
    token_endpoint_auth_method: 'client_secret_basic',
    secrets: { client_secret: op.clientSecret },
    scope: 'openid offline_access',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    ...change,
  })
  return engine.finished(id)
}
const problemOf = ({ phase }: Run) => ('problem' in phase ? phase.problem : null)
const asked = (path: string) => op.requests.filter((request) => request.path === path).length

describe('an answer that is none', () => {
  test.each<[AnswerFault, string, RegExp]>([
    ['html', 'NOT_JSON', /HTTP 200 and text\/html where JSON was expected: “.*captive portal/],
    ['empty_403', 'HTTP_STATUS', /HTTP 403 and an empty body/],
    ['busy_503', 'HTTP_STATUS', /HTTP 503.*asks to wait until Fri, 31 Dec 2100/],
    ['busy_429', 'HTTP_STATUS', /HTTP 429.*asks to wait 30 s/],
    ['cut_off', 'NETWORK', /broke/],
    ['zip_bomb', 'TOO_LARGE', /larger than/],
    ['redirect', 'REDIRECTED', /https:\/\/elsewhere\.example\/moved/],
  ])('%s of the token endpoint: %s, said by what came, and asked for once', async (fault, code, message) => {
    const before = asked('/token')
    const made = await run({ answers: { token: fault } })
    expect(problemOf(made)?.code).toBe(code)
    expect(problemOf(made)?.message).toMatch(message)
    expect(asked('/token') - before).toBe(1)
  })

  test('JSON is taken for what it is, whatever its type says', async () => {
    const made = await run({ answers: { metadata: 'json_as_html' } })
    expect(problemOf(made)?.code).toBe('METADATA_INVALID')
  })
})

describe('a connection that breaks', () => {
  test.each(['metadata', 'jwks'] as const)(
    'while the %s come: asked again once, and both are shown',
    async (endpoint) => {
      const made = await run({ answers: { [endpoint]: 'reset_once' } })
      expect(made.phase).toEqual({ kind: 'done' })
      const step = made.steps.find(({ id }) => id === (endpoint === 'metadata' ? 'discovery' : 'jwks'))
      expect(step?.status).toBe('done')
      expect(step?.exchanges.map(({ response }) => response?.status ?? null)).toEqual([null, 200])
    },
  )

  test('a second time is not tried a third', async () => {
    const before = asked('/.well-known/openid-configuration')
    expect(problemOf(await run({ answers: { metadata: 'reset' } }))?.code).toBe('NETWORK')
    expect(asked('/.well-known/openid-configuration') - before).toBe(2)
  })

  test('a code is never sent twice', async () => {
    const before = asked('/token')
    expect(problemOf(await run({ answers: { token: 'reset_once' } }))?.code).toBe('NETWORK')
    expect(asked('/token') - before).toBe(1)
  })
})

describe('the browser', () => {
  test('goes twice to the same answer: one token request, and a page that says so', async () => {
    const before = asked('/token')
    let second = 0
    const made = await run({}, async (url) => {
      const { headers } = await fetch(url, { redirect: 'manual' })
      const back = headers.get('location') ?? ''
      const [first, again] = await Promise.all([fetch(back), fetch(back)])
      second = Math.max(first.status, again.status)
    })
    expect(made.phase).toEqual({ kind: 'done' })
    expect(asked('/token') - before).toBe(1)
    expect(second).toBeLessThan(500)
  })

  test('brings the state twice: nothing is sent, and the run waits on', async () => {
    const before = asked('/token')
    const made = await run({ callback: { state: ['wrong', 'wrong'] } })
    expect(problemOf(made)?.code).toBe('STATE')
    expect(asked('/token')).toBe(before)
  })
})

describe('keys', () => {
  const spare = rsaKey()
  const rotated = { keys: [{ ...spare.jwk, kid: 'new', alg: 'RS256' }] }
  const signer = (claims: Readonly<Record<string, unknown>>) =>
    jws({ alg: 'RS256', kid: 'new' }, claims, spare.privateKey)

  test('rotated between sign-in and refresh: fetched again, and the new token is good', async () => {
    const made = await run({})
    op.setFaults({ jwks: rotated, signer })
    await engine?.refresh(made.id)
    const after = engine?.get(made.id)
    expect(after?.actionProblem).toBeNull()
    expect(after?.checks.find(({ id }) => id === 'refresh_signature')).toMatchObject({ status: 'pass' })
    expect(after?.steps.map(({ id }) => id).slice(-2)).toEqual(['refresh', 'jwks'])
  })

  test('the old key is not enough once it was withdrawn', async () => {
    const made = await run({})
    op.setFaults({ jwks: rotated })
    await engine?.refresh(made.id)
    expect(engine?.get(made.id).actionProblem).toMatchObject({ code: 'KEY_NOT_FOUND' })
  })

  test('the same kid twice: refused, with the reason', async () => {
    const twice = {
      keys: [
        { ...spare.jwk, kid: 'new' },
        { ...rsaKey().jwk, kid: 'new' },
      ],
    }
    const made = await run({ jwks: twice, signer })
    expect(made.phase.kind).toBe('refused')
  })

  test.each(['jku', 'x5u'])('an address in %s is never called', async (name) => {
    let called = 0
    const evil = createServer((socket) => {
      called++
      socket.destroy()
    })
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
    const address = evil.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const made = await run({ idTokenHeader: { [name]: `http://127.0.0.1:${port}/keys` } })
    expect(made.phase.kind).toBe('done')
    expect(called).toBe(0)
    await new Promise<void>((resolve) => evil.close(() => resolve()))
  })

  test.each(['file:///etc/passwd', 'http://169.254.169.254/latest', 'http://evil.example/keys'])(
    'a jwks_uri of %s is not contacted',
    async (jwks_uri) => {
      const made = await run({ metadata: { jwks_uri } })
      expect(['failed', 'refused']).toContain(made.phase.kind)
      expect(['URL_REFUSED', 'METADATA_INVALID']).toContain(problemOf(made)?.code)
    },
  )
})

test('cancel closes the socket that waits for an answer', async () => {
  let ended: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    ended = resolve
  })
  const silent = createServer(
    (socket) =>
      void socket
        .on('error', () => undefined)
        .on('close', ended)
        .resume(),
  )
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const connected = new Promise<void>((resolve) => silent.once('connection', () => resolve()))
  const waiting = run({}, undefined, { issuer: `http://127.0.0.1:${port}` })
  await connected
  engine?.cancel(engine.list()[0]?.id ?? '')
  expect((await waiting).phase).toEqual({ kind: 'cancelled' })
  await closed
  silent.close()
})
