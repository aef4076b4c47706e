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
const evidence: RegistrationEvidence = {
  call: 'register',
  status: 201,
  answer,
  asked,
  endpoint: 'https://op.example/reg',
  now: 1_800_000_000,
}

const verdicts = (change: Partial<RegistrationEvidence>) =>
  Object.fromEntries(
    checkRegistration({ ...evidence, ...change })
      .toReversed()
      .map(({ id, status, code }) => [id.replace('registration_', ''), code ?? status]),
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
    'an address over plain http',
    { answer: { ...answer, registration_client_uri: 'http://op.example/reg/c1' } },
    { management: 'URL_REFUSED' },
    false,
  ],
  [
    'an address on this machine, from a provider elsewhere',
    { answer: { ...answer, registration_client_uri: 'http://127.0.0.1/reg/c1' } },
    { management: 'URL_REFUSED' },
    false,
  ],
  [
    'an address with credentials',
    { answer: { ...answer, registration_client_uri: 'https://a:b@op.example/reg/c1' } },
    { management: 'URL_REFUSED' },
    false,
  ],
  [
    'an address that is none',
    { answer: { ...answer, registration_client_uri: 'reg/c1' } },
    { management: 'URL_REFUSED' },
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

test('each difference is a check of its own, and what is as asked for is said', () => {
  const checks = checkRegistration({
    ...evidence,
    answer: { ...answer, scope: 'openid', redirect_uris: undefined },
  })
  expect(checks.filter(({ id }) => id === 'registration_kept')).toMatchObject([
    {
      status: 'fail',
      expected: 'redirect_uris: ["https://a.example/cb","https://b.example/cb"]',
      found: 'nothing',
    },
    { status: 'fail', expected: 'scope: "openid email"', found: '"openid"' },
  ])
  expect(checkRegistration(evidence).at(-1)).toMatchObject({ status: 'pass', found: 'redirect_uris, scope' })
})

test('many differences are named up to a limit and then counted; a member of the prototype is not one', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`member_${at}`, at]))
  const checks = checkRegistration({ ...evidence, asked: { ...many, constructor: 1, toString: 2 } })
  const kept = checks.filter(({ id, status }) => id === 'registration_kept' && status === 'fail')
  expect(kept).toHaveLength(21)
  expect(kept.at(-1)?.found).toBe('12 more members otherwise')
})

test('a management address on another host is said', () => {
  const elsewhere = { ...answer, registration_client_uri: 'https://manage.example/c1' }
  const check = checkRegistration({ ...evidence, answer: elsewhere }).find(({ id }) =>
    id.endsWith('management'),
  )
  expect(check).toMatchObject({ status: 'pass', note: expect.stringMatching(/another host/) })
})
