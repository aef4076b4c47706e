import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Run } from '../../shared/oauth/run.ts'
import { defaultFlow, type FlowSettings } from '../../shared/profile/flow-settings.ts'
import type { ResponseType } from '../../shared/profile/response-type.ts'
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

async function run(
  flow: Partial<FlowSettings>,
  change: Change = () => undefined,
  scope = 'openid',
): Promise<Run> {
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => signInByScript(url, change),
    signInDeadlineMs: 5_000,
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Types',
    issuer: provider.issuer,
    client_id: 'claimscope-legacy',
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope,
    flow: { ...defaultFlow, ...flow },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  })
  return engine.finished(id)
}

const flowOf = (response_type: ResponseType): Partial<FlowSettings> => ({
  response_type,
  grant_type: response_type.includes('code') ? 'authorization_code' : 'implicit',
})
const statusOf = ({ checks }: Run, id: string) => {
  const check = checks.find((each) => each.id === id)
  return check?.code ?? check?.status
}

describe('a real provider', () => {
  const types: readonly (readonly [ResponseType, readonly string[], Record<string, string | undefined>])[] = [
    [
      'code id_token',
      ['id_token', 'access_token'],
      { front_signature: 'pass', front_c_hash: 'pass', front_same: 'pass', signature: 'pass' },
    ],
    ['code token', ['id_token', 'access_token'], { front_token_in_answer: 'pass', signature: 'pass' }],
    [
      'code id_token token',
      ['id_token', 'access_token'],
      {
        front_at_hash: 'pass',
        front_c_hash: 'pass',
        front_nonce: 'pass',
        front_same: 'pass',
      },
    ],
    ['id_token', ['id_token'], { signature: 'pass', nonce: 'pass', state: 'pass' }],
    [
      'id_token token',
      ['id_token', 'access_token'],
      { signature: 'pass', at_hash: 'pass', token_type: 'pass', token_in_answer: 'pass', answer: undefined },
    ],
  ]
  test.each(types)('%s', async (type, tokens, expected) => {
    const done = await run(flowOf(type))
    expect([done.phase, done.checks.filter(({ status }) => status === 'fail')]).toEqual([
      { kind: 'done' },
      [],
    ])
    expect(done.tokens.map(({ kind }) => kind)).toEqual(tokens)
    expect(Object.fromEntries(Object.keys(expected).map((id) => [id, statusOf(done, id)]))).toEqual(expected)
    expect(statusOf(done, 'response_mode')).toBeUndefined()
    expect(done.steps.some(({ id }) => id === 'token')).toBe(type.includes('code'))
    // Without a code there is nothing that PKCE could bind.
    expect(statusOf(done, 'pkce')).toBe(type.includes('code') ? 'pass' : undefined)
    expect(done.practices?.some(({ id }) => id === 'OA-07')).toBe(type.split(' ').includes('token'))
    for (const kind of ['id_token', 'access_token'] as const) {
      if (!tokens.includes(kind)) continue
      expect(JSON.stringify(done)).not.toContain(engine?.token(done.id, kind).token)
    }
  })

  test('as a posted form', async () => {
    const done = await run({ ...flowOf('code id_token token'), response_mode: 'form_post' })
    expect([done.phase.kind, statusOf(done, 'response_mode')]).toEqual(['done', 'pass'])
  })
})

/** Another letter in the middle of the signature. */
const forged = (token: string): string => {
  const at = token.lastIndexOf('.') + 20
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
}
const swap =
  (name: string, make: (value: string) => string): Change =>
  (answer) => {
    answer.set(name, make(answer.get(name) ?? ''))
  }

describe('an answer that was changed in the browser is refused, and a code in it is never sent', () => {
  const cases: readonly (readonly [string, ResponseType, Change, string])[] = [
    ['another code', 'code id_token', swap('code', () => 'stolen-code'), 'HASH'],
    ['another code, all three', 'code id_token token', swap('code', () => 'stolen-code'), 'HASH'],
    ['another access token', 'code id_token token', swap('access_token', () => 'stolen'), 'HASH'],
    ['a forged ID token', 'code id_token', swap('id_token', forged), 'SIGNATURE_INVALID'],
    ['no ID token', 'code id_token', (answer) => answer.delete('id_token'), 'ISSUER'],
    ['no access token', 'code token', (answer) => answer.delete('access_token'), 'CALLBACK'],
    ['a token that was not asked for', 'code id_token', swap('access_token', () => 'gift'), 'CALLBACK'],
    ['another token type', 'code token', swap('token_type', () => 'mac'), 'TOKEN_TYPE'],
    ['implicit: another access token', 'id_token token', swap('access_token', () => 'stolen'), 'HASH'],
    ['implicit: a forged ID token', 'id_token', swap('id_token', forged), 'SIGNATURE_INVALID'],
    [
      'implicit: no signature',
      'id_token',
      swap('id_token', (token) => {
        const none = Buffer.from('{"alg":"none"}').toString('base64url')
        return `${none}.${token.split('.')[1]}.`
      }),
      'UNSECURED',
    ],
    ['implicit: a code beside it', 'id_token', (answer) => answer.set('code', 'gift'), 'CALLBACK'],
  ]
  test.each(cases)('%s', async (_, type, change, code) => {
    const { phase, steps } = await run(flowOf(type), change)
    expect(phase).toMatchObject({ kind: 'refused', problem: { code } })
    expect(steps.some(({ id }) => id === 'token')).toBe(false)
  })

  test('another state is ignored', async () => {
    const done = await run(
      flowOf('id_token'),
      swap('state', () => 'guessed'),
    )
    expect(done.phase).toMatchObject({ kind: 'failed', problem: { code: 'STATE' } })
  })
})

test('an ID token is asked for only with openid', async () => {
  await expect(run(flowOf('code id_token'), undefined, 'profile')).rejects.toMatchObject({
    code: 'ERR_INPUT',
    details: { field: 'scope' },
  })
})
