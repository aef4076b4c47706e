import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../e2e/support/scripted-issuer.ts'
import type { Run } from '../../shared/oauth/run.ts'
import { defaultFlow } from '../../shared/profile/flow-settings.ts'
import { testConnect } from '../net/test-connection.ts'
import { signInByScript } from '../provider/test-sign-in.ts'
import { createFlowEngine, type FlowEngine } from './flow-engine.ts'

let op: ScriptedIssuer
let engine: FlowEngine | null = null
beforeAll(async () => {
  op = await startScriptedIssuer()
})
afterEach(() => engine?.close())
afterAll(() => op.close())

async function run(
  scope = 'profile',
  change: (answer: URLSearchParams) => void = () => undefined,
): Promise<Run> {
  engine = createFlowEngine({
    connect: testConnect,
    now: Date.now,
    onChange: () => undefined,
    openExternal: (url) => signInByScript(url, change),
    signInDeadlineMs: 2_000,
  })
  const { id } = await engine.start({
    profileId: null,
    profileName: 'Legacy',
    issuer: op.issuer,
    client_id: op.publicClientId,
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope,
    flow: { ...defaultFlow, grant_type: 'implicit', response_type: 'token' },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
  })
  return engine.finished(id)
}

test('an access token alone: checked as far as it goes, and no more is claimed', async () => {
  op.setFaults()
  const done = await run()
  expect([done.phase, done.checks.filter(({ status }) => status === 'fail')]).toEqual([{ kind: 'done' }, []])
  expect(done.tokens.map(({ kind }) => kind)).toEqual(['access_token'])
  const passed = done.checks.filter(({ status }) => status === 'pass').map(({ id }) => id)
  expect(passed).toEqual(
    expect.arrayContaining([
      'metadata_issuer',
      'state',
      'callback_iss',
      'token_in_answer',
      'token_type',
      'scope',
    ]),
  )
  expect(passed.some((id) => ['signature', 'nonce', 'at_hash', 'pkce'].includes(id))).toBe(false)
  expect(done.practices?.some(({ id }) => id === 'OA-07')).toBe(true)
  expect(done.steps.some(({ id }) => id === 'token')).toBe(false)
  expect(JSON.stringify(done)).not.toContain(engine?.token(done.id, 'access_token').token)
})

describe('an answer that somebody changed', () => {
  test.each<[string, (answer: URLSearchParams) => void, string]>([
    ['no token', (answer) => answer.delete('access_token'), 'CALLBACK'],
    ['a code beside it', (answer) => answer.set('code', 'gift'), 'CALLBACK'],
    ['an ID token beside it', (answer) => answer.set('id_token', 'a.b.c'), 'CALLBACK'],
    ['another token type', (answer) => answer.set('token_type', 'mac'), 'TOKEN_TYPE'],
    ['no token type', (answer) => answer.delete('token_type'), 'TOKEN_TYPE'],
    ['another issuer', (answer) => answer.set('iss', 'https://evil.example'), 'ISSUER'],
    ['a token twice', (answer) => answer.append('access_token', 'x'), 'CALLBACK'],
  ])('with %s is refused', async (_, change, code) => {
    op.setFaults()
    expect((await run('profile', change)).phase).toMatchObject({ kind: 'refused', problem: { code } })
  })

  test('with another state is ignored', async () => {
    op.setFaults()
    const done = await run('profile', (answer) => answer.set('state', 'guessed'))
    expect(done.phase).toMatchObject({ kind: 'failed', problem: { code: 'STATE' } })
  })
})
