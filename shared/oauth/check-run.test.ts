import { describe, expect, test } from 'vitest'
import { checkIdToken, type IdTokenEvidence } from './check-id-token.ts'
import { checkRefresh } from './check-refresh.ts'
import { findRefusal } from './check-run.ts'
import { checkTokenAnswer } from './check-token-answer.ts'
import { explainFlowCheck, flowCheckTitle, problemOfCheck } from './explain-flow-check.ts'
import { duration, instant } from './flow-check.ts'
import type { JsonObject } from './read-id-token.ts'
import { readIdToken } from './read-id-token.ts'

const now = 1_800_000_000
const good: JsonObject = {
  iss: 'https://op.example',
  aud: 'c',
  sub: 'ada',
  exp: now + 600,
  iat: now,
  nonce: 'n',
}
const noHashes = { at_hash: null, c_hash: null, s_hash: null }

function evidence(claims: JsonObject, change: Partial<IdTokenEvidence> = {}): IdTokenEvidence {
  return {
    idToken: { kind: 'jws', header: { alg: 'RS256' }, claims },
    required: true,
    issuer: 'https://op.example',
    clientId: 'c',
    nonce: 'n',
    maxAge: null,
    algs: ['RS256'],
    signature: { status: 'pass', note: 'kid 1' },
    hashes: noHashes,
    now,
    serverDate: null,
    ...change,
  }
}
const failures = (claims: JsonObject, change: Partial<IdTokenEvidence> = {}) =>
  checkIdToken(evidence(claims, change))
    .filter(({ status }) => status === 'fail')
    .map(({ id, code }) => `${id} ${code}`)

test('a good ID token fails nothing', () => {
  expect(failures(good)).toEqual([])
  expect(findRefusal(checkIdToken(evidence(good)))).toBeNull()
})

describe('time, to the second', () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ['expired just within tolerance', { exp: now - 29 }, []],
    ['expired at the edge', { exp: now - 30 }, ['expiry EXPIRED']],
    ['issued 5 min ahead', { iat: now + 300 }, []],
    ['issued 5 min 1 s ahead', { iat: now + 301 }, ['issued_at ISSUED_IN_FUTURE']],
    ['issued 5 min ago', { iat: now - 300 }, []],
    ['issued 5 min 1 s ago', { iat: now - 301 }, ['issued_at STALE']],
    ['valid from 30 s ahead', { nbf: now + 30 }, []],
    ['valid from 31 s ahead', { nbf: now + 31 }, ['not_before NOT_YET_VALID']],
    ['a day', { exp: now + 86_400 }, []],
    ['a day and a second', { exp: now + 86_401 }, ['lifetime LIFETIME']],
    ['milliseconds', { exp: (now + 600) * 1000 }, ['lifetime LIFETIME']],
    ['expiry as null', { exp: null }, ['expiry CLAIM_TYPE']],
    ['nbf as text', { nbf: '1' }, ['not_before CLAIM_TYPE']],
  ])('%s', (_, claims, failed) => {
    expect(failures({ ...good, ...claims })).toEqual(failed)
  })

  test('says whose clock is off, where the server told its own', () => {
    const expiry = (serverDate: number | null) =>
      checkIdToken(evidence({ ...good, exp: now - 3600 }, { serverDate })).find(({ id }) => id === 'expiry')
        ?.note
    expect(expiry(now - 3700)).toContain('1 h 1 min behind')
    expect(expiry(now)).toContain('agrees')
    expect(expiry(null)).not.toContain('Date')
  })
})

describe('signature', () => {
  test.each([
    [{ status: 'not_checked', code: 'NETWORK' } as const],
    [{ status: 'fail', code: 'SIGNATURE_INVALID' } as const],
  ])('%j is a refusal', (signature) => {
    expect(findRefusal(checkIdToken(evidence(good, { signature })))).toMatchObject({ id: 'signature' })
  })

  test.each(['none', 'None', 'NONE'])('alg %s is refused even where it is announced', (alg) => {
    const idToken = { kind: 'jws', header: { alg }, claims: good } as const
    expect(failures(good, { idToken, algs: ['RS256', alg] })).toContain('alg UNSECURED')
  })

  test.each([{ alg: ['RS256'] }, { alg: 1 }, {}, { alg: 'rs256' }, { alg: 'RS256 ' }])(
    'header %j',
    (header) => {
      expect(failures(good, { idToken: { kind: 'jws', header, claims: good } })).toEqual([
        'alg ALG_NOT_ALLOWED',
      ])
    },
  )
})

describe('hashes', () => {
  test('present must fit', () => {
    const hashes = { ...noHashes, at_hash: 'right' }
    expect(failures({ ...good, at_hash: 'right' }, { hashes })).toEqual([])
    expect(failures({ ...good, at_hash: 'wrong' }, { hashes })).toEqual(['at_hash HASH'])
    expect(failures({ ...good, at_hash: 1 }, { hashes })).toEqual(['at_hash HASH'])
    expect(failures({ ...good, at_hash: '' }, { hashes })).toEqual(['at_hash HASH'])
  })

  test('absent is not checked, and never a pass', () => {
    expect(checkIdToken(evidence(good)).find(({ id }) => id === 'at_hash')?.status).toBe('not_checked')
  })
})

describe('an ID token is read strictly', () => {
  const part = (text: string) => Buffer.from(text).toString('base64url')
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'absent'],
    ['null', null, 'absent'],
    ['a number', 1, 'malformed'],
    ['one segment', 'abc', 'malformed'],
    ['five segments', 'a.b.c.d.e', 'encrypted'],
    ['padding', `${part('{}')}=.${part('{}')}.`, 'malformed'],
    ['spaces', `${part('{}')} .${part('{}')}.`, 'malformed'],
    ['bits that belong to no byte', `e31.${part('{}')}.`, 'malformed'],
    ['a member twice', `${part('{"alg":"RS256"}')}.${part('{"iss":"a","iss":"b"}')}.AA`, 'malformed'],
    ['a header member twice', `${part('{"alg":"RS256","alg":"none"}')}.${part('{}')}.AA`, 'malformed'],
    ['an array', `${part('{}')}.${part('[]')}.`, 'malformed'],
    ['no UTF-8', `${part('{}')}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.`, 'malformed'],
    ['a byte order mark', `${part('{}')}.${part('\ufeff{}')}.`, 'malformed'],
    ['a good one', `${part('{"alg":"none"}')}.${part('{"iss":"a"}')}.`, 'jws'],
  ])('%s', (_, token, kind) => {
    expect(readIdToken(token).kind).toBe(kind)
  })

  test('`__proto__` is a member like any other', () => {
    const reading = readIdToken(`${part('{}')}.${part('{"__proto__":{"iss":"x"}}')}.`)
    expect(reading.kind === 'jws' && reading.claims.iss).toBeUndefined()
  })
})

test.each<[string, JsonObject, string, string]>([
  ['as asked, in another order', { scope: 'b a' }, 'a b', 'pass'],
  ['not stated', {}, 'a b', 'pass'],
  ['less', { scope: 'a' }, 'a b', 'fail'],
  ['more', { scope: 'a b c' }, 'a b', 'fail'],
  ['nothing asked', { scope: 'a' }, '', 'pass'],
  ['offline_access with its refresh token', { scope: 'a', refresh_token: 'r' }, 'a offline_access', 'pass'],
  ['offline_access without', { scope: 'a' }, 'a offline_access', 'fail'],
  ['an array', { scope: ['a'] }, 'a', 'fail'],
])('scope %s', (_, body, asked, status) => {
  expect(checkTokenAnswer(body, asked).find(({ id }) => id === 'scope')?.status).toBe(status)
})

test('the audience of a refreshed ID token may change its order, not its members', () => {
  const aud = (before: unknown, after: unknown) =>
    checkRefresh({
      before: { ...good, aud: before },
      idToken: { kind: 'jws', header: {}, claims: { ...good, aud: after } },
      signature: { status: 'pass', note: '' },
      now,
      serverDate: null,
    }).find(({ id }) => id === 'refresh_audience')?.status
  expect([aud(['a', 'b'], ['b', 'a']), aud('a', ['a']), aud('a', ['a', 'b']), aud('a', undefined)]).toEqual([
    'pass',
    'pass',
    'fail',
    'fail',
  ])
})

describe('explanations', () => {
  test('every check of a run has a title and a sentence of its own', () => {
    const checks = [...checkTokenAnswer({ access_token: 'a' }, ''), ...checkIdToken(evidence({}))]
    for (const check of checks) {
      expect(explainFlowCheck(check)).toMatch(/^[A-Z].*\.$/)
      expect(explainFlowCheck(check)).not.toContain('The check')
    }
  })

  test('a failure says what was expected and what was found', () => {
    const check = checkIdToken(evidence({ ...good, aud: 'other' })).find(({ id }) => id === 'audience')
    expect(check && problemOfCheck(check)).toEqual({
      code: 'AUDIENCE',
      message: 'The ID token is meant for another client. Expected: c. Found: other.',
      advice: expect.any(String),
    })
  })

  test.each<[string, JsonObject, string]>([
    ['expiry', { exp: String(now + 600) }, 'The expiry of the ID token is not a number.'],
    ['expiry', { exp: undefined }, 'The ID token does not say when it expires.'],
    ['expiry', { exp: now - 600 }, 'The ID token has expired.'],
    [
      'audience',
      { aud: ['c', 1] },
      'The audience of the ID token is neither a string nor a list of strings.',
    ],
    ['audience', { aud: undefined }, 'The ID token does not say which client it is meant for.'],
    ['azp', { aud: ['c', 'd'] }, 'The ID token names several audiences and does not say which client'],
    ['azp', { azp: 1 }, 'The authorized party of the ID token is not a string.'],
    ['azp', { azp: 'd' }, 'The ID token was issued to another client.'],
    ['issued_at', { iat: undefined }, 'The ID token does not say when it was issued.'],
    ['issued_at', { iat: 'now' }, 'The time of issue in the ID token is not a number.'],
    ['issued_at', { iat: now + 3600 }, 'The ID token says it was issued in the future.'],
    ['issued_at', { iat: now - 3600 }, 'The ID token was issued too long ago for this sign-in.'],
    ['issuer', { iss: undefined }, 'The ID token names no issuer.'],
    ['issuer', { iss: 1 }, 'The issuer of the ID token is not a string.'],
    ['issuer', { iss: 'https://evil.example' }, 'The ID token names another issuer.'],
    ['subject', { sub: undefined }, 'The ID token names no subject.'],
    ['subject', { sub: 1 }, 'The subject of the ID token is not a string'],
    ['not_before', { nbf: 'soon' }, 'The not-before time of the ID token is not a number.'],
    ['auth_time', { auth_time: undefined }, 'The ID token does not say when the person signed in'],
    ['auth_time', { auth_time: 'then' }, 'The time of sign-in in the ID token is not a number.'],
    ['nonce', { nonce: undefined }, 'The ID token does not carry the nonce of this run'],
  ])('%s with %j says no more than is known', (id, claims, text) => {
    const check = checkIdToken(evidence({ ...good, ...claims }, { maxAge: 60 })).find(
      (each) => each.id === id && each.status === 'fail',
    )
    expect(check && explainFlowCheck(check).startsWith(text)).toBe(true)
  })

  test('a refreshed ID token is compared with the first one, and said to be', () => {
    const explained = (claims: JsonObject) =>
      checkRefresh({
        before: { ...good, auth_time: now },
        idToken: { kind: 'jws', header: {}, claims: { ...good, auth_time: now, ...claims } },
        signature: { status: 'pass', note: '' },
        now,
        serverDate: null,
      })
        .filter(({ status }) => status === 'fail')
        .map(explainFlowCheck)
        .join()
    expect(explained({ aud: ['c', 'd'] })).toMatch(/^The refreshed ID token is not meant for exactly the/)
    expect(explained({ auth_time: now - 9 })).toMatch(/^The refreshed ID token speaks of another sign-in/)
    expect(explained({ sub: undefined })).toMatch(/^The refreshed ID token names no subject\./)
  })

  test('an unknown check is shown by its id', () => {
    expect([
      flowCheckTitle('__proto__'),
      flowCheckTitle('toString'),
      flowCheckTitle('refresh_subject'),
    ]).toEqual(['__proto__', 'toString', 'Refresh: subject'])
  })
})

test('durations and instants are readable', () => {
  expect([0, 59, 60, 3_700, 86_400 * 7 + 5].map(duration)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '1 h 1 min',
    '7 d',
  ])
  expect([instant(0), instant(1e300)]).toEqual(['1970-01-01T00:00:00Z', '1e+300'])
})
