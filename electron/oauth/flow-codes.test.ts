import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flowCodes } from '../../shared/flow-code/flow-codes.ts'
import type { FlowPlan } from '../../shared/flow-code/flow-plan.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { createTestBrowser } from '../provider/test-browser.ts'

let provider: StartedProvider
let folder: string
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  folder = mkdtempSync(join(tmpdir(), 'claimscope-flow-code-'))
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
})
afterAll(async () => {
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
})

const python = '/usr/bin/python3'
const has = (command: string, ...args: readonly string[]) => spawnSync(command, args).status === 0
const runtimes = {
  curl: { file: 'flow.sh', command: 'sh', there: has('curl', '--version') && has('openssl', 'version') },
  'openid-client': { file: 'flow.ts', command: process.execPath, there: true },
  authlib: {
    file: 'authlib_flow.py',
    command: python,
    there: has(python, '-c', 'import authlib.integrations.requests_client'),
  },
  'requests-oauthlib': {
    file: 'requests_flow.py',
    command: python,
    there: has(python, '-c', 'import requests_oauthlib'),
  },
} as const
type Runnable = keyof typeof runtimes
const runnable = Object.keys(runtimes) as readonly Runnable[]
for (const id of runnable.filter((each) => !runtimes[each].there))
  process.stderr.write(`flow code for ${id} is not run: what it needs is not on this machine\n`)

const secretOf = (id: string) =>
  provider.clients.find(({ client_id }) => client_id === id)?.client_secret ?? ''

function planFor(change: Partial<FlowPlan>, flow: Partial<FlowPlan['flow']> = {}): FlowPlan {
  return {
    issuer: provider.issuer,
    clientId: 'claimscope-basic',
    method: 'client_secret_basic',
    scope: 'openid profile',
    flow: { ...defaultFlow, ...flow },
    redirectUri: 'http://127.0.0.1:8765/callback',
    parameters: [],
    endpoints: {
      authorization: `${provider.issuer}/auth`,
      pushed: null,
      device: null,
      backchannel: null,
      token: `${provider.issuer}/token`,
    },
    ...change,
  }
}

const create = (id: string, plan: FlowPlan) => flowCodes.find((code) => code.id === id)?.create(plan) ?? null

/** Runs the code as a person would: signs in at the address that it prints, and pastes where that ended. */
async function run(id: Runnable, plan: FlowPlan, env: Record<string, string>, forge = (url: string) => url) {
  const { file, command } = runtimes[id]
  writeFileSync(join(folder, file), create(id, plan) ?? '')
  const child = spawn(command, [join(folder, file)], { cwd: folder, env: { ...process.env, ...env } })
  let out = ''
  let err = ''
  let isAnswered = false
  const listen = (text: string) => {
    const url = /^(http\S+\/auth\?\S+)\r?\n/m.exec(text)?.[1]
    if (url === undefined || isAnswered) return
    isAnswered = true
    void signIn(url).then((answer) => child.stdin.end(`${forge(answer)}\n`))
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    listen(out)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
    listen(err)
  })
  const code = await new Promise<number | null>((done) => child.on('close', done))
  return { code, out, err }
}

async function signIn(url: string): Promise<string> {
  const browser = createTestBrowser()
  const page = await browser.follow(url)
  const { url: answer } = await browser.submit(page.url, { name: 'Ada Lovelace', decision: 'allow' })
  return answer
}

describe.each(runnable)('%s, run as it is copied', (id) => {
  test.skipIf(!runtimes[id].there)('signs in, by each method that has a secret', async () => {
    for (const method of ['client_secret_basic', 'client_secret_post'] as const) {
      const clientId = method === 'client_secret_basic' ? 'claimscope-basic' : 'claimscope-post'
      const done = await run(id, planFor({ clientId, method }), { CLIENT_SECRET: secretOf(clientId) })
      expect(done.err).not.toMatch(/error/i)
      expect(done.code).toBe(0)
      expect(done.out).toMatch(/access_token/)
    }
  })

  test.skipIf(!runtimes[id].there)('signs a public client in', async () => {
    const done = await run(id, planFor({ clientId: 'claimscope-public', method: 'none' }), {})
    expect(done.out).toMatch(/access_token/)
  })

  test.skipIf(!runtimes[id].there)('takes no answer with another state', async () => {
    const plan = planFor({ clientId: 'claimscope-public', method: 'none' })
    const done = await run(id, plan, {}, (answer) => answer.replace(/state=[^&]+/, 'state=another'))
    expect(done.code).not.toBe(0)
    expect(done.out).not.toMatch(/access_token/)
  })

  test.skipIf(!runtimes[id].there)('asks for itself', async () => {
    const plan = planFor(
      { clientId: 'claimscope-machine', scope: '', parameters: [{ name: 'resource', value: 'urn:api' }] },
      { grant_type: 'client_credentials' },
    )
    const done = await run(id, plan, { CLIENT_SECRET: secretOf('claimscope-machine') })
    expect(done.err).not.toMatch(/error/i)
    expect(done.out).toMatch(/access_token/)
  })
})

test.each(['curl', 'openid-client'] as const)('%s pushes the request first', async (id) => {
  const plan = planFor({})
  const endpoints = { ...plan.endpoints, pushed: `${provider.issuer}/request` }
  const done = await run(
    id,
    { ...plan, endpoints, flow: { ...plan.flow, pushed_authorization: true } },
    { CLIENT_SECRET: secretOf('claimscope-basic') },
  )
  expect(done.out).toMatch(/access_token/)
})

test('openid-client binds the tokens to a key', async () => {
  const plan = planFor({ clientId: 'claimscope-public', method: 'none' }, { dpop: true })
  expect((await run('openid-client', plan, {})).out).toMatch(/"token_type": "dpop"/i)
})

const hostile = [
  `a"b'c`,
  '$(touch /tmp/x)`id`',
  'a\nb',
  '\\',
  '*/ // #',
  '%00 $\u007bx}',
  "'; exit 0; '",
  'ö\u{1f600}',
]

test.each(hostile)('a hostile value stays one value in a shell: %j', (value) => {
  const plan = planFor(
    { clientId: value, parameters: [{ name: 'resource', value }] },
    { grant_type: 'client_credentials' },
  )
  const fake = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n`
  const { stdout } = spawnSync('sh', ['-c', fake + (create('curl', plan) ?? '')], {
    encoding: 'utf8',
    env: { ...process.env, CLIENT_SECRET: 'tulip' },
  })
  const words = stdout.split('\0')
  expect(words).toContain(`resource=${value}`)
  expect(words).toContain(`${value}:tulip`)
})

test('no code holds a secret, and each names its variable', () => {
  const flows = [
    { grant_type: 'password', username: 'ada' },
    { grant_type: 'refresh_token' },
    { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' },
    { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
  ] as const
  for (const { create: make, id } of flowCodes) {
    for (const flow of flows) {
      const code = make(planFor({ parameters: [{ name: 'client_secret', value: null }] }, flow))
      if (code === null) continue
      expect(code, `${id} ${flow.grant_type}`).toMatch(/CLIENT_SECRET/)
    }
  }
})

test('what a tool cannot do is said in the code, or there is none', () => {
  const said = (id: string, flow: Partial<FlowPlan['flow']>) => create(id, planFor({}, flow))
  expect(said('authlib', { dpop: true })).toMatch(/^# Left out.*DPoP/m)
  expect(said('openid-client', { dpop: true })).not.toMatch(/Left out/)
  expect(said('curl', { request_object_signing_alg: 'RS256' })).toMatch(/^# Left out.*request object/m)
  expect(said('curl', { response_mode: 'form_post' })).toBeNull()
  expect(said('authlib', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' })).toBeNull()
  expect(said('oauth2c', { grant_type: 'urn:openid:params:grant-type:ciba' })).toBeNull()
  expect(said('oauth2c', { dpop: true })).toContain('--dpop')
})
