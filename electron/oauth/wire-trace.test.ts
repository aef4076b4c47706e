import { expect, test } from 'vitest'
import { createCredentialRedactor, createRedactor } from '../../shared/oauth/redact.ts'
import type { Exchange } from '../../shared/oauth/run.ts'
import { connectionBy } from '../net/test-connection.ts'
import { acceptExternalUrl } from '../shell/external-url.ts'
import { createRunRecorder } from './run-recorder.ts'
import { createAddressRule, createBrowserRule, createWireTrace, type WireOutcome } from './wire-trace.ts'

test.each<[string, boolean, string, boolean]>([
  ['https://op.example', false, 'https://op.example/token', true],
  ['https://op.example', false, 'https://other.example/token', true],
  ['https://op.example', false, 'http://op.example/token', false],
  ['https://op.example', false, 'http://127.0.0.1:6379/', false],
  ['https://op.example', true, 'http://127.0.0.1:6379/', false],
  ['http://127.0.0.1:9000', false, 'http://127.0.0.1:9001/token', true],
  ['http://localhost:9000', false, 'http://[::1]:9000/token', true],
  ['http://127.0.0.1:9000', false, 'http://evil.example/token', false],
  ['http://127.0.0.1.evil.example', false, 'http://127.0.0.1/', false],
  ['http://op.lan', true, 'http://op.lan:8080/token', true],
  ['http://op.lan', true, 'http://evil.lan/token', false],
  ['http://op.lan', false, 'http://op.lan/token', false],
  ['https://op.example', true, 'file:///etc/passwd', false],
  ['https://op.example', true, 'ftp://op.example/', false],
  ['https://op.example', true, 'https://user:pw@op.example/', false],
  ['https://op.example', true, 'token', false],
])('issuer %s (http allowed: %s) may send us to %s: %s', (issuer, allowHttp, url, allowed) => {
  const rule = createAddressRule(issuer, allowHttp)
  if (allowed) expect(() => rule(url)).not.toThrow()
  else expect(() => rule(url)).toThrow(expect.objectContaining({ code: 'ERR_URL_REFUSED' }))
})

test.each<[string, string, boolean]>([
  ['http://op.lan', 'http://op.lan/authorize', true],
  ['http://op.lan:8080', 'http://op.lan:8080/authorize', true],
  ['http://op.lan', 'http://op.lan:8080/authorize', false],
  ['http://op.lan:8080', 'http://op.lan/authorize', false],
  ['http://op.lan', 'https://op.lan:8443/authorize', true],
  ['http://op.lan', 'http://evil.lan/authorize', false],
  ['http://127.0.0.1:1', 'http://127.0.0.1:2/authorize', true],
])('the browser of issuer %s may be sent to %s: %s', (issuer, url, allowed) => {
  const rule = createBrowserRule(issuer)
  if (allowed) expect(() => rule(url)).not.toThrow()
  else expect(() => rule(url)).toThrow(expect.objectContaining({ code: 'ERR_URL_REFUSED' }))
  // What the run lets through is opened: both ends hold one rule.
  const open = () => acceptExternalUrl(url, new Set([new URL(issuer).host]))
  if (allowed) expect(open).not.toThrow()
  else expect(open).toThrow()
})

function trace(answer: () => Promise<Response>) {
  const recorded: { exchange: Exchange; outcome: WireOutcome; original: () => Exchange }[] = []
  const asked: RequestInit[] = []
  const wire = createWireTrace({
    connection: connectionBy((_, init) => {
      asked.push(init)
      return answer()
    }),
    now: () => 0,
    signal: new AbortController().signal,
    redactor: createRedactor(),
    credentials: createCredentialRedactor(),
    assertAllowed: () => undefined,
    open: () => (exchange, outcome, original) => recorded.push({ exchange, outcome, original }),
  })
  return { wire, recorded, asked }
}

test('redirects are not followed, and shown', async () => {
  const { wire, recorded, asked } = trace(
    async () => new Response(null, { status: 302, headers: { location: 'https://evil.example/?code=abc' } }),
  )
  expect((await wire('https://op.example/token', { method: 'POST' })).status).toBe(302)
  expect(asked[0]?.redirect).toBe('manual')
  expect(recorded[0]?.exchange.response?.headers).toEqual([
    ['location', 'https://evil.example/?code=‹hidden, 3 characters›'],
  ])
})

test('a long body is kept in part, counted in whole, and given on in whole', async () => {
  const body = 'x'.repeat(200_000)
  const { wire, recorded } = trace(async () => new Response(body))
  expect(await (await wire('https://op.example/', {})).text()).toBe(body)
  expect(recorded[0]?.exchange.response).toMatchObject({ byteLength: 200_000, truncated: true })
  expect(recorded[0]?.exchange.response?.body).toHaveLength(65_536)
})

test('a secret across the cut is hidden as a whole', async () => {
  const secret = 'Canary'.repeat(20)
  const body = JSON.stringify({ filler: 'x'.repeat(65_490), access_token: secret })
  const { wire, recorded } = trace(async () => new Response(body))
  await wire('https://op.example/', {})
  expect(recorded[0]?.exchange.response?.truncated).toBe(true)
  expect(recorded[0]?.exchange.response?.body).not.toContain('Canary')
})

test('no answer is recorded as none', async () => {
  const { wire, recorded } = trace(() => Promise.reject(new TypeError('fetch failed')))
  await expect(wire('https://op.example/', {})).rejects.toMatchObject({ code: 'ERR_NETWORK' })
  expect(recorded[0]).toMatchObject({ exchange: { response: null }, outcome: { answer: null } })
})

test('a secret that is one of our words hides in texts only', () => {
  const recorder = createRunRecorder(
    {
      id: 'token',
      profileId: null,
      profileName: 'a',
      issuer: 'https://op.example',
      clientId: 'c',
      redirectUri: null,
      startedAt: 0,
      endedAt: null,
      phase: { kind: 'preparing' },
      steps: [],
      checks: [],
      tokens: [],
      scope: null,
      practices: null,
      can: { refresh: false, userinfo: false, revoke: false },
      busy: null,
      actionProblem: null,
    },
    { now: () => 0, onChange: () => undefined },
  )
  const key = recorder.begin('token', 'claimscope', 'provider', 'the token done')
  recorder.end(key)
  for (const secret of ['token', 'done', 'claimscope', 'preparing']) recorder.redactor.add(secret)
  expect(recorder.run()).toMatchObject({
    id: 'token',
    phase: { kind: 'preparing' },
    steps: [{ id: 'token', from: 'claimscope', status: 'done' }],
  })
  expect(recorder.run().steps[0]?.note).toBe('the ‹hidden, 5 characters› ‹hidden, 4 characters›')
})
