import { expect, test } from 'vitest'
import type { ReceivedToken, Run, RunPhase } from '../../../../shared/oauth/run.ts'
import { expiryText, tokenForm } from '../../../../shared/oauth/token-words.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import { tokenStanding } from './token-standing.ts'

const idToken: ReceivedToken = {
  kind: 'id_token',
  format: 'jwt',
  characters: 834,
  alg: 'RS256',
  expiresAt: 1_000,
  revoked: false,
}
const signed: Check = { id: 'signature', status: 'pass', spec: 'RFC 7515 §5.2' }

function run(phase: RunPhase, checks: readonly Check[] = [signed]): Run {
  return {
    id: 'r',
    profileId: null,
    profileName: 'Acme',
    issuer: 'https://login.acme.test',
    clientId: 'app',
    redirectUri: null,
    startedAt: 0,
    endedAt: 1,
    phase,
    steps: [],
    checks,
    tokens: [idToken],
    scope: null,
    practices: null,
    can: { refresh: false, userinfo: false, revoke: false },
    busy: null,
    actionProblem: null,
  }
}

const done: RunPhase = { kind: 'done' }
const problem = { code: 'NONCE', message: 'no' } as const

test.each<[string, RunPhase, readonly Check[], Partial<ReceivedToken>, string]>([
  ['a verified ID token', done, [signed], {}, 'pass'],
  ['an ID token without a signature check', done, [], {}, 'not_checked'],
  [
    'an ID token whose signature was not checked',
    done,
    [{ ...signed, status: 'not_checked' }],
    {},
    'not_checked',
  ],
  [
    'a refreshed ID token that was not verified',
    done,
    [signed, { ...signed, id: 'refresh_signature', status: 'not_checked' }],
    {},
    'not_checked',
  ],
  ['a check of another name', done, [{ ...signed, id: 'signature_of_nothing' }], {}, 'not_checked'],
  ['any token of a refused answer', { kind: 'refused', problem }, [signed], {}, 'fail'],
  ['any token while the answer is being checked', { kind: 'exchanging' }, [signed], {}, 'fail'],
  ['an access token', done, [signed], { kind: 'access_token' }, 'not_checked'],
  ['a refresh token', done, [signed], { kind: 'refresh_token' }, 'not_checked'],
  ['a token of a refused refresh, in an accepted run', done, [signed], { untrusted: true }, 'fail'],
  ['a revoked token', done, [signed], { revoked: true }, 'not_checked'],
])('%s: %s', (_, phase, checks, change, status) => {
  expect(tokenStanding(run(phase, checks), { ...idToken, ...change }).status).toBe(status)
})

test('says form and expiry', () => {
  expect(tokenForm(idToken)).toBe('JWT RS256')
  expect(tokenForm({ ...idToken, format: 'opaque', expiresAt: null, characters: 43 })).toBe(
    'opaque, 43 characters',
  )
  expect(tokenForm({ ...idToken, format: 'opaque' })).toBe('opaque')
  expect(expiryText(idToken, 940)).toBe('expires in 1 min')
  expect(expiryText(idToken, 1_003)).toBe('expired 3 s ago')
  expect(expiryText({ ...idToken, expiresAt: null }, 0)).toBeNull()
  expect(expiryText({ ...idToken, revoked: true }, 940)).toBeNull()
})
