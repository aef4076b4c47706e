import { expect, test } from 'vitest'
import { judgeEvidence, noEvidence, type RunEvidence } from './judge-evidence.ts'
import { tokensInUrl } from './token-in-url.ts'

const signIn = {
  sent: ['state', 'nonce', 'code_challenge'],
  repeated: [],
  namesIssuer: true,
  sameRedirect: [],
} as const
const pass = { verdict: 'pass', actual: 'Refused: invalid_grant' } as const
const fail = { verdict: 'fail', actual: 'Accepted' } as const
const unknown = { verdict: 'not_checked', actual: 'Skipped' } as const
const probed = {
  pkce_downgrade: pass,
  other_redirect_uri_authorize: pass,
  other_redirect_uri_token: pass,
} as const
const sound: RunEvidence = { ...noEvidence, signIn, authorizationCors: false, probes: probed }

const outcome = (evidence: RunEvidence) => {
  const { findings, gaps } = judgeEvidence(evidence)
  return [findings.map(({ id, severity }) => `${id} ${severity}`), gaps.map(({ id }) => id)]
}

test.each<[string, RunEvidence, readonly string[], readonly string[]]>([
  ['all looked at but what the browser alone sees', sound, [], ['OA-19']],
  ['no sign-in', { ...noEvidence }, [], []],
  [
    'nothing tried',
    { ...sound, probes: {}, authorizationCors: null },
    [],
    ['OA-05', 'OA-12', 'OA-18', 'OA-19'],
  ],
  ['a first run', { ...sound, signIn: { ...signIn, repeated: null } }, [], ['OA-04', 'OA-19']],
  ['a state again', { ...sound, signIn: { ...signIn, repeated: ['state'] } }, ['OA-04 error'], ['OA-19']],
  ['a downgrade', { ...sound, probes: { ...probed, pkce_downgrade: fail } }, ['OA-05 error'], ['OA-19']],
  [
    'PKCE that is checked but not required',
    { ...sound, probes: { ...probed, pkce_downgrade: { verdict: 'warning', actual: 'x' } } },
    [],
    ['OA-19'],
  ],
  ['a skipped probe', { ...sound, probes: { ...probed, pkce_downgrade: unknown } }, [], ['OA-05', 'OA-19']],
  ['no one-time value', { ...sound, signIn: { ...signIn, sent: [] } }, ['OA-09 error'], ['OA-19']],
  [
    'one redirect URI for two, no iss',
    { ...sound, signIn: { ...signIn, namesIssuer: false, sameRedirect: ['https://b.test'] } },
    ['OA-10 error'],
    ['OA-19'],
  ],
  ['the same with iss', { ...sound, signIn: { ...signIn, sameRedirect: ['https://b.test'] } }, [], ['OA-19']],
  [
    'other profiles not known',
    { ...sound, signIn: { ...signIn, namesIssuer: false, sameRedirect: null } },
    [],
    ['OA-10', 'OA-19'],
  ],
  [
    'one of two redirect URIs taken',
    { ...sound, probes: { ...probed, other_redirect_uri_token: fail } },
    ['OA-12 error'],
    ['OA-19'],
  ],
  [
    'one of two tried',
    { ...sound, probes: { ...probed, other_redirect_uri_token: undefined as never } },
    [],
    ['OA-12', 'OA-19'],
  ],
  ['a token in an address', { ...sound, tokensInUrls: ['x'] }, ['OA-17 error'], ['OA-19']],
  ['CORS', { ...sound, authorizationCors: true }, ['OA-18 warning'], ['OA-19']],
  ['a 307, also without sign-in', { ...noEvidence, repeatedPosts: ['x'] }, ['OA-19 error'], []],
])('%s', (_, evidence, findings, gaps) => {
  expect(outcome(evidence)).toEqual([findings, gaps])
})

test.each<[string, readonly string[]]>([
  ['https://a.test/cb?code=1&state=2', []],
  ['https://a.test/cb#access_token=x&token_type=bearer', ['access_token']],
  ['https://a.test/cb?id_token=x&refresh_token=y', ['id_token', 'refresh_token']],
  ['https://a.test/api?t=held-token', ['access_token']],
  ['https://a.test/end?id_token_hint=held-token', []],
  ['https://a.test/cb?access_token=', []],
  ['no address', []],
])('%s', (url, found) => {
  expect(tokensInUrl(url, new Map([['access_token', 'held-token']]))).toEqual(found)
})
