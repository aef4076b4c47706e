import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import { ecKey } from '../jose/test-tokens.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { createTestBrowser } from '../provider/test-browser.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let provider: StartedProvider
let op: ScriptedIssuer
let engine: FlowEngine | null = null
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
  op = await startScriptedIssuer()
})
afterEach(() => engine?.close())
afterAll(async () => {
  await provider.close()
  await op.close()
})

function person() {
  const browser = createTestBrowser()
  return async (url: string) => {
    const page = await browser.follow(url)
    const end =
      page.response === null ? page : await browser.submit(page.url, { name: 'Ada', decision: 'allow' })
    await fetch(end.url)
  }
}

async function run(flow: Partial<FlowSettings>, change: Partial<RunConfig> = {}): Promise<Run> {
  const changes: Run[] = []
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: (next) => changes.push(next),
    openExternal: change.issuer === undefined ? person() : (url) => fetch(url).then(() => undefined),
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Bound',
    issuer: provider.issuer,
    client_id: 'claimscope-public',
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope: 'openid offline_access',
    flow: { ...defaultFlow, ...flow },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [{ name: 'prompt', value: 'consent' }],
    allowHttp: false,
    ...change,
  })
  const run_ = await engine.finished(id)
  for (const secret of Object.values(change.secrets ?? {})) {
    const d = /"d":"([^"]+)"/.exec(secret)?.[1]
    if (d) expect(JSON.stringify(changes)).not.toContain(d)
  }
  return run_
}
const check = (run_: Run, id: string) => run_.checks.find((each) => each.id === id)?.status
const steps = (run_: Run) => run_.steps.map(({ id, exchanges }) => [id, exchanges.length])
const secretOf = (id: string) =>
  provider.clients.find(({ client_id }) => client_id === id)?.client_secret ?? ''
const basic = () => ({
  client_id: 'claimscope-basic',
  token_endpoint_auth_method: 'client_secret_basic' as const,
  secrets: { client_secret: secretOf('claimscope-basic') },
})

describe('pushed authorization requests', () => {
  test('the browser carries a reference only', async () => {
    const done = await run({ pushed_authorization: true })
    expect(done.phase).toEqual({ kind: 'done' })
    expect(
      steps(done)
        .slice(0, 4)
        .map(([id]) => id),
    ).toEqual(['discovery', 'listen', 'pushed_authorization', 'authorize'])
    const url = new URL(done.steps.find(({ id }) => id === 'authorize')?.exchanges[0]?.request.url ?? '')
    expect([...url.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri'])
  })

  test('a provider that requires them gets one without being told to', async () => {
    op.setFaults({ metadata: { require_pushed_authorization_requests: true } })
    const failed = await run({}, { issuer: op.issuer, client_id: op.publicClientId })
    op.setFaults()
    expect(failed.phase.kind).toBe('failed')
    expect(failed.steps.map(({ id }) => id)).not.toContain('authorize')
  })

  test('a refusal is the provider’s own, and no browser opens', async () => {
    const failed = await run({ pushed_authorization: true }, { client_id: 'nobody' })
    expect(failed.phase).toMatchObject({ kind: 'failed', problem: { error: 'invalid_client' } })
    expect(failed.steps.map(({ id }) => id)).not.toContain('sign_in')
  })

  test('asked for and not announced is said before anything opens', async () => {
    const failed = await run(
      { pushed_authorization: true },
      { issuer: op.issuer, client_id: op.publicClientId },
    )
    expect(failed.phase).toMatchObject({
      problem: { message: expect.stringContaining('pushed authorization request endpoint') },
    })
  })
})

describe('PKCE', () => {
  test('none, for a confidential client: it works, and it is said that it should not be so', async () => {
    const done = await run({ code_challenge_method: 'none' }, basic())
    expect(done.phase).toEqual({ kind: 'done' })
    expect(check(done, 'pkce')).toBe('not_checked')
    expect(done.practices?.map(({ id }) => id)).toContain('OA-02')
  })

  test('none, for a public client: this provider refuses', async () => {
    const failed = await run({ code_challenge_method: 'none' })
    expect(failed.phase.kind).toBe('failed')
  })

  test('plain: the verifier is the challenge, and is shown nowhere', async () => {
    const done = await run(
      { code_challenge_method: 'plain' },
      { issuer: op.issuer, client_id: op.publicClientId },
    )
    const verifier =
      op.requests.findLast(({ path }) => path === '/authorize')?.query.get('code_challenge') ?? ''
    expect(verifier.length).toBeGreaterThan(42)
    expect(JSON.stringify(done)).not.toContain(verifier)
    expect(check(done, 'pkce')).toBe('fail')
  })
})

describe('introspection', () => {
  test('says of each token what is known of it, before and after revocation', async () => {
    const done = await run({}, basic())
    expect(done.can.introspect).toBe(true)
    await engine?.introspect(done.id, 'access_token')
    const found = () =>
      Object.fromEntries(
        (engine?.get(done.id).checks ?? [])
          .filter(({ id }) => id.startsWith('introspection_'))
          .map(({ id, status, found: value }) => [id, `${status} ${value}`]),
      )
    expect(engine?.get(done.id).actionProblem).toBeNull()
    expect(found()).toMatchObject({
      introspection_active: 'pass true',
      introspection_client_id: 'pass claimscope-basic',
      introspection_scope: expect.stringMatching(/^pass/),
      introspection_exp: expect.stringMatching(/^pass/),
    })
    await engine?.revoke(done.id, 'access_token')
    await engine?.introspect(done.id, 'access_token')
    expect(found()).toEqual({ introspection_active: 'pass false' })
    await engine?.introspect(done.id, 'refresh_token')
    expect(engine?.get(done.id).steps.at(-1)).toMatchObject({ id: 'introspect', status: 'done' })
  })

  test('where none is announced it is not offered', async () => {
    const done = await run({}, { issuer: op.issuer, client_id: op.publicClientId })
    expect(done.can.introspect).toBeUndefined()
    await expect(engine?.introspect(done.id, 'access_token')).rejects.toMatchObject({ code: 'ERR_CONFLICT' })
  })
})

describe('DPoP', () => {
  test('a fresh key: the nonce is asked for, sent, and the tokens are bound', async () => {
    const done = await run({ dpop: true })
    expect(done.phase).toEqual({ kind: 'done' })
    expect(check(done, 'token_type')).toBe('pass')
    expect(check(done, 'cnf')).toBe('not_checked')
    const token = done.steps.find(({ id }) => id === 'token')
    expect(token?.status).toBe('done')
    expect(token?.exchanges.map(({ response }) => response?.status)).toEqual([400, 200])
    expect(done.practices?.map(({ id }) => id)).not.toContain('OA-13')
    await engine?.userinfo(done.id)
    await engine?.refresh(done.id)
    const after = engine?.get(done.id)
    expect(after?.actionProblem).toBeNull()
    expect(
      after?.steps.filter(({ id }) => id === 'userinfo' || id === 'refresh').map(({ status }) => status),
    ).toEqual(['done', 'done'])
  })

  test('with a pushed request, and a JWT access token that names the key', async () => {
    const done = await run(
      { dpop: true, pushed_authorization: true },
      {
        parameters: [
          { name: 'resource', value: 'https://api.test/' },
          { name: 'prompt', value: 'consent' },
        ],
        scope: 'openid read',
      },
    )
    expect(done.phase).toEqual({ kind: 'done' })
    expect(check(done, 'cnf')).toBe('pass')
  })

  test.each([
    ['EC', JSON.stringify(ecKey('P-256').privateKey.export({ format: 'jwk' }))],
    [
      'Ed25519 as PEM',
      generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    ],
  ])('a kept key is used again: %s', async (_, dpop_key) => {
    const facts = async () => {
      const done = await run({ dpop: true }, { secrets: { dpop_key } })
      expect(done.phase).toEqual({ kind: 'done' })
      return done.steps[0]?.facts.find(([label]) => label === 'DPoP key')?.[1]
    }
    const first = await facts()
    expect(first).toContain('kept key')
    expect(await facts()).toBe(first)
  })

  test('a text that is no key says so, and nothing is asked for', async () => {
    const failed = await run({ dpop: true }, { secrets: { dpop_key: 'canary-no-key' } })
    expect(failed.phase).toMatchObject({
      kind: 'failed',
      problem: { message: expect.stringContaining('DPoP key') },
    })
    expect(JSON.stringify(failed)).not.toContain('canary')
  })

  test('an answer that binds nothing is refused', async () => {
    const refused = await run({ dpop: true }, { issuer: op.issuer, client_id: op.publicClientId })
    expect(refused.phase).toMatchObject({ kind: 'refused', problem: { code: 'TOKEN_TYPE' } })
  })
})
