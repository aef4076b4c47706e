import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { redirectSettings } from '../../shared/profile/profile.ts'
import { testConnect } from '../net/test-connection.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

const remote_uri = 'https://staging.example/callback'
let op: ScriptedIssuer
let engine: FlowEngine
let opened: Promise<string>
let changes: string[]

beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterAll(() => op.close())
beforeEach(() => {
  op.setFaults()
  changes = []
  opened = new Promise((resolve) => {
    engine = createFlowEngine({
      connect: testConnect,
      now: Date.now,
      onChange: (run) => changes.push(JSON.stringify(run)),
      openExternal: async (url) => resolve(url),
    })
  })
})
afterEach(() => engine.close())

async function start(
  redirect: object = { remote_uri },
): Promise<{ readonly id: string; readonly answer: string }> {
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Remote',
    issuer: op.issuer,
    client_id: op.publicClientId,
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope: 'openid',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback', ...redirect },
    parameters: [],
    allowHttp: false,
  })
  const { headers } = await fetch(await opened, { redirect: 'manual' })
  return { id, answer: headers.get('location') ?? '' }
}

test('a redirect URI elsewhere: nothing listens, the pasted address is the answer', async () => {
  const { id, answer } = await start()
  expect(answer).toMatch(/^https:\/\/staging\.example\/callback\?/)
  expect(engine.get(id).steps.map((step) => step.id)).not.toContain('listen')
  await engine.paste(id, `  ${answer}\n`)
  const done: Run = await engine.finished(id)
  expect(done.phase).toEqual({ kind: 'done' })
  expect(op.requests.findLast(({ path }) => path === '/token')?.form.get('redirect_uri')).toBe(remote_uri)
  expect(changes.join()).not.toContain(new URL(answer).searchParams.get('code'))
  await expect(engine.paste(id, answer)).rejects.toThrow(/not waiting/)
})

test('an answer behind # is taken as well, and the checks say which way it came', async () => {
  const { id, answer } = await start()
  await engine.paste(id, answer.replace('?', '#'))
  const run = await engine.finished(id)
  expect(run.phase).toEqual({ kind: 'done' })
  expect(run.checks.find((check) => check.id === 'response_mode')).toMatchObject({
    status: 'fail',
    expected: 'query',
    found: 'fragment',
  })
})

test('with the loopback address a paste works too, and the server is gone afterwards', async () => {
  const { id, answer } = await start({})
  await engine.paste(id, answer)
  expect((await engine.finished(id)).phase).toEqual({ kind: 'done' })
  await expect(fetch(answer)).rejects.toThrow()
})

describe('what is not this run’s answer is refused, and the run waits on', () => {
  test.each<[string, (answer: string) => string, RegExp]>([
    ['another address', () => 'https://evil.example/?code=1&state=2', /must begin with/],
    ['the same host with another path', (a) => a.replace('/callback', '/callback2'), /must begin with/],
    ['a longer host', (a) => a.replace('staging.example', 'staging.example.evil.test'), /must begin with/],
    ['another scheme', (a) => a.replace('https:', 'http:'), /must begin with/],
    ['in capitals', (a) => a.replace('staging', 'STAGING'), /must begin with/],
    ['credentials before it', (a) => a.replace('https://', 'https://x@'), /must begin with/],
    ['no answer', () => remote_uri, /holds no answer/],
    ['nothing behind #', () => `${remote_uri}#`, /state/],
    ['another state', (a) => a.replace(/state=[^&]+/, 'state=forged'), /state/],
    ['no state', (a) => a.replace(/state=[^&]+&?/, ''), /state/],
    ['state twice', (a) => `${a}&state=x`, /state/],
    ['nothing', () => '', /must begin with/],
    ['a code alone', () => 'abc', /must begin with/],
    ['very long', () => 'x'.repeat(100_000), /must begin with/],
  ])('%s', async (_, change, message) => {
    const before = op.requests.filter(({ path }) => path === '/token').length
    const { id, answer } = await start()
    await expect(engine.paste(id, change(answer))).rejects.toThrow(message)
    expect(engine.get(id).phase.kind).toBe('waiting')
    expect(op.requests.filter(({ path }) => path === '/token')).toHaveLength(before)
    await engine.paste(id, answer)
    expect((await engine.finished(id)).phase).toEqual({ kind: 'done' })
  })

  test('another issuer’s answer ends the run, as on loopback', async () => {
    op.setFaults({ callback: { iss: 'https://evil.example' } })
    const { id, answer } = await start()
    await engine.paste(id, answer)
    expect((await engine.finished(id)).phase).toMatchObject({ kind: 'refused', problem: { code: 'ISSUER' } })
  })
})

describe('which redirect URIs elsewhere can be kept', () => {
  const accepts = (uri: string) =>
    redirectSettings.safeParse({ host: '127.0.0.1', port: 0, path: '/', remote_uri: uri }).success
  test.each(['https://a.test/cb', 'com.example.app:/oauth', 'https://a.test:8443/x/y', 'myapp://callback'])(
    '%s',
    (uri) => expect(accepts(uri)).toBe(true),
  )
  test.each([
    '',
    'callback',
    'https://a.test/cb?x=1',
    'https://a.test/cb#x',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://a b/',
    'https://',
  ])('not %s', (uri) => expect(accepts(uri)).toBe(false))
})

describe('an address that the system hands over', () => {
  const scheme = { remote_uri: 'dev.claimscope.app:/callback' }

  test('goes to the run that waits for it, through the same door as a pasted one', async () => {
    const { id, answer } = await start(scheme)
    expect(answer).toMatch(/^dev\.claimscope\.app:\/callback\?/)
    await engine.deliver(answer)
    const run = await engine.finished(id)
    expect(run.phase).toEqual({ kind: 'done' })
    expect(op.requests.findLast(({ path }) => path === '/token')?.form.get('redirect_uri')).toBe(
      scheme.remote_uri,
    )
    expect(changes.join()).not.toContain(new URL(answer).searchParams.get('code'))
    // Nobody waits any more.
    await expect(engine.deliver(answer)).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' })
  })

  test.each<[string, (answer: string) => string, string]>([
    ['of another path', (answer) => answer.replace('/callback', '/other'), 'ERR_NOT_FOUND'],
    ['that only begins alike', (answer) => answer.replace('/callback', '/callbacks'), 'ERR_NOT_FOUND'],
    ['of another scheme', (answer) => answer.replace(/^[^:]+/, 'claimscope'), 'ERR_NOT_FOUND'],
    ['with another state', (answer) => answer.replace(/state=[^&]+/, 'state=x'), 'ERR_INPUT'],
    ['without state', (answer) => answer.replace(/state=[^&]+/, ''), 'ERR_INPUT'],
    ['without an answer', () => scheme.remote_uri, 'ERR_INPUT'],
  ])('%s is not taken, the code is in no message, and the run goes on', async (_, change, code) => {
    const { id, answer } = await start(scheme)
    const secret = new URL(answer).searchParams.get('code') ?? ''
    try {
      await engine.deliver(change(answer))
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code })
      expect(String(error)).not.toContain(secret)
    }
    expect(engine.get(id).phase.kind).toBe('waiting')
    await engine.deliver(answer)
    expect((await engine.finished(id)).phase).toEqual({ kind: 'done' })
  })

  test('of two runs that wait, the one whose state it carries gets it', async () => {
    const first = await start(scheme)
    const second = await engine.start({
      profileId: null,
      profileName: 'Second',
      issuer: op.issuer,
      client_id: op.publicClientId,
      token_endpoint_auth_method: 'none',
      secrets: {},
      scope: 'openid',
      flow: defaultFlow,
      redirect: { host: '127.0.0.1', port: 0, path: '/callback', ...scheme },
      parameters: [],
      allowHttp: false,
    })
    await expect.poll(() => engine.get(second.id).phase.kind).toBe('waiting')
    await engine.deliver(first.answer)
    expect((await engine.finished(first.id)).phase).toEqual({ kind: 'done' })
    expect(engine.get(second.id).phase.kind).toBe('waiting')
  })
})
