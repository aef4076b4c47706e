import { expect, test } from 'vitest'
import type { Check } from '../verdict/check.ts'
import type { Run, RunPhase } from './run.ts'
import { summariseRun } from './summarise-run.ts'

const check = (status: Check['status']): Check => ({ id: 'x', status, spec: 'RFC 0' })
const problem = { code: 'NONCE', message: 'm' } as const

function run(phase: RunPhase, statuses: readonly Check['status'][], idToken = true): Run {
  return {
    id: '1',
    profileId: null,
    profileName: 'a',
    issuer: 'https://op.example',
    clientId: 'c',
    redirectUri: null,
    startedAt: 0,
    endedAt: null,
    phase,
    steps: [],
    checks: statuses.map(check),
    tokens: idToken
      ? [{ kind: 'id_token', format: 'jwt', characters: 1, alg: null, expiresAt: null, revoked: false }]
      : [],
    scope: null,
    practices: null,
    can: { refresh: false, userinfo: false, revoke: false },
    busy: null,
    actionProblem: null,
  }
}

test.each<[RunPhase, readonly Check['status'][], string, string]>([
  [{ kind: 'preparing' }, [], 'Preparing', 'none'],
  [{ kind: 'waiting', since: 0, deadline: 1 }, [], 'Waiting for your browser', 'info'],
  [{ kind: 'exchanging' }, ['pass'], 'Exchanging the code for tokens', 'info'],
  [{ kind: 'done' }, ['pass', 'pass'], 'Signed in, 2 of 2 checks passed', 'pass'],
  [{ kind: 'done' }, ['pass', 'not_checked'], 'Signed in, 1 of 1 checks passed, 1 not checked', 'pass'],
  [{ kind: 'done' }, ['pass', 'fail'], 'Signed in, 1 of 2 checks passed', 'info'],
  [{ kind: 'refused', problem }, ['pass', 'fail'], 'Answer refused, 1 of 2 checks failed', 'fail'],
  [{ kind: 'refused', problem }, ['pass', 'not_checked'], 'Answer refused', 'fail'],
  [{ kind: 'failed', problem }, [], 'The run failed', 'fail'],
  [{ kind: 'cancelled' }, [], 'Cancelled', 'none'],
])('%j with %j', (phase, statuses, title, tone) => {
  expect(summariseRun(run(phase, statuses))).toMatchObject({ title, tone })
})

test('without an ID token nobody has signed in', () => {
  expect(summariseRun(run({ kind: 'done' }, ['pass'], false)).title).toBe('Authorized, 1 of 1 checks passed')
})
