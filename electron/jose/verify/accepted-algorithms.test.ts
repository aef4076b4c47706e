import { expect, test } from 'vitest'
import type { KeySource, VerifyRequest } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, encode, jws, rsaKey, signature } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => now * 1000,
  run: runJobHere,
}
const rsa = rsaKey()
const ec = ecKey('P-256')
const claims = { exp: now + 60 }
const rs256 = jws({ alg: 'RS256' }, claims, rsa.privateKey)
const key = (value: object): KeySource => ({ kind: 'key', text: JSON.stringify(value) })
const judge = async (token: string, alg: string[] | undefined, more: Partial<VerifyRequest> = {}) => {
  const expected = alg === undefined ? {} : { alg }
  const result = await verifyToken({ token, source: key(rsa.jwk), expect: expected, ...more }, deps)
  const rung = (id: string) => result.checks.find((check) => check.id === id)
  return { result, alg: rung('alg'), signature: rung('signature') }
}

test('without a list there is no rung: the key decides', async () => {
  const { result, alg } = await judge(rs256, undefined)
  expect([result.verdict, alg]).toEqual(['valid', undefined])
})

test('an algorithm of the list passes, and the signature is tested', async () => {
  const { result, alg } = await judge(rs256, ['ES256', 'RS256'])
  expect(result.verdict).toBe('valid')
  expect(alg).toEqual({
    id: 'alg',
    status: 'pass',
    expected: 'ES256 or RS256',
    found: 'RS256',
    spec: 'RFC 8725 §3.1',
  })
})

test('what passes in a token that is not proved says so', async () => {
  const { result, alg } = await judge(rs256, ['RS256'], { source: { kind: 'none' } })
  expect([result.verdict, alg]).toEqual([
    'unverified',
    expect.objectContaining({ status: 'pass', unproved: true }),
  ])
})

test.each([
  ['another', ['PS256']],
  ['in another case', ['rs256']],
  ['with a space', ['RS256 ']],
  ['a prefix', ['RS']],
  ['no algorithm at all', []],
])('a token whose algorithm is not in the list is invalid, and no key is looked at: %s', async (_, list) => {
  const { result, alg, signature: own } = await judge(rs256, list)
  expect([result.verdict, result.code]).toEqual(['invalid', 'ALG_NOT_ALLOWED'])
  expect(alg).toMatchObject({ status: 'fail', code: 'ALG_NOT_ALLOWED', found: 'RS256' })
  expect(own).toMatchObject({ status: 'not_checked', code: 'ALG_NOT_ALLOWED' })
  expect(result.key).toBeNull()
})

test('alg none stays no signature, whether it is in the list or not', async () => {
  const none = `${encode({ alg: 'none' })}.${encode(claims)}.`
  for (const list of [['none'], ['RS256']]) {
    const { result, signature: own } = await judge(none, list)
    expect([result.verdict, result.code, own?.status]).toEqual(['invalid', 'UNSECURED', 'fail'])
  }
})

test('of several signatures the one that counts is held against the list', async () => {
  const payload = encode(claims)
  const part = (alg: string, by: typeof ec) => {
    const head = encode({ alg })
    const made = signature(alg, `${head}.${payload}`, by.privateKey).toString('base64url')
    return { protected: head, signature: made }
  }
  const token = JSON.stringify({ payload, signatures: [part('ES256', ec), part('RS256', rsa)] })
  const source = key({ keys: [ec.jwk, rsa.jwk] })
  const mixed = await judge(token, ['RS256'], { source })
  expect([mixed.result.verdict, mixed.alg?.found]).toEqual(['valid', 'RS256'])
  const neither = await judge(token, ['PS256'], { source })
  expect([neither.result.verdict, neither.result.code]).toEqual(['invalid', 'ALG_NOT_ALLOWED'])
  const unprotected = JSON.stringify({
    payload,
    header: { alg: 'RS256' },
    signature: signature('RS256', `.${payload}`, rsa.privateKey).toString('base64url'),
  })
  expect((await judge(unprotected, ['PS256'], { source })).result.verdict).toBe('invalid')
  expect((await judge(unprotected, ['RS256'], { source })).alg?.found).toBe('RS256')
})

test('a DPoP proof and an SD-JWT are held against the list too', async () => {
  const proof = jws(
    { alg: 'ES256', typ: 'dpop+jwt', jwk: ec.jwk },
    { jti: 'j', htm: 'GET', htu: 'https://a.test/', iat: now },
    ec.privateKey,
  )
  const dpop = { as: 'dpop_proof', source: { kind: 'none' } } as const
  expect((await judge(proof, ['ES256'], dpop)).alg?.status).toBe('pass')
  expect((await judge(proof, ['RS256'], dpop)).result).toMatchObject({
    verdict: 'invalid',
    code: 'ALG_NOT_ALLOWED',
  })
  const sdJwt = `${rs256}~`
  expect((await judge(sdJwt, ['RS256'])).result.verdict).toBe('valid')
  expect((await judge(sdJwt, ['PS256'])).result).toMatchObject({
    verdict: 'invalid',
    code: 'ALG_NOT_ALLOWED',
  })
})
