import { expect, test } from 'vitest'
import type { ReceivedToken, Run, Step, TokenKind } from '../../../../shared/oauth/run.ts'
import { followUpReasons } from './follow-up-reasons.ts'

const token = (kind: TokenKind, revoked = false): ReceivedToken => ({
  kind,
  format: 'opaque',
  characters: 43,
  alg: null,
  expiresAt: null,
  revoked,
})
const refreshed: Step = {
  key: '9-refresh',
  id: 'refresh',
  from: 'claimscope',
  to: 'provider',
  status: 'failed',
  startedAt: 0,
  durationMs: 1,
  note: '400',
  exchanges: [],
  facts: [],
}

function run(change: Partial<Run>): Run {
  return {
    id: 'r',
    profileId: null,
    profileName: 'Acme',
    issuer: 'https://login.acme.test',
    clientId: 'app',
    redirectUri: null,
    startedAt: 0,
    endedAt: 1,
    phase: { kind: 'done' },
    steps: [],
    checks: [],
    tokens: [],
    scope: 'openid',
    practices: null,
    can: { refresh: false, userinfo: false, revoke: false },
    busy: null,
    actionProblem: null,
    ...change,
  }
}

test('what can be done needs no reason', () => {
  const can = { refresh: true, userinfo: true, revoke: true }
  expect(followUpReasons(run({ can }))).toEqual({ refresh: null, userinfo: null, revoke: null })
})

test.each<[string, Partial<Run>, 'refresh' | 'userinfo' | 'revoke', RegExp]>([
  ['no refresh token', {}, 'refresh', /No refresh token came/],
  ['a refused refresh', { steps: [refreshed] }, 'refresh', /was refused/],
  ['no access token', {}, 'userinfo', /no access token/],
  ['no openid', { tokens: [token('access_token')], scope: 'orders' }, 'userinfo', /scope openid/],
  ['no endpoint', { tokens: [token('access_token')] }, 'userinfo', /announces no userinfo/],
  ['no endpoint', { tokens: [token('access_token', true)] }, 'revoke', /announces no revocation/],
  ['no token', { tokens: [token('id_token')] }, 'revoke', /no token to revoke/],
])('%s: %j', (_, change, what, reason) => {
  expect(followUpReasons(run(change))[what]).toMatch(reason)
})
