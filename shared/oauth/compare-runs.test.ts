import { expect, test } from 'vitest'
import { defaultFlow } from '../profile/flow-settings.ts'
import { formatRunJson, problemOfRun } from '../run-export/run-json.ts'
import { sampleRun } from '../run-export/sample-run.ts'
import { readComparableRun, toComparableRun } from './comparable-run.ts'
import { compareRuns, isDifference } from './compare-runs.ts'
import type { Run, Step } from './run.ts'
import { askedSettings, type RunConfig } from './run-config.ts'

const asked = (change: Partial<RunConfig> = {}) =>
  askedSettings({
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid',
    flow: defaultFlow,
    parameters: [],
    ...change,
  } as RunConfig)

const tokenStep = (body: string, answer: string, status = 200, more: Partial<Step> = {}): Step => ({
  key: '1',
  id: 'token',
  from: 'claimscope',
  to: 'provider',
  status: status === 200 ? 'done' : 'failed',
  startedAt: 0,
  durationMs: 10,
  note: '',
  facts: [],
  exchanges: [
    {
      request: {
        method: 'POST',
        url: 'https://op.test/token',
        headers: [['accept', 'application/json']],
        body,
      },
      response: {
        status,
        headers: [['date', String(Math.random())]],
        body: answer,
        byteLength: 1,
        truncated: false,
      },
      durationMs: 1,
    },
  ],
  ...more,
})

function run(change: Partial<Run> = {}): Run {
  return {
    ...sampleRun('x'),
    phase: { kind: 'done' },
    asked: asked(),
    redirectUri: 'http://127.0.0.1:4000/callback',
    steps: [
      tokenStep('grant_type=client_credentials&code=‹hidden, 43 characters›', '{"token_type":"Bearer"}'),
    ],
    checks: [{ id: 'nonce', status: 'pass', spec: 'x' }],
    tokens: [],
    ...change,
  }
}
const refused = (code: 'PROVIDER_ERROR' | 'STATE' | 'CANCELLED', message = '') =>
  code === 'CANCELLED'
    ? ({ kind: 'cancelled' } as const)
    : ({ kind: 'failed', problem: { code, message } } as const)
const compare = (first: Run, second: Run) => compareRuns(toComparableRun(first), toComparableRun(second))

test.each<[string, Partial<Run>, Partial<Run>, string]>([
  ['the same', {}, {}, 'Both were accepted. Nothing differs but what is new in each run.'],
  [
    'a free port',
    {},
    { redirectUri: 'http://127.0.0.1:5000/callback' },
    'Both were accepted. Nothing differs but what is new in each run.',
  ],
  [
    'client authentication',
    {},
    {
      phase: refused('PROVIDER_ERROR', 'The provider refused: invalid_client.'),
      asked: asked({ token_endpoint_auth_method: 'client_secret_post' }),
      steps: [tokenStep('grant_type=x', '{"error":"invalid_client"}', 401)],
    },
    'The second was refused at the token endpoint: invalid_client. Client authentication differs.',
  ],
  [
    'the first failed',
    { phase: refused('STATE') },
    {},
    'The first was refused: STATE, the second was accepted. Nothing differs but what is new in each run.',
  ],
  [
    'both failed alike',
    { phase: refused('STATE') },
    { phase: refused('STATE') },
    'Both ended alike: STATE. Nothing differs but what is new in each run.',
  ],
  [
    'both failed otherwise',
    { phase: refused('STATE') },
    { phase: refused('CANCELLED') },
    'The first was refused: STATE, the second was cancelled. Nothing differs but what is new in each run.',
  ],
  [
    'a verdict',
    {},
    { checks: [{ id: 'nonce', status: 'fail', code: 'NONCE', spec: 'x' }] },
    'Both were accepted. The same was asked; nonce has another verdict.',
  ],
  [
    'two settings and the client',
    {},
    { clientId: 'other', asked: asked({ scope: 'openid email', flow: { ...defaultFlow, dpop: true } }) },
    'Both were accepted. Client, scope and dpop differ.',
  ],
  [
    'a step that is missing',
    {},
    { steps: [] },
    'Both were accepted. The same was asked; the step token differs.',
  ],
])('%s', (_, first, second, headline) => {
  expect(compare(run(first), run(second)).headline).toBe(headline)
})

test('values that are hidden are compared by nothing but their length, and nothing is claimed', () => {
  const rowOf = (body: string) => {
    const other = run({ steps: [tokenStep(`grant_type=client_credentials&${body}`, '{}')] })
    const same = run({
      steps: [tokenStep('grant_type=client_credentials&client_secret=‹hidden, 9 characters›', '{}')],
    })
    const rows = compare(same, other).parts.flatMap((part) => part.rows)
    return rows.find(({ name }) => name === 'token body client_secret')?.kind
  }
  expect(rowOf('client_secret=‹hidden, 9 characters›')).toBe('hidden')
  expect(rowOf('client_secret=‹hidden, 8 characters›')).toBe('changed')
  expect(rowOf('x=1')).toBe('removed')
})

test('what is new in each run is no difference, and timing is none either', () => {
  const at = (state: string, durationMs: number) =>
    run({
      steps: [tokenStep(`state=${state}`, '{"id_token":"‹JWT RS256, 80 characters›"}', 200, { durationMs })],
    })
  const compared = compare(at('a', 1), at('b', 900))
  expect(compared.isSame).toBe(true)
  expect(compared.parts.flatMap(({ rows }) => rows).filter(isDifference)).toEqual([])
})

test('an exported run is the same as the run, whichever way round', () => {
  const one = run({
    tokens: [
      { kind: 'id_token', format: 'jwt', characters: 9, alg: 'RS256', expiresAt: null, revoked: false },
    ],
  })
  const text = formatRunJson({ run: one, tokens: {}, problem: problemOfRun(one) })
  const read = readComparableRun(text)
  expect(read).not.toBeNull()
  if (read) expect(compareRuns(read, toComparableRun(one))).toMatchObject({ isSame: true })
})

test.each(['', '[]', 'null', '{}', '{"steps":[]}', '{"issuer":1}'])(
  'what is no run is not read: %s',
  (text) => {
    expect(readComparableRun(text)).toBeNull()
  },
)

test('hostile names and bodies are rows like any other', () => {
  const steps = [tokenStep('__proto__=1&constructor=2&=3', '{"__proto__":{"x":1},"a":null}')]
  expect(compare(run({ steps }), run({ steps })).isSame).toBe(true)
})
