import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Run } from '../../shared/oauth/run.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import { testConnect } from '../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../provider/create-provider.ts'
import { signInByScript } from '../provider/test-sign-in.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let provider: StartedProvider
let engine: FlowEngine | null = null
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
})
afterEach(() => engine?.close())
afterAll(() => provider.close())

type Change = (answer: URLSearchParams) => void

async function run(flow: Partial<FlowSettings>, change: Change = () => undefined): Promise<Run> {
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => signInByScript(url, change),
    signInDeadlineMs: 3_000,
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'JARM',
    issuer: provider.issuer,
    client_id: 'claimscope-legacy',
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope: 'openid',
    flow: { ...defaultFlow, ...flow },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  })
  return engine.finished(id)
}

const jarmOf = ({ checks }: Run) =>
  Object.fromEntries(
    checks
      .filter(({ id }) => id.startsWith('jarm_'))
      .map(({ id, status, code }) => [id.slice(5), code ?? status]),
  )
const allPass = { alg: 'pass', signature: 'pass', issuer: 'pass', audience: 'pass', expiry: 'pass' }

describe('a signed answer of a real provider', () => {
  const modes: readonly (readonly [Partial<FlowSettings>, string])[] = [
    [{ response_mode: 'query.jwt' }, 'query.jwt'],
    [{ response_mode: 'fragment.jwt' }, 'fragment.jwt'],
    [{ response_mode: 'form_post.jwt' }, 'form_post.jwt'],
    [{ response_mode: 'jwt' }, 'query.jwt'],
    [{ response_mode: 'jwt', response_type: 'code id_token' }, 'fragment.jwt'],
  ]
  test.each(modes)('%j', async (flow, came) => {
    const done = await run(flow)
    expect([done.phase, done.checks.filter(({ status }) => status === 'fail')]).toEqual([
      { kind: 'done' },
      [],
    ])
    expect(jarmOf(done)).toEqual(allPass)
    expect(done.checks.find(({ id }) => id === 'response_mode')).toMatchObject({
      status: 'pass',
      found: came,
    })
    // Read out of the signed answer, and hidden as every code is.
    const callback = done.steps.find(({ id }) => id === 'callback')
    expect(callback?.facts.map(([label]) => label)).toContain('Signed answer')
    expect(JSON.stringify(callback)).not.toMatch(/"code":"[\w-]{20}/)
  })
})

const again = (token: string, change: (claims: Record<string, unknown>) => object): string => {
  const [header, payload = '', signature] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  return [header, Buffer.from(JSON.stringify(change(claims))).toString('base64url'), signature].join('.')
}
const rewrite =
  (change: (claims: Record<string, unknown>) => object): Change =>
  (answer) =>
    answer.set('response', again(answer.get('response') ?? '', change))

describe('a signed answer that somebody changed is refused, and no code is sent', () => {
  const cases: readonly (readonly [string, Change, object])[] = [
    ['another code', rewrite((claims) => ({ ...claims, code: 'stolen' })), { code: 'SIGNATURE_INVALID' }],
    ['another issuer', rewrite((claims) => ({ ...claims, iss: 'https://evil.example' })), { code: 'ISSUER' }],
    [
      'no signature',
      (answer) => {
        const none = Buffer.from('{"alg":"none"}').toString('base64url')
        answer.set('response', `${none}.${answer.get('response')?.split('.')[1]}.`)
      },
      { code: 'UNSECURED' },
    ],
    [
      'plain parameters instead',
      (answer) => {
        const [, payload = ''] = (answer.get('response') ?? '').split('.')
        const { code, state, iss } = JSON.parse(Buffer.from(payload, 'base64url').toString())
        answer.delete('response')
        for (const [name, value] of Object.entries({ code, state, iss })) answer.set(name, String(value))
      },
      { code: 'UNSECURED' },
    ],
    ['a code beside it', (answer) => answer.set('code', 'gift'), { code: 'CALLBACK' }],
  ]
  test.each(cases)('%s', async (_, change, problem) => {
    const { phase, steps } = await run({ response_mode: 'query.jwt' }, change)
    expect(phase).toMatchObject({ kind: 'refused', problem })
    expect(steps.some(({ id }) => id === 'token')).toBe(false)
  })

  test.each<[string, Change]>([
    ['another state', rewrite((claims) => ({ ...claims, state: 'guessed' }))],
    ['no state', rewrite(({ state: _, ...claims }) => claims)],
    ['no JWT', (answer) => answer.set('response', 'a.b.c')],
    ['twice', (answer) => answer.append('response', answer.get('response') ?? '')],
  ])('%s is ignored', async (_, change) => {
    const done = await run({ response_mode: 'query.jwt' }, change)
    expect(done.phase).toMatchObject({ kind: 'failed' })
    expect(done.steps.map(({ id }) => id)).toContain('ignored_callback')
  })

  test('a signed answer that was not asked for is refused', async () => {
    const done = await run({}, (answer) => answer.set('response', 'e30.e30.e30'))
    expect(done.phase).toMatchObject({ kind: 'refused', problem: { code: 'CALLBACK' } })
  })
})
