import { describe, expect, test } from 'vitest'
import type { Check } from '../check.ts'
import type { ValidationContext, ValidationProfile } from '../verification.ts'
import { checkProfile, withProfile } from './check-profile.ts'
import type { ProfileFacts } from './profile-input.ts'

const now = 1_800_000_000
type Subject = {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly context: ValidationContext
  readonly facts?: ProfileFacts
}

function check(
  as: ValidationProfile,
  { header, claims, context, facts }: Subject,
  proved = true,
): readonly Check[] {
  // JSON has no undefined: what a row sets to undefined is left out.
  const map = (object: object) => new Map(Object.entries(object).filter(([, value]) => value !== undefined))
  return checkProfile({
    request: { token: '', source: { kind: 'none' }, expect: {}, as, context },
    header: map(header),
    claims: map(claims),
    asOf: now,
    proved,
    ...(facts ? { facts } : {}),
  })
}

const event = 'http://schemas.openid.net/event/backchannel-logout'
const good: Readonly<Record<Exclude<ValidationProfile, 'generic'>, Subject>> = {
  id_token: {
    header: { alg: 'RS256', typ: 'JWT' },
    claims: {
      iss: 'https://op.test',
      sub: 'ada',
      aud: ['app', 'api'],
      azp: 'app',
      exp: now + 60,
      iat: now,
      auth_time: now - 10,
      acr: 'urn:gold',
      at_hash: 'a',
      c_hash: 'c',
      s_hash: 's',
    },
    context: {
      client_id: 'app',
      max_age: 60,
      acr_values: 'urn:silver urn:gold',
      access_token: 'x',
      code: 'y',
      state: 'z',
    },
    facts: { at_hash: 'a', c_hash: 'c', s_hash: 's' },
  },
  access_token: {
    header: { typ: 'application/AT+JWT' },
    claims: {
      iss: 'https://as.test',
      exp: now + 60,
      aud: 'api',
      sub: 'ada',
      client_id: 'app',
      iat: now,
      jti: '1',
      scope: 'read write',
      cnf: { jkt: 'thumb' },
      auth_time: now - 10,
    },
    context: { client_id: 'app', scope: 'write read', jkt: 'thumb', max_age: 60 },
  },
  logout_token: {
    header: { typ: 'logout+jwt' },
    claims: {
      iss: 'https://op.test',
      aud: 'app',
      iat: now,
      exp: now + 60,
      jti: '1',
      events: { [event]: {} },
      sid: 's',
    },
    context: { client_id: 'app' },
  },
  client_assertion: {
    header: { typ: 'client-authentication+jwt' },
    claims: { iss: 'app', sub: 'app', aud: 'https://as.test/token', exp: now + 60, jti: '1' },
    context: { client_id: 'app', token_endpoint: 'https://as.test/token' },
  },
  dpop_proof: {
    header: { typ: 'dpop+jwt' },
    claims: { jti: '1', htm: 'POST', htu: 'https://as.test/token', iat: now - 5, ath: 'hash' },
    context: { htm: 'POST', htu: 'HTTPS://AS.test:443/%74oken?x=1#y', access_token: 'x', jkt: 'thumb' },
    facts: { ath: 'hash', boundJkt: 'thumb', keyThumbprint: 'thumb' },
  },
  request_object: {
    header: { typ: 'oauth-authz-req+jwt' },
    claims: { client_id: 'app', iss: 'app', response_type: 'code', state: 'z', scope: 'openid' },
    context: { client_id: 'app', state: 'z', scope: 'openid' },
  },
  jarm: {
    header: {},
    claims: { iss: 'https://op.test', aud: 'app', exp: now + 60, iat: now, state: 'z', code: 'y' },
    context: { client_id: 'app', state: 'z', code: 'y' },
  },
  sd_jwt_vc: {
    header: { typ: 'dc+sd-jwt' },
    claims: { vct: 'https://types.test/id' },
    context: {},
    facts: { disclosed: ['given_name'] },
  },
}
const profiles = Object.entries(good) as [Exclude<ValidationProfile, 'generic'>, Subject][]

test.each(profiles)('a good %s passes every rule that can be decided', (as, subject) => {
  const checks = check(as, subject)
  expect(checks.filter(({ status, id }) => status !== 'pass' && id !== 'jti')).toEqual([])
})

test.each(profiles)('a good %s without a proved signature proves nothing', (as, subject) => {
  expect(check(as, subject, false).filter(({ status, unproved }) => status === 'pass' && !unproved)).toEqual(
    [],
  )
})

test.each(profiles)('an empty token fails as %s, and no rule throws', (as) => {
  const checks = check(as, { header: {}, claims: {}, context: good[as].context })
  expect(checks.some(({ status }) => status === 'fail')).toBe(true)
})

test.each(['JWT', 'application/oauth-authz-resp+jwt'])('an answer may be of type %s', (typ) => {
  const checks = check('jarm', { ...good.jarm, header: { typ } })
  expect(checks.find(({ id }) => id === 'type')?.status).toBe('pass')
})

test.each(['a  b', '', ' '])('an empty acr is none of those asked for: %j', (asked) => {
  const { claims, context } = good.id_token
  const subject = {
    ...good.id_token,
    claims: { ...claims, acr: '' },
    context: { ...context, acr_values: asked },
  }
  expect(check('id_token', subject).find(({ id }) => id === 'acr')).toMatchObject({
    status: 'fail',
    code: 'CLAIM_VALUE',
  })
})

test('generic adds nothing', () => {
  expect(check('generic', good.id_token)).toEqual([])
})

type Row = readonly [as: keyof typeof good, what: string, change: Partial<Subject>, id: string, code: string]
const claims = (change: object) => ({ claims: change as Subject['claims'] })
const header = (typ: unknown) => ({ header: { typ } })
const context = (change: ValidationContext) => ({ context: change })
// biome-ignore format: one row, one line
const rows: readonly Row[] = [
  ['id_token', 'the type of an access token', header('at+jwt'), 'type', 'TYPE'],
  ['id_token', 'no subject', claims({ sub: undefined }), 'required_claims', 'CLAIM_MISSING'],
  ['id_token', 'an empty subject', claims({ sub: '' }), 'required_claims', 'CLAIM_TYPE'],
  ['id_token', 'exp as text', claims({ exp: '1' }), 'required_claims', 'CLAIM_TYPE'],
  ['id_token', 'another client as audience', claims({ aud: 'other' }), 'audience', 'AUDIENCE'],
  ['id_token', 'another authorized party', claims({ azp: 'other' }), 'azp', 'AUDIENCE'],
  ['id_token', 'several audiences and no authorized party', claims({ azp: undefined }), 'azp', 'CLAIM_MISSING'],
  ['id_token', 'a sign-in that is too old', claims({ auth_time: now - 61 }), 'auth_time', 'AUTH_TIME'],
  ['id_token', 'a sign-in that is still to come', claims({ auth_time: now + 1000 }), 'auth_time', 'AUTH_TIME'],
  ['id_token', 'no auth_time', claims({ auth_time: undefined }), 'auth_time', 'CLAIM_MISSING'],
  ['id_token', 'another acr', claims({ acr: 'urn:bronze' }), 'acr', 'CLAIM_VALUE'],
  ['id_token', 'no acr', claims({ acr: undefined }), 'acr', 'CLAIM_MISSING'],
  ['id_token', 'another at_hash', claims({ at_hash: 'b' }), 'at_hash', 'HASH'],
  ['id_token', 'another c_hash', claims({ c_hash: 'b' }), 'c_hash', 'HASH'],
  ['id_token', 'another s_hash', claims({ s_hash: null }), 's_hash', 'HASH'],
  ['access_token', 'the type JWT', header('JWT'), 'type', 'TYPE'],
  ['access_token', 'no type', header(undefined), 'type', 'TYPE'],
  ['access_token', 'a type with a Kelvin sign', header('at+jwt\u212a'), 'type', 'TYPE'],
  ['access_token', 'no jti', claims({ jti: undefined }), 'required_claims', 'CLAIM_MISSING'],
  ['access_token', 'no client_id', claims({ client_id: undefined }), 'required_claims', 'CLAIM_MISSING'],
  ['access_token', 'an empty audience', claims({ aud: [] }), 'required_claims', 'CLAIM_TYPE'],
  ['access_token', 'another client', claims({ client_id: 'other' }), 'client_id', 'CLAIM_VALUE'],
  ['access_token', 'too little scope', claims({ scope: 'read' }), 'scope', 'SCOPE'],
  ['access_token', 'no scope', claims({ scope: undefined }), 'scope', 'CLAIM_MISSING'],
  ['access_token', 'scope as a list', claims({ scope: ['read', 'write'] }), 'scope', 'CLAIM_TYPE'],
  ['access_token', 'another key', claims({ cnf: { jkt: 'other' } }), 'cnf', 'CLAIM_VALUE'],
  ['access_token', 'no key', claims({ cnf: undefined }), 'cnf', 'CLAIM_MISSING'],
  ['access_token', 'a sign-in that is too old', claims({ auth_time: now - 61 }), 'auth_time', 'AUTH_TIME'],
  ['logout_token', 'the type of an ID token', header('id_token+jwt'), 'type', 'TYPE'],
  ['logout_token', 'no exp', claims({ exp: undefined }), 'required_claims', 'CLAIM_MISSING'],
  ['logout_token', 'another audience', claims({ aud: 'other' }), 'audience', 'AUDIENCE'],
  ['logout_token', 'neither sub nor sid', claims({ sid: undefined }), 'subject', 'CLAIM_MISSING'],
  ['logout_token', 'a sub that is a number', claims({ sub: 1 }), 'subject', 'CLAIM_TYPE'],
  ['logout_token', 'another event', claims({ events: { other: {} } }), 'events', 'CLAIM_VALUE'],
  ['logout_token', 'an event that is no object', claims({ events: { [event]: true } }), 'events', 'CLAIM_VALUE'],
  ['logout_token', 'a nonce', claims({ nonce: 'n' }), 'forbidden_claims', 'CLAIM_VALUE'],
  ['client_assertion', 'no exp', claims({ exp: undefined }), 'required_claims', 'CLAIM_MISSING'],
  ['client_assertion', 'another subject', claims({ sub: 'other' }), 'client_id', 'SUBJECT'],
  ['client_assertion', 'another client', context({ client_id: 'other' }), 'client_id', 'SUBJECT'],
  ['client_assertion', 'another token endpoint', claims({ aud: 'https://as.test' }), 'audience', 'AUDIENCE'],
  ['client_assertion', 'the type of a DPoP proof', header('dpop+jwt'), 'type', 'TYPE'],
  ['dpop_proof', 'the type JWT', header('JWT'), 'type', 'TYPE'],
  ['dpop_proof', 'no jti', claims({ jti: undefined }), 'required_claims', 'CLAIM_MISSING'],
  ['dpop_proof', 'another method', claims({ htm: 'post' }), 'htm', 'CLAIM_VALUE'],
  ['dpop_proof', 'another path', claims({ htu: 'https://as.test/Token' }), 'htu', 'CLAIM_VALUE'],
  ['dpop_proof', 'another port', claims({ htu: 'https://as.test:444/token' }), 'htu', 'CLAIM_VALUE'],
  ['dpop_proof', 'another scheme', claims({ htu: 'http://as.test/token' }), 'htu', 'CLAIM_VALUE'],
  ['dpop_proof', 'a user in the address', claims({ htu: 'https://as.test@as.test/token' }), 'htu', 'CLAIM_VALUE'],
  ['dpop_proof', 'an encoded slash', claims({ htu: 'https://as.test%2Ftoken' }), 'htu', 'CLAIM_VALUE'],
  ['dpop_proof', 'an expectation without scheme', context({ htu: 'as.test/token' }), 'htu', 'CLAIM_VALUE'],
  ['dpop_proof', 'an expectation with a user', context({ htu: 'https://u@as.test/token' }), 'htu', 'CLAIM_VALUE'],
  ['dpop_proof', 'an expectation of wss', context({ htu: 'wss://as.test/token' }), 'htu', 'CLAIM_VALUE'],
  ['dpop_proof', 'iat in the future', claims({ iat: now + 1 }), 'issued_at', 'ISSUED_IN_FUTURE'],
  ['dpop_proof', 'iat long ago', claims({ iat: now - 301 }), 'issued_at', 'STALE'],
  ['dpop_proof', 'iat as text', claims({ iat: 'now' }), 'issued_at', 'CLAIM_TYPE'],
  ['dpop_proof', 'another access token', claims({ ath: 'other' }), 'ath', 'HASH'],
  ['dpop_proof', 'no ath', claims({ ath: undefined }), 'ath', 'CLAIM_MISSING'],
  ['dpop_proof', 'another key than named', context({ jkt: 'other' }), 'jkt', 'KEY_BINDING'],
  ['dpop_proof', 'another key than the access token’s', { facts: { ath: 'hash', boundJkt: 'other', keyThumbprint: 'thumb' } }, 'cnf', 'KEY_BINDING'],
  ['request_object', 'the type of a logout token', header('logout+jwt'), 'type', 'TYPE'],
  ['request_object', 'no response_type', claims({ response_type: undefined }), 'required_claims', 'CLAIM_MISSING'],
  ['request_object', 'another client', context({ client_id: 'other' }), 'client_id', 'CLAIM_VALUE'],
  ['request_object', 'another issuer', claims({ iss: 'other' }), 'request_issuer', 'ISSUER'],
  ['request_object', 'a request inside', claims({ request_uri: 'https://x' }), 'forbidden_claims', 'CLAIM_VALUE'],
  ['request_object', 'the client as subject', claims({ sub: 'app' }), 'subject', 'SUBJECT'],
  ['request_object', 'another state', claims({ state: 'other' }), 'state', 'STATE'],
  ['request_object', 'another scope', claims({ scope: 'openid admin' }), 'scope', 'SCOPE'],
  ['jarm', 'typ of a key binding', header('kb+jwt'), 'type', 'TYPE'],
  ['jarm', 'typ of an access token', header('at+jwt'), 'type', 'TYPE'],
  ['jarm', 'typ null', header(null), 'type', 'TYPE'],
  ['jarm', 'typ a number', header(1), 'type', 'TYPE'],
  ['jarm', 'typ an object', header({}), 'type', 'TYPE'],
  ['jarm', 'no exp', claims({ exp: undefined }), 'required_claims', 'CLAIM_MISSING'],
  ['jarm', 'another audience', claims({ aud: 'other' }), 'audience', 'AUDIENCE'],
  ['jarm', 'another state', claims({ state: 'other' }), 'state', 'STATE'],
  ['jarm', 'no state', claims({ state: undefined }), 'state', 'CLAIM_MISSING'],
  ['jarm', 'another code', claims({ code: 'other' }), 'code', 'CLAIM_VALUE'],
  ['jarm', 'no answer', claims({ code: undefined }), 'response', 'CLAIM_MISSING'],
  ['jarm', 'an hour to live', claims({ exp: now + 3600 }), 'lifetime', 'LIFETIME'],
  ['sd_jwt_vc', 'the type JWT', header('JWT'), 'type', 'TYPE'],
  ['sd_jwt_vc', 'no vct', claims({ vct: undefined }), 'required_claims', 'CLAIM_MISSING'],
  ['sd_jwt_vc', 'exp in a disclosure', { facts: { disclosed: ['exp'] } }, 'open_claims', 'DISCLOSURE'],
  ['sd_jwt_vc', 'no tilde', { facts: {} }, 'open_claims', 'MALFORMED'],
]

test.each(rows)('%s with %s fails', (as, _, change, id, code) => {
  const base = good[as]
  const checks = check(as, {
    header: { ...base.header, ...change.header },
    claims: { ...base.claims, ...change.claims },
    context: { ...base.context, ...change.context },
    ...(change.facts ? { facts: change.facts } : base.facts ? { facts: base.facts } : {}),
  })
  expect(checks.filter(({ status }) => status === 'fail').map((each) => [each.id, each.code])).toContainEqual(
    [id, code],
  )
})

describe('what there is nothing to compare with', () => {
  // biome-ignore format: one row, one line
  const open: readonly (readonly [keyof typeof good, readonly string[]])[] = [
    ['id_token', ['azp', 'at_hash', 'c_hash', 's_hash']],
    ['access_token', ['scope', 'cnf']],
    ['dpop_proof', ['htm', 'htu', 'ath']],
    ['request_object', ['client_id']],
    ['jarm', ['state']],
  ]
  test.each(open)('%s: is not checked and never green', (as, ids) => {
    const checks = check(as, { ...good[as], context: {}, facts: {} })
    expect(ids.map((id) => checks.find((each) => each.id === id)?.status)).toEqual(
      ids.map(() => 'not_checked'),
    )
  })

  test('an algorithm without a hash leaves at_hash unchecked', () => {
    const checks = check('id_token', { ...good.id_token, facts: { at_hash: null, c_hash: 'c', s_hash: 's' } })
    expect(checks.find(({ id }) => id === 'at_hash')).toMatchObject({
      status: 'not_checked',
      code: 'ALG_UNSUPPORTED',
    })
  })
})

test('one rung for one thing: a failure counts, then what was compared', () => {
  const rung = (status: Check['status'], spec = 'rung'): Check => ({ id: 'type', status, spec })
  const merge = (one: Check, other: Check) => withProfile([one], [other])
  expect(merge(rung('not_checked'), rung('pass', 'profile'))).toEqual([rung('pass', 'profile')])
  expect(merge(rung('pass'), rung('fail', 'profile'))).toEqual([rung('fail', 'profile')])
  expect(merge(rung('fail'), rung('pass', 'profile'))).toEqual([rung('fail')])
  expect(withProfile([rung('pass')], [{ ...rung('pass'), id: 'azp' }])).toHaveLength(2)
})
