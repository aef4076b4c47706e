import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Run } from '../../shared/oauth/run.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import type { RedirectSettings } from '../../shared/profile/profile.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { createTestBrowser } from '../provider/test-browser.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let provider: StartedProvider
let engine: FlowEngine | null = null
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
})
afterEach(() => engine?.close())
afterAll(() => provider.close())

type Visit = (url: string, browser: ReturnType<typeof createTestBrowser>) => Promise<unknown>

/** Presses the button of the provider's own page, and goes where that leads. */
const pressSignOut: Visit = async (url, browser) => {
  const page = await browser.follow(url)
  const html = (await page.response?.text()) ?? ''
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? ''
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const end = await browser.submit(new URL(action, url).href, { xsrf, logout: 'yes' })
  expect(end.response).toBeNull()
  const back = await fetch(end.url)
  expect(await back.text()).toContain('back from the provider')
}

async function signedIn(onLogout: Visit, redirect: Partial<RedirectSettings> = {}) {
  const browser = createTestBrowser()
  const opened: string[] = []
  const openExternal = async (url: string): Promise<void> => {
    opened.push(url)
    if (url.includes('id_token_hint')) {
      // Not awaited: a browser is not waited for either.
      void Promise.resolve(onLogout(url, browser)).catch(() => undefined)
      return
    }
    const page = await browser.follow(url)
    const end = await browser.submit(page.url, { name: 'Ada', decision: 'allow' })
    await fetch(end.url)
  }
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal,
    signInDeadlineMs: 3_000,
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Logout',
    issuer: provider.issuer,
    client_id: 'claimscope-public',
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope: 'openid',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback', ...redirect },
    parameters: [],
    allowHttp: false,
  })
  const run = await engine.finished(id)
  expect(run.phase).toEqual({ kind: 'done' })
  return { engine, id, run, opened }
}

const logoutChecks = ({ checks }: Run) =>
  checks.filter(({ id }) => id.startsWith('logout_')).map(({ id, status, code }) => [id, code ?? status])

test('a real provider ends the session and sends the browser back with the state', async () => {
  const { engine, id, run, opened } = await signedIn(pressSignOut)
  expect(run.can.logout).toBe(true)
  await engine.logout(id)
  const after = engine.get(id)
  expect(after).toMatchObject({ busy: null, actionProblem: null, phase: { kind: 'done' } })
  expect(logoutChecks(after)).toEqual([
    ['logout_state', 'pass'],
    ['logout_session', 'NOT_VERIFIED'],
  ])
  const step = after.steps.at(-1)
  expect(step).toMatchObject({ id: 'logout', status: 'done', note: 'came back with its state' })
  expect(step?.exchanges).toHaveLength(2)
  // The person's token went through the browser, and into no record.
  const hint = new URL(opened.at(-1) ?? '').searchParams.get('id_token_hint') ?? ''
  expect(hint).toBe(engine.token(id, 'id_token').token)
  expect(JSON.stringify(after)).not.toContain(hint)
})

test('the logout token of a real provider arrives, is proved and is answered before the browser is back', async () => {
  const { engine, id } = await signedIn(pressSignOut)
  await engine.receiveLogouts(id, Number(new URL(provider.backchannel_logout_uri).port))
  expect(engine.get(id).receiver?.backchannelUri).toBe(provider.backchannel_logout_uri)
  await engine.logout(id)
  const after = engine.get(id)
  const step = after.steps.find((each) => each.id === 'backchannel_logout')
  expect(step).toMatchObject({ status: 'done', note: '200 · proved: this session was ended' })
  const unproved = after.checks.filter(
    (check) => check.id.startsWith('backlogout_') && check.status !== 'pass',
  )
  expect(unproved).toEqual([])
  expect(logoutChecks(after)[0]).toEqual(['logout_state', 'pass'])
  await engine.stopReceiving(id)
  expect(engine.get(id).receiver).toBeNull()
  await expect(fetch(provider.backchannel_logout_uri)).rejects.toThrow()
  await engine.receiveLogouts(id, 0)
  const uri = engine.get(id).receiver?.backchannelUri ?? ''
  engine.forget(id)
  await expect(fetch(uri)).rejects.toThrow()
})

test('a stranger with another state does not end the wait', async () => {
  const statuses: number[] = []
  const { engine, id } = await signedIn(async (url, browser) => {
    const back = new URL(url).searchParams.get('post_logout_redirect_uri') ?? ''
    for (const query of ['?state=guessed', '?state=a&state=b', '?x=1']) {
      statuses.push((await fetch(`${back}${query}`)).status)
    }
    await pressSignOut(url, browser)
  })
  await engine.logout(id)
  expect(statuses).toEqual([403, 403, 403])
  expect(logoutChecks(engine.get(id))[0]).toEqual(['logout_state', 'pass'])
})

test('a return without state is told, and nothing is said to be proved', async () => {
  const { engine, id } = await signedIn((url) =>
    fetch(new URL(url).searchParams.get('post_logout_redirect_uri') ?? ''),
  )
  await engine.logout(id)
  expect(logoutChecks(engine.get(id))).toEqual([
    ['logout_state', 'STATE'],
    ['logout_session', 'NOT_VERIFIED'],
  ])
})

test('a person who gives up has the other actions back, and nothing listens any more', async () => {
  let back = ''
  const { engine, id } = await signedIn(async (url) => {
    back = new URL(url).searchParams.get('post_logout_redirect_uri') ?? ''
    expect(engine.get(id).busy).toBe('logout')
    engine.cancel(id)
  })
  await engine.logout(id)
  const after = engine.get(id)
  expect(after).toMatchObject({ busy: null, actionProblem: null, can: { userinfo: true, logout: true } })
  expect(logoutChecks(after)[0]).toEqual(['logout_state', 'NOT_VERIFIED'])
  await expect(fetch(back)).rejects.toThrow()
  await engine.userinfo(id)
  expect(engine.get(id).actionProblem).toBeNull()
})

test('no answer in time', async () => {
  const { engine, id } = await signedIn(async () => undefined)
  await engine.logout(id)
  expect(engine.get(id).steps.at(-1)).toMatchObject({ status: 'failed', note: 'did not come back' })
})

test('a taken port is said before the browser opens', async () => {
  const blocker = createServer()
  const { engine, id, opened, run } = await signedIn(async () => undefined, {
    port: await freePort(),
  })
  await new Promise<void>((resolve) =>
    blocker.listen(Number(new URL(run.redirectUri ?? '').port), '127.0.0.1', resolve),
  )
  await engine.logout(id)
  expect(engine.get(id).actionProblem).toMatchObject({ code: 'PORT_IN_USE' })
  expect(opened).toHaveLength(1)
  blocker.close()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
