import { X509Certificate } from 'node:crypto'
import { get } from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Faults } from '../../e2e/support/scripted-faults.ts'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { summariseRun } from '../../shared/oauth/summarise-run.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { makeLoopbackCertificate } from '../net/loopback-certificate.ts'
import { connectionBy, testConnect } from '../net/test-connection.ts'
import { createFlowEngine, type FlowEngine, type FlowEngineDeps } from './flow-engine.ts'

let op: ScriptedIssuer
let engine: FlowEngine
let changes: Run[]
let opened: string[]

beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterAll(() => op.close())
beforeEach(() => {
  op.setFaults()
  start({})
})
afterEach(() => engine.close())

function start(deps: Partial<FlowEngineDeps>): void {
  changes = []
  opened = []
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: (run) => changes.push(run),
    openExternal: async (url) => {
      opened.push(url)
      await fetch(url).catch(() => undefined)
    },
    signInDeadlineMs: 5_000,
    limits: { maxBytes: 1_000_000, deadlineMs: 2_000 },
    ...deps,
  })
}

function config(change: Partial<RunConfig> = {}): RunConfig {
  return {
    profileId: 'p1',
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
  }
}

async function finish(change: Partial<RunConfig> = {}): Promise<Run> {
  const { id } = await engine.start(config(change))
  return engine.finished(id)
}

/** A run that stays with the person in the browser. */
async function waiting(change: Partial<RunConfig> = {}): Promise<Run> {
  start({ openExternal: async (url) => void opened.push(url) })
  const { id } = await engine.start(config(change))
  await expect.poll(() => engine.get(id).phase.kind).toBe('waiting')
  return engine.get(id)
}

const ids = (run: Run) => run.steps.map((step) => step.id)
const reaches = (url: string | null) =>
  fetch(url ?? '').then(
    () => true,
    () => false,
  )

describe('a run without fault', () => {
  test('goes through its steps to checked tokens', async () => {
    const run = await finish()
    expect(run.phase).toEqual({ kind: 'done' })
    expect(ids(run)).toEqual([
      'discovery',
      'listen',
      'authorize',
      'sign_in',
      'callback',
      'token',
      'jwks',
      'validate',
    ])
    expect(run.steps.every((step) => step.status === 'done' && step.durationMs !== null)).toBe(true)
    expect(run.checks.filter((check) => check.status !== 'pass')).toEqual([])
    expect(run.tokens.map(({ kind, format, alg }) => [kind, format, alg])).toEqual([
      ['id_token', 'jwt', 'RS256'],
      ['access_token', 'opaque', null],
      ['refresh_token', 'opaque', null],
    ])
    expect(run.can).toEqual({ refresh: true, userinfo: true, revoke: true, api: true })
    expect(summariseRun(run)).toMatchObject({
      title: `Signed in, ${run.checks.length} of ${run.checks.length} checks passed`,
      tone: 'pass',
    })
  })

  test('asks for what the specifications want', async () => {
    await finish({
      parameters: [
        { name: 'prompt', value: 'login' },
        { name: 'resource', value: 'a' },
        { name: 'resource', value: 'b' },
      ],
    })
    const query = new URL(opened[0] ?? '').searchParams
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: 'code',
      client_id: op.clientId,
      scope: 'openid offline_access',
      code_challenge_method: 'S256',
      prompt: 'login',
    })
    expect(query.getAll('resource')).toEqual(['a', 'b'])
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)).toMatch(/^[\w-]{43}$/)
    expect(query.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
  })

  test('hands a token over with what to expect of it', async () => {
    const run = await finish()
    const nonce = new URL(opened[0] ?? '').searchParams.get('nonce')
    expect(engine.token(run.id, 'id_token')).toEqual({
      token: expect.stringMatching(/^eyJ/),
      iss: op.issuer,
      aud: op.clientId,
      nonce,
      as: 'id_token',
      context: { client_id: op.clientId, access_token: engine.token(run.id, 'access_token').token },
    })
    expect(engine.token(run.id, 'refresh_token')).toEqual({ token: expect.stringMatching(/^canary-rt/) })
  })

  test('tells every change with a fresh run and leaves the old ones alone', async () => {
    await finish()
    expect(new Set(changes).size).toBe(changes.length)
    expect(changes.map((run) => run.phase.kind)).toEqual(
      expect.arrayContaining(['preparing', 'waiting', 'exchanging', 'done']),
    )
    expect(changes[0]?.steps).toEqual([])
  })

  test.each([
    ['client_secret_basic', undefined],
    ['client_secret_post', undefined],
    ['none', { client_id: 'scripted-public', secrets: {} }],
  ] as const)('%s', async (token_endpoint_auth_method, change) => {
    expect((await finish({ token_endpoint_auth_method, ...change })).phase.kind).toBe('done')
  })

  test('nothing listens afterwards', async () => {
    const run = await finish()
    expect(await reaches(run.redirectUri)).toBe(false)
  })
})

describe('secrets', () => {
  async function everything(faults: Partial<Faults>, change: Partial<RunConfig> = {}): Promise<void> {
    op.setFaults(faults)
    const run = await finish(change)
    const held = (['id_token', 'access_token', 'refresh_token'] as const).flatMap((kind) => {
      try {
        return [engine.token(run.id, kind).token]
      } catch {
        return []
      }
    })
    if (run.can.userinfo) await engine.userinfo(run.id)
    if (run.can.refresh) await engine.refresh(run.id)
    if (run.can.revoke) await engine.revoke(run.id, 'access_token')
    const seen = op.requests.flatMap(({ form }) =>
      ['code', 'code_verifier', 'refresh_token', 'token', 'client_secret'].flatMap((name) =>
        form.getAll(name),
      ),
    )
    const canaries = [...new Set([...held, ...seen, op.clientSecret])].filter((secret) => secret.length > 8)
    expect(canaries.length).toBeGreaterThan(1)
    for (const canary of canaries) {
      const spellings = [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64')]
      for (const [index, change] of changes.entries()) {
        const text = JSON.stringify(change)
        for (const spelled of spellings) expect(text.includes(spelled), `change ${index}`).toBe(false)
      }
    }
    expect(JSON.stringify(changes)).not.toMatch(/canary-(secret|at|rt)/)
  }

  test.each<[string, Partial<Faults>, Partial<RunConfig>?]>([
    ['a good run', {}],
    ['with the secret in the body', {}, { token_endpoint_auth_method: 'client_secret_post' }],
    ['a refused run', { idToken: { nonce: 'x' } }],
    ['a token endpoint that repeats what it was sent', { answers: { token: 'echo_secrets' } }],
    [
      'the same, with the secret in the body',
      { answers: { token: 'echo_secrets' } },
      { token_endpoint_auth_method: 'client_secret_post' },
    ],
    [
      'userinfo and revocation that repeat it',
      { answers: { userinfo: 'echo_secrets', revoke: 'echo_secrets' } },
    ],
    [
      'tokens in strange places',
      { token: { extra: { nested: { access_token: 'canary-at.hidden-elsewhere' } } } },
    ],
    ['tokens in the callback', { callback: { access_token: 'canary-at.in-the-callback' } }],
  ])('stay out of every run: %s', (_, faults, change) => everything(faults, change))

  test('are marked where they were', async () => {
    const run = await finish()
    const token = run.steps.find(({ id }) => id === 'token')?.exchanges[0]
    expect(token?.request.headers).toContainEqual([
      'authorization',
      expect.stringMatching(/^Basic ‹hidden, \d+ characters›$/),
    ])
    expect(token?.request.body).toMatch(/code_verifier=‹hidden, 43 characters›/)
    expect(token?.response?.body).toMatch(/"id_token":"‹JWT RS256, \d+ characters›"/)
    expect(token?.response?.body).toMatch(/"refresh_token":"‹hidden, \d+ characters›"/)
    const callback = run.steps.find(({ id }) => id === 'callback')?.exchanges[0]
    expect(callback?.request.url).toMatch(/code=‹hidden, 32 characters›&state=/)
  })
})

describe('follow-ups', () => {
  test('refresh rotates, and two at once are one', async () => {
    const run = await finish()
    const before = engine.token(run.id, 'refresh_token').token
    const asked = op.requests.length
    await Promise.all([engine.refresh(run.id), engine.refresh(run.id)])
    expect(op.requests.slice(asked).filter(({ path }) => path === '/token')).toHaveLength(1)
    expect(engine.token(run.id, 'refresh_token').token).not.toBe(before)
    expect(engine.get(run.id)).toMatchObject({ busy: null, actionProblem: null, can: { refresh: true } })
    expect(
      engine
        .get(run.id)
        .checks.filter(({ id }) => id.startsWith('refresh_'))
        .map(({ status }) => status),
    ).not.toContain('fail')
    await engine.refresh(run.id)
    expect(engine.get(run.id).actionProblem).toBeNull()
  })

  test.each<[string, () => Record<string, unknown>, string]>([
    ['another subject', () => ({ sub: 'mallory' }), 'SUBJECT'],
    ['another issuer', () => ({ iss: 'https://evil.example' }), 'ISSUER'],
    ['another audience', () => ({ aud: [op.clientId, 'other'], azp: op.clientId }), 'AUDIENCE'],
    ['another sign-in', () => ({ auth_time: 1 }), 'AUTH_TIME'],
    ['another nonce', () => ({ nonce: 'other' }), 'NONCE'],
    ['issued last week', () => ({ iat: Math.floor(Date.now() / 1000) - 7 * 86_400 }), 'STALE'],
  ])('a refresh with %s is refused, and no old token is replaced', async (_, refreshedIdToken, code) => {
    const run = await finish()
    const before = engine.token(run.id, 'access_token').token
    op.setFaults({ refreshedIdToken: refreshedIdToken() })
    await engine.refresh(run.id)
    expect(engine.get(run.id)).toMatchObject({
      phase: { kind: 'done' },
      actionProblem: { code },
      can: { refresh: false },
    })
    expect(engine.token(run.id, 'access_token').token).toBe(before)
    // What came is still there to be looked at, and for nothing else.
    const { tokens, steps, actionProblem } = engine.get(run.id)
    expect(tokens.map(({ kind, untrusted }) => `${kind} ${untrusted === true}`)).toEqual([
      'id_token false',
      'access_token false',
      'id_token true',
      'access_token true',
      'refresh_token true',
    ])
    expect(engine.token(run.id, 'access_token', true).token).toMatch(/^canary-at/)
    expect(engine.token(run.id, 'access_token', true).token).not.toBe(before)
    expect(() => engine.token(run.id, 'refresh_token')).toThrow()
    expect(actionProblem?.message).toContain('not trusted')
    expect(actionProblem?.advice).toMatch(/replaced the refresh token.*Sign in again\.$/)
    const facts = JSON.stringify(steps.find(({ id }) => id === 'refresh')?.facts)
    expect(facts).toContain('must be signed in again')
    expect(JSON.stringify(changes)).not.toMatch(/canary-(at|rt)/)
    await engine.revoke(run.id, 'access_token')
    expect(engine.get(run.id).tokens.find(({ untrusted }) => untrusted)).toMatchObject({ revoked: false })
  })

  test('a refresh signed with another key is refused', async () => {
    const run = await finish()
    op.setFaults({ signing: 'wrong_key' })
    await engine.refresh(run.id)
    expect(engine.get(run.id).actionProblem).toMatchObject({ code: 'SIGNATURE_INVALID' })
  })

  test('invalid_grant drops the refresh token', async () => {
    const run = await finish()
    op.setFaults({ refreshError: { error: 'invalid_grant' } })
    await engine.refresh(run.id)
    expect(engine.get(run.id)).toMatchObject({
      actionProblem: { code: 'PROVIDER_ERROR' },
      can: { refresh: false },
    })
    expect(() => engine.token(run.id, 'refresh_token')).toThrow(
      expect.objectContaining({ code: 'ERR_NOT_FOUND' }),
    )
    await expect(engine.refresh(run.id)).rejects.toMatchObject({ code: 'ERR_CONFLICT' })
  })

  test('a broken connection keeps the refresh token', async () => {
    const run = await finish()
    op.setFaults({ answers: { token: 'reset' } })
    await engine.refresh(run.id)
    expect(engine.get(run.id)).toMatchObject({ actionProblem: { code: 'NETWORK' }, can: { refresh: true } })
  })

  test.each<[string, Partial<Faults>, string | null]>([
    ['of the same person', {}, null],
    ['of another person', { userinfo: { sub: 'mallory' } }, 'SUBJECT'],
    ['of nobody', { userinfo: { sub: undefined } }, 'CLAIM_MISSING'],
    ['as HTML', { answers: { userinfo: 'html' } }, 'NOT_JSON'],
    ['refused', { answers: { userinfo: 'unauthorized' } }, 'PROVIDER_ERROR'],
    ['elsewhere', { answers: { userinfo: 'redirect' } }, 'REDIRECTED'],
    ['huge', { answers: { userinfo: 'huge' } }, 'TOO_LARGE'],
  ])('userinfo %s', async (_, faults, code) => {
    const run = await finish()
    op.setFaults(faults)
    await engine.userinfo(run.id)
    expect(engine.get(run.id).actionProblem?.code ?? null).toBe(code)
    expect(engine.get(run.id).steps.at(-1)).toMatchObject({ id: 'userinfo' })
  })

  test('revoke', async () => {
    const run = await finish()
    await engine.revoke(run.id, 'refresh_token')
    expect(engine.get(run.id).tokens.find(({ kind }) => kind === 'refresh_token')).toMatchObject({
      revoked: true,
    })
    await engine.revoke(run.id, 'access_token')
    // A revoked token can be sent again: its refusal is what shows that it is revoked.
    expect(engine.get(run.id).can).toEqual({ refresh: true, userinfo: true, revoke: true, api: true })
    expect(op.requests.at(-1)?.form.get('token_type_hint')).toBe('access_token')
  })

  test('one at a time', async () => {
    const run = await finish()
    const first = engine.userinfo(run.id)
    await expect(engine.refresh(run.id)).rejects.toMatchObject({ code: 'ERR_CONFLICT' })
    expect(engine.get(run.id).busy).toBe('userinfo')
    await first
  })
})

describe('while it waits', () => {
  test('cancel ends it at once and frees the port', async () => {
    const run = await waiting()
    expect(await reaches(run.redirectUri)).toBe(true)
    engine.cancel(run.id)
    expect((await engine.finished(run.id)).phase).toEqual({ kind: 'cancelled' })
    expect(await reaches(run.redirectUri)).toBe(false)
    expect(engine.get(run.id).steps.every(({ status }) => status !== 'active')).toBe(true)
  })

  test('the link can be had and opened again', async () => {
    const run = await waiting()
    await engine.openAgain(run.id)
    expect(opened).toEqual([engine.authorizationUrl(run.id), engine.authorizationUrl(run.id)])
  })

  test('the deadline ends it', async () => {
    start({ openExternal: async () => undefined, signInDeadlineMs: 50 })
    const run = await finish()
    expect(run.phase).toMatchObject({ kind: 'failed', problem: { code: 'TIMEOUT' } })
    expect(await reaches(run.redirectUri)).toBe(false)
  })

  test('a stranger is shown, ignored, and does not learn the state', async () => {
    const run = await waiting()
    const answer = await fetch(`${run.redirectUri}?code=stolen-code-123&state=wrong`)
    expect(answer.status).toBe(403)
    const state = new URL(engine.authorizationUrl(run.id)).searchParams.get('state') ?? ''
    expect(await answer.text()).not.toContain(state)
    expect(ids(engine.get(run.id)).at(-1)).toBe('ignored_callback')
    expect(JSON.stringify(engine.get(run.id))).not.toContain('stolen-code-123')
    await fetch(engine.authorizationUrl(run.id))
    expect((await engine.finished(run.id)).phase.kind).toBe('done')
  })

  test('a hundred strangers leave a bounded trace', async () => {
    const run = await waiting()
    for (let index = 0; index < 100; index++) await fetch(`${run.redirectUri}?code=x&state=${index}`)
    expect(engine.get(run.id).steps.length).toBeLessThan(30)
  })

  test('a browser that does not open leaves the link', async () => {
    start({ openExternal: () => Promise.reject(new Error('no browser')) })
    const { id } = await engine.start(config())
    await expect.poll(() => engine.get(id).actionProblem?.code).toBe('BROWSER')
    await fetch(engine.authorizationUrl(id))
    expect((await engine.finished(id)).phase.kind).toBe('done')
  })

  test('parallel runs do not mix', async () => {
    start({ openExternal: async (url) => void opened.push(url) })
    const started = await Promise.all([engine.start(config()), engine.start(config())])
    await expect.poll(() => opened.length).toBe(2)
    const [a, b] = started.map(({ id }) => engine.get(id))
    const stateOfB = new URL(engine.authorizationUrl(b?.id ?? '')).searchParams.get('state')
    expect((await fetch(`${a?.redirectUri}?code=x&state=${stateOfB}&iss=${op.issuer}`)).status).toBe(403)
    for (const url of opened) await fetch(url)
    for (const { id } of started) expect((await engine.finished(id)).phase.kind).toBe('done')
  })

  test('closing the engine ends everything', async () => {
    const run = await waiting()
    await engine.close()
    expect(engine.get(run.id).phase.kind).toBe('cancelled')
    expect(await reaches(run.redirectUri)).toBe(false)
  })
})

test('metadata and keys must be there within 10 s, token answers within 15 s', async () => {
  const deadlines: (readonly [string, number])[] = []
  const timeout = vi.spyOn(AbortSignal, 'timeout')
  engine = createFlowEngine({
    connect: () =>
      connectionBy((url, init) => {
        deadlines.push([new URL(url).pathname, Number(timeout.mock.lastCall?.[0])])
        return fetch(url, init)
      }),
    now: Date.now,
    onChange: () => undefined,
    openExternal: async (url) => void (await fetch(url)),
  })
  const run = await finish()
  await engine.userinfo(run.id)
  timeout.mockRestore()
  expect(deadlines).toEqual([
    ['/.well-known/openid-configuration', 10_000],
    ['/token', 15_000],
    ['/jwks', 10_000],
    ['/userinfo', 15_000],
  ])
})

test('cancel during a request closes its socket', async () => {
  op.setFaults({ answers: { token: 'silent' } })
  const { id } = await engine.start(config())
  await expect.poll(() => engine.get(id).phase.kind).toBe('exchanging')
  engine.cancel(id)
  expect((await engine.finished(id)).phase).toEqual({ kind: 'cancelled' })
})

test('a taken port with a fallback: which was taken instead is said before the browser opens', async () => {
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
  const { port } = blocker.address() as AddressInfo
  const free = createServer()
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
  const { port: fallback } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  const redirect = { host: '127.0.0.1', port, fallback_ports: [fallback], path: '/callback' } as const
  const run = await finish({ redirect: { ...redirect, fallback_ports: [fallback] } })
  blocker.close()
  expect(run.phase).toMatchObject({ kind: 'done' })
  expect(run.redirectUri).toBe(`http://127.0.0.1:${fallback}/callback`)
  const ids = run.steps.map(({ id }) => id)
  expect(ids.indexOf('listen')).toBeLessThan(ids.indexOf('sign_in'))
  const listened = run.steps.find(({ id }) => id === 'listen')
  expect(listened?.facts).toEqual([
    [
      'Fallback port',
      `port ${port} is taken by another program; ${fallback} instead, so http://127.0.0.1:${fallback}/callback must be registered too`,
    ],
  ])
})

test('the browser of the profile is used, and is left when the run needs none any more', async () => {
  const uses: unknown[] = []
  const left: string[] = []
  start({
    openExternal: async (url, use) => {
      uses.push(use)
      await fetch(url).catch(() => undefined)
    },
    onBrowserDone: (runId) => left.push(runId),
  })
  const browser = { kind: 'clean', browser: null } as const
  const run = await finish({ browser })
  expect(uses).toEqual([{ runId: run.id, browser }])
  expect(left).toEqual([run.id])
  op.setFaults({ answers: { token: 'silent' } })
  const cancelled = await engine.start(config())
  await expect.poll(() => engine.get(cancelled.id).phase.kind).toBe('exchanging')
  expect(uses[1]).toEqual({ runId: cancelled.id, browser: { kind: 'system' } })
  expect(left).toEqual([run.id])
  engine.cancel(cancelled.id)
  await engine.finished(cancelled.id)
  expect(left).toEqual([run.id, cancelled.id])
})

test('an https redirect URI: the certificate is said before the browser opens', async () => {
  const certificate = await makeLoopbackCertificate()
  start({
    certificate: () => Promise.resolve(certificate),
    openExternal: async (url) => {
      opened.push(url)
      const { headers } = await fetch(url, { redirect: 'manual' })
      get(headers.get('location') ?? '', { ca: certificate.certificate }, (answer) => answer.resume())
    },
  })
  const run = await finish({ redirect: { host: 'localhost', port: 0, https: true, path: '/callback' } })
  expect(run.phase).toEqual({ kind: 'done' })
  expect(run.redirectUri).toMatch(/^https:\/\/localhost:\d+\/callback$/)
  expect(new URL(opened[0] ?? '').searchParams.get('redirect_uri')).toBe(run.redirectUri)
  const { facts } = run.steps.find(({ id }) => id === 'listen') ?? {}
  expect(facts).toEqual([
    [
      'Certificate SHA-256',
      expect.stringContaining(new X509Certificate(certificate.certificate).fingerprint256),
    ],
  ])
  expect(JSON.stringify(changes)).not.toContain('PRIVATE KEY')
})

test('a taken port is said before the browser opens', async () => {
  const blocker = createServer()
  const port = await new Promise<number>((resolve) => {
    blocker.listen(0, '127.0.0.1', () => {
      const address = blocker.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const run = await finish({ redirect: { host: '127.0.0.1', port, path: '/callback' } })
  blocker.close()
  expect(run.phase).toMatchObject({ kind: 'failed', problem: { code: 'PORT_IN_USE' } })
  expect(opened).toEqual([])
})

test('an issuer that nothing answers for', async () => {
  const run = await finish({ issuer: 'http://127.0.0.1:1' })
  expect(run.phase).toMatchObject({ kind: 'failed', problem: { code: 'NETWORK' } })
})

test('an authorization endpoint that the browser would not open ends the run before it listens', async () => {
  const issuer = 'http://op.lan'
  const metadata = {
    issuer,
    authorization_endpoint: 'http://op.lan:8080/authorize',
    token_endpoint: 'http://op.lan/token',
  }
  start({ connect: () => connectionBy(async () => Response.json(metadata)) })
  const run = await finish({ issuer, allowHttp: true })
  expect(run.phase).toMatchObject({
    kind: 'failed',
    problem: { code: 'URL_REFUSED', message: expect.stringContaining('op.lan:8080 is not opened') },
  })
  expect(ids(run)).toEqual(['discovery'])
})

test('plain http to another machine is refused without a request', async () => {
  const run = await finish({ issuer: 'http://op.example' })
  expect(run.phase).toMatchObject({ kind: 'failed', problem: { code: 'URL_REFUSED' } })
  expect(run.steps.flatMap(({ exchanges }) => exchanges)).toEqual([])
})

test.each<[string, Partial<RunConfig>]>([
  ['a parameter the run sets', { parameters: [{ name: 'state', value: 'mine' }] }],
  ['a request object', { parameters: [{ name: 'request', value: 'x' }] }],
  ['a max_age in words', { parameters: [{ name: 'max_age', value: 'soon' }] }],
  [
    'two max_age',
    {
      parameters: [
        { name: 'max_age', value: '1' },
        { name: 'max_age', value: '2' },
      ],
    },
  ],
  ['no secret', { secrets: {} }],
  ['no client ID', { client_id: '' }],
  ['a path with dots', { redirect: { host: '127.0.0.1', port: 0, path: '/a/../b' } }],
])('is not started: %s', async (_, change) => {
  await expect(engine.start(config(change))).rejects.toMatchObject({ code: 'ERR_INPUT' })
  expect(engine.list()).toEqual([])
})

test('a bounded number of runs is kept, newest first', async () => {
  start({ openExternal: async () => undefined, signInDeadlineMs: 5 })
  for (let index = 0; index < 52; index++) await finish({ profileName: `run ${index}` })
  expect(engine.list()).toHaveLength(50)
  expect(engine.list()[0]?.profileName).toBe('run 51')
})

test('an unknown run is named as such', () => {
  expect(() => engine.get('nope')).toThrow(expect.objectContaining({ code: 'ERR_NOT_FOUND' }))
})
