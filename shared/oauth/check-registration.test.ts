import { expect, test } from 'vitest'
import { checkRegistration, type RegistrationEvidence } from './check-registration.ts'
import { findRefusal } from './check-run.ts'

const asked = { redirect_uris: ['https://a.example/cb', 'https://b.example/cb'], scope: 'openid email' }
const answer = {
  client_id: 'c1',
  client_secret: 's',
  client_secret_expires_at: 0,
  registration_client_uri: 'https://op.example/reg/c1',
  registration_access_token: 't',
  redirect_uris: ['https://b.example/cb', 'https://a.example/cb'],
  scope: 'email openid',
}
const evidence: RegistrationEvidence = { call: 'register', status: 201, answer, asked, now: 1_800_000_000 }

const verdicts = (change: Partial<RegistrationEvidence>) =>
  Object.fromEntries(
    checkRegistration({ ...evidence, ...change }).map(({ id, status, code }) => [
      id.replace('registration_', ''),
      code ?? status,
    ]),
  )

test('a good answer passes every check; the order in a list says nothing', () => {
  expect(verdicts({})).toEqual({
    status: 'pass',
    client_id: 'pass',
    secret_expiry: 'pass',
    management: 'pass',
    kept: 'pass',
  })
})

const faults: readonly (readonly [
  string,
  Partial<RegistrationEvidence>,
  Record<string, string>,
  refused: boolean,
])[] = [
  ['answered with 200', { status: 200 }, { status: 'HTTP_STATUS' }, false],
  ['no client_id', { answer: { ...answer, client_id: undefined } }, { client_id: 'CLAIM_MISSING' }, true],
  ['client_id is a number', { answer: { ...answer, client_id: 7 } }, { client_id: 'CLAIM_MISSING' }, true],
  [
    'another client than the one updated',
    { call: 'update', status: 200, asked: { ...asked, client_id: 'c2' } },
    { client_id: 'CLAIM_VALUE' },
    true,
  ],
  [
    'a secret without its expiry',
    { answer: { ...answer, client_secret_expires_at: undefined } },
    { secret_expiry: 'CLAIM_MISSING' },
    false,
  ],
  [
    'expiry as a string',
    { answer: { ...answer, client_secret_expires_at: '0' } },
    { secret_expiry: 'CLAIM_TYPE' },
    false,
  ],
  [
    'a secret that has expired',
    { answer: { ...answer, client_secret_expires_at: 1_700_000_000 } },
    { secret_expiry: 'EXPIRED' },
    false,
  ],
  [
    'an address to manage it, and no token',
    { answer: { ...answer, registration_access_token: undefined } },
    { management: 'CLAIM_MISSING' },
    false,
  ],
  [
    'another redirect URI than asked for',
    { answer: { ...answer, redirect_uris: ['https://evil.example/'] } },
    { kept: 'CLAIM_VALUE' },
    false,
  ],
]

test.each(faults)('%s', (_, change, expected, refused) => {
  expect(verdicts(change)).toMatchObject(expected)
  expect(findRefusal(checkRegistration({ ...evidence, ...change })) !== null).toBe(refused)
})

test('what became of each member is said', () => {
  const checks = checkRegistration({ ...evidence, answer: { ...answer, scope: 'openid' } })
  const note = checks.find(({ id }) => id === 'registration_kept')?.note
  expect(note).toBe('scope: "openid email" became "openid"')
})
