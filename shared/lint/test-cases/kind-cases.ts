import type { FlowFacts, LintContext } from '../lint-context.ts'
import {
  accessHeader,
  accessToken,
  bytes,
  type Case,
  encode,
  hs256,
  idClaims,
  idToken,
  jws,
  now,
  plain,
  type RuleCases,
  rs256,
  token,
} from './test-token.ts'

type Members = Readonly<Record<string, unknown>>
const flow = (facts: FlowFacts): LintContext => ({ flow: facts })
const idIn = (facts: FlowFacts, claims: Members = {}): Case => idToken(claims, flow(facts))
const verdict = { verdict: 'invalid', code: 'OK', key: null, requests: [], asOf: 0 } as const
const checked = (id: string, status: 'pass' | 'fail'): LintContext => ({
  verification: { ...verdict, checks: [{ id, status, spec: 'OIDC Core §2' }] },
})
const logoutEvent = { 'http://schemas.openid.net/event/backchannel-logout': {} }
const logoutClaims = { ...plain, sid: 's', events: logoutEvent }
const logout = (claims: Members = {}, typ = 'logout+jwt') =>
  token(jws({ alg: 'RS256', typ }, { ...logoutClaims, ...claims }))
const assertionClaims = {
  iss: 'web',
  sub: 'web',
  aud: 'https://login.acme.test/',
  exp: now + 60,
  iat: now,
  jti: 'j',
}
const assertion = (claims: Members = {}, context?: LintContext) =>
  token(jws({ alg: 'RS256', typ: 'client-authentication+jwt' }, { ...assertionClaims, ...claims }), context)
const jwk = { kty: 'EC', crv: 'P-256', x: bytes(32), y: bytes(32) }
const proof = (header: Members = {}, claims: Members = {}, context?: LintContext) =>
  token(
    jws(
      { alg: 'ES256', typ: 'dpop+jwt', jwk, ...header },
      { jti: 'j', htm: 'GET', htu: 'https://api.acme.test/', iat: now, ...claims },
      bytes(64),
    ),
    context,
  )
const bound = { cnf: { 'x5t#S256': 'thumb' } }
const request = (
  claims: Members = {},
  header: Members = { alg: 'RS256', typ: 'oauth-authz-req+jwt' },
  context?: LintContext,
) =>
  token(
    jws(header, { response_type: 'code', client_id: 'web', iss: 'web', aud: plain.iss, ...claims }),
    context,
  )
const jarm = (claims: Members = {}) =>
  token(jws(rs256, { iss: plain.iss, aud: 'web', iat: now, exp: now + 300, code: 'c', ...claims }), {
    as: 'jarm',
  })
const server = { metadata: { issuer: plain.iss } }

/** Access tokens, ID tokens and the other kinds. */
export const kindCases: RuleCases = {
  'AT-01': {
    bad: [accessToken({}, undefined, rs256), accessToken({}, { as: 'access_token' }, rs256)],
    good: [accessToken(), accessToken({}, undefined, { ...accessHeader, typ: 'application/AT+JWT' })],
  },
  'AT-02': {
    bad: [
      accessToken({}, undefined, hs256),
      token(`${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(plain)}.`),
    ],
    good: [accessToken()],
  },
  'AT-03': {
    bad: ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'].map((name) =>
      accessToken({ [name]: undefined }),
    ),
    good: [accessToken()],
  },
  'AT-04': {
    bad: [accessToken({ iss: 'https://login.acme.test' }, server)],
    good: [accessToken({}, server)],
  },
  'AT-05': {
    bad: [accessToken({}, { policy: { aud: ['billing'] } }), accessToken({}, flow({ resource: 'billing' }))],
    good: [accessToken({}, flow({ resource: 'orders' }))],
  },
  'AT-06': {
    bad: [
      accessToken({ scope: ['a'] }),
      accessToken({ scope: 'a,b' }),
      accessToken({ scope: 5 }),
      accessToken({ scope: undefined }, flow({ requestedScope: 'a' })),
    ],
    good: [accessToken(), accessToken({ scope: 'a b' })],
  },
  'AT-07': {
    bad: [accessToken({ scope: 'a b' }, flow({ requestedScope: 'a' }))],
    good: [accessToken({ scope: 'a' }, flow({ requestedScope: 'a b' }))],
  },
  'AT-08': { bad: [accessToken({ aud: ['a', 'b'] })], good: [accessToken()] },
  'AT-09': {
    bad: [accessToken({ sub: 'user-1' }, flow({ grant: 'client_credentials' }))],
    good: [
      accessToken({ sub: 'web' }, flow({ grant: 'client_credentials' })),
      accessToken({}, flow({ grant: 'authorization_code' })),
    ],
  },
  'AT-10': { bad: [accessToken({ nonce: 'n' }), accessToken({ at_hash: 'h' })], good: [accessToken()] },
  'AT-11': {
    bad: [accessToken({ roles: 'admin' }), accessToken({ role: ['admin'] })],
    good: [accessToken({ roles: ['admin'] })],
  },

  'ID-01': {
    bad: ['iss', 'sub', 'aud', 'exp', 'iat'].map((name) =>
      idToken({ [name]: undefined }, { as: 'id_token' }),
    ),
    good: [idToken()],
  },
  'ID-02': { bad: [idToken({ iss: 'https://login.acme.test' }, server)], good: [idToken({}, server)] },
  'ID-03': {
    bad: [idIn({ client_id: 'app' }), idIn({ client_id: 'web' }, { aud: ['web', 'evil'] })],
    good: [idIn({ client_id: 'web' })],
  },
  'ID-04': {
    bad: [idIn({ client_id: 'web' }, { azp: 'other' }), idToken({ aud: ['web', 'b'] })],
    good: [idIn({ client_id: 'web' }, { azp: 'web' }), idToken()],
  },
  'ID-05': {
    bad: [
      idIn({ id_token_signed_response_alg: 'ES256' }),
      idToken({}, { metadata: { issuer: idClaims.iss, id_token_signing_alg_values_supported: ['ES256'] } }),
    ],
    good: [idIn({ id_token_signed_response_alg: 'RS256' })],
  },
  'ID-06': {
    bad: [token(`${encode({ alg: 'none' })}.${encode(idClaims)}.`)],
    good: [
      token(
        `${encode({ alg: 'none' })}.${encode(idClaims)}.`,
        flow({ issuedFrom: 'token_endpoint', id_token_signed_response_alg: 'none' }),
      ),
    ],
  },
  'ID-07': {
    bad: ['x5u', 'x5c', 'jku', 'jwk'].map((name) => idToken({}, undefined, { ...rs256, [name]: 'x' })),
    good: [idToken()],
  },
  'ID-08': {
    bad: [
      idIn({ nonce: 'other' }),
      idIn({ nonce: null }),
      idIn({ nonce: 'n' }, { nonce: undefined, at_hash: 'h' }),
      idToken({}, checked('nonce', 'fail')),
    ],
    good: [
      idIn({ nonce: 'n-1' }),
      idIn({ nonce: null }, { nonce: undefined, at_hash: 'h' }),
      idToken({}, checked('nonce', 'pass')),
    ],
  },
  'ID-09': {
    bad: [
      idToken({ at_hash: 'h' }, checked('at_hash', 'fail')),
      idIn({ issuedFrom: 'authorization_endpoint', withAccessToken: true }),
    ],
    good: [
      idToken({ at_hash: 'h' }, checked('at_hash', 'pass')),
      idIn({ issuedFrom: 'token_endpoint', withAccessToken: true }),
    ],
  },
  'ID-10': {
    bad: [
      idToken({ c_hash: 'h' }, checked('c_hash', 'fail')),
      idToken({ s_hash: 'h' }, checked('s_hash', 'fail')),
      idIn({ issuedFrom: 'authorization_endpoint', withCode: true }),
      idToken({}, { ...flow({ issuedFrom: 'authorization_endpoint' }), policy: { fapi: true } }),
    ],
    good: [idToken({ c_hash: 'h' }, checked('c_hash', 'pass')), idIn({ issuedFrom: 'token_endpoint' })],
  },
  'ID-11': {
    bad: [
      idIn({ max_age: 60 }),
      idIn({ max_age: 60, receivedAt: now }, { auth_time: now - 100 }),
      idToken({ auth_time: now + 100 }, { nowSeconds: now, ...flow({ max_age: null }) }),
      idToken({ auth_time: now - 40_000_000 }, { nowSeconds: now }),
      idToken({}, checked('auth_time', 'fail')),
    ],
    good: [idIn({ max_age: null }), idIn({ max_age: 60, receivedAt: now }, { auth_time: now - 50 })],
  },
  'ID-12': {
    bad: [idToken({ acr: '' }), idIn({ essentialAcr: ['mfa'] }, { acr: 'pwd' })],
    good: [idIn({ essentialAcr: ['mfa'] }, { acr: 'mfa' }), idIn({ essentialAcr: null })],
  },
  'ID-13': {
    bad: [
      idToken({}, flow({ isPublicClient: true }), hs256),
      idToken({}, { key: { kty: 'oct', bits: 80, isPrivate: true } }, hs256),
    ],
    good: [idToken({}, { key: { kty: 'oct', bits: 256, isPrivate: true } }, hs256)],
  },
  'ID-14': {
    bad: [idIn({ id_token_encrypted_response_alg: 'RSA-OAEP' })],
    good: [idIn({ id_token_encrypted_response_alg: null })],
  },
  'ID-15': {
    bad: [idIn({ otherSubjects: ['user-2'] }), idToken({}, checked('subject', 'fail'))],
    good: [idIn({ otherSubjects: ['user-1'] })],
  },
  'ID-16': { bad: [idIn({ usedAs: 'bearer' })], good: [idIn({ usedAs: 'id_token' })] },
  'ID-17': { bad: [idIn({ receivedAt: now + 600 })], good: [idIn({ receivedAt: now + 200 })] },
  'ID-18': {
    bad: [
      idToken({ email: 'a@b.test' }),
      idToken({ email: 'a@b.test', email_verified: false }, flow({ emailIsIdentifier: true })),
    ],
    good: [idToken({ email: 'a@b.test', email_verified: true })],
  },

  'LO-01': {
    bad: [
      logout({ nonce: 'n' }),
      logout({ events: undefined }),
      logout({ events: { x: {} } }),
      logout({ sub: undefined, sid: undefined }),
      logout({}, 'JWT'),
      logout({ events: [] }),
    ],
    good: [logout(), logout({ sub: undefined })],
  },
  'CA-01': {
    bad: [
      assertion({ sub: 'other' }),
      assertion({ exp: undefined }),
      assertion({ jti: undefined }),
      assertion({}, flow({ client_id: 'app' })),
    ],
    good: [assertion(), assertion({}, flow({ client_id: 'web' }))],
  },
  'CA-02': {
    bad: [
      assertion({ aud: [plain.iss] }),
      assertion({ aud: 'https://login.acme.test/token' }),
      assertion({ aud: 'https://b.test' }, server),
    ],
    good: [assertion({}, server)],
  },
  'DP-01': {
    bad: [
      proof({ typ: 'JWT' }),
      proof({ alg: 'HS256' }),
      proof({ jwk: undefined }),
      proof({ jwk: { ...jwk, d: 'x' } }),
      proof({}, { jti: undefined }),
      token(jws({ alg: 'ES256', typ: 'dpop+jwt' }, {}, bytes(64))),
    ],
    good: [proof()],
  },
  'DP-02': {
    bad: [proof({}, {}, checked('htu', 'fail')), proof({}, { ath: 'x' }, checked('ath', 'fail'))],
    good: [proof({}, {}, checked('htu', 'pass'))],
  },
  'DP-03': {
    bad: [
      accessToken(bound, flow({ clientCertificate: null })),
      accessToken(bound, flow({ clientCertificate: 'other' })),
    ],
    good: [accessToken(bound, flow({ clientCertificate: 'thumb' }))],
  },
  'RO-01': {
    bad: [
      request({}, rs256),
      request({ iss: 'other' }),
      request({ aud: undefined }),
      request({ client_id: undefined }, undefined, { as: 'request_object' }),
      request({ aud: 'https://b.test' }, undefined, server),
      token(`${encode({ alg: 'none' })}.${encode({ response_type: 'code' })}.`),
    ],
    good: [request(), request({}, undefined, server)],
  },
  'JR-01': {
    bad: [
      jarm({ iss: undefined }),
      jarm({ aud: undefined }),
      jarm({ exp: undefined }),
      jarm({ exp: now + 700 }),
    ],
    good: [jarm()],
  },
}
