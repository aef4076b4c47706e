import { createHash } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'
import { expect, test } from 'vitest'
import type { ValidationContext } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, jws, rsaKey } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const noNetwork = () => Promise.reject(new Error('nothing may be fetched'))
const deps = { fetch: noNetwork, now: () => now * 1000, run: runJobHere }
const own = ecKey('P-256')
const other = ecKey('P-256')
const rsa = rsaKey()
const jkt = await calculateJwkThumbprint(own.jwk as never)
const accessToken = jws({ alg: 'RS256' }, { cnf: { jkt } }, rsa.privateKey)
const ath = createHash('sha256').update(accessToken).digest('base64url')
const claims = { jti: '1', htm: 'GET', htu: 'https://api.test/me', iat: now, ath }
const context = { htm: 'GET', htu: 'https://api.test/me', access_token: accessToken }

function verify(token: string, more: ValidationContext = context) {
  const source = { kind: 'jwks_url', url: 'https://never.asked.test/jwks' } as const
  return verifyToken({ token, source, expect: {}, as: 'dpop_proof', context: more }, deps)
}
const proof = (header: object = {}, body: object = claims, key = own.privateKey, alg?: string) =>
  jws({ alg: 'ES256', typ: 'dpop+jwt', jwk: own.jwk, ...header }, body, key, alg)

test('a proof is verified with its own key, which proves possession and is never shown as trusted', async () => {
  const result = await verify(proof())
  expect(result).toMatchObject({
    verdict: 'valid',
    code: 'OK',
    key: { provenance: 'token', thumbprint: jkt },
  })
  expect(result.checks.find(({ id }) => id === 'key')).toMatchObject({ status: 'pass', unproved: true })
  expect(result.checks.find(({ id }) => id === 'cnf')?.status).toBe('pass')
  expect(result.requests).toEqual([])
})

const secret = Buffer.from('a secret that everybody sees 1234')
const jwkOf = (key: typeof own) => key.privateKey.export({ format: 'jwk' })
test.each([
  ['by another key', proof({}, claims, other.privateKey), 'SIGNATURE_INVALID'],
  ['without a key', proof({ jwk: undefined }), 'KEY_INVALID'],
  ['with a private key', proof({ jwk: jwkOf(own) }), 'KEY_INVALID'],
  [
    'with a symmetric key',
    proof({ alg: 'HS256', jwk: { kty: 'oct', k: secret.toString('base64url') } }, claims, secret as never),
    'KEY_INVALID',
  ],
  ['with a key set', proof({ jwk: { keys: [own.jwk] } }), 'KEY_INVALID'],
  ['with a list', proof({ jwk: [own.jwk] }), 'KEY_INVALID'],
  ['with a key of another type', proof({ jwk: rsa.jwk }), 'KEY_TYPE_MISMATCH'],
  [
    'unsecured',
    `${proof({ alg: 'none' }, claims, own.privateKey, 'ES256').split('.').slice(0, 2).join('.')}.`,
    'UNSECURED',
  ],
  ['with another type', proof({ typ: 'JWT' }), 'TYPE'],
  ['for another access token', proof({}, { ...claims, ath: 'x' }), 'HASH'],
  [
    'with the key of someone else than the access token’s',
    proof({ jwk: other.jwk }, claims, other.privateKey),
    'KEY_BINDING',
  ],
])('a proof %s is invalid', async (_, token, code) => {
  expect(await verify(token)).toMatchObject({ verdict: 'invalid', code })
})

test('as anything else the key in the header is not used', async () => {
  for (const as of ['generic', 'access_token', 'id_token'] as const) {
    const request = { token: proof(), source: { kind: 'none' }, expect: {}, as } as const
    expect((await verifyToken(request, deps)).verdict).not.toBe('valid')
  }
})

test('key binding that was asked for does not pass by in silence', async () => {
  const token = jws({ alg: 'RS256' }, { a: 1 }, rsa.privateKey)
  const source = { kind: 'key', text: JSON.stringify(rsa.jwk) } as const
  const request = { token, source, expect: {}, context: { kb_required: true } }
  expect(await verifyToken(request, deps)).toMatchObject({ verdict: 'invalid', code: 'KEY_BINDING' })
})

test('hashes of an ID token are computed from what came with it', async () => {
  const half = createHash('sha256').update('token').digest().subarray(0, 16).toString('base64url')
  const body = { iss: 'i', sub: 's', aud: 'a', exp: now + 9, iat: now, at_hash: half }
  const token = jws({ alg: 'RS256' }, body, rsa.privateKey)
  const source = { kind: 'key', text: JSON.stringify(rsa.jwk) } as const
  const check = async (accessToken: string) =>
    (
      await verifyToken(
        { token, source, expect: {}, as: 'id_token', context: { access_token: accessToken } },
        deps,
      )
    ).code
  expect(await check('token')).toBe('OK')
  expect(await check('other')).toBe('HASH')
})

test('an access token with other characters than ASCII matches no hash', async () => {
  const hash = createHash('sha256').update('a').digest()
  const own = proof({}, { ...claims, ath: hash.toString('base64url') })
  const dpop = (token: string) => verify(own, { ...context, access_token: token })
  expect((await dpop('a')).checks.find(({ id }) => id === 'ath')?.status).toBe('pass')
  expect(await dpop('\u0161')).toMatchObject({ verdict: 'invalid', code: 'HASH' })
  const half = hash.subarray(0, 16).toString('base64url')
  const body = { iss: 'i', sub: 's', aud: 'a', exp: now + 9, iat: now }
  const source = { kind: 'key', text: JSON.stringify(rsa.jwk) } as const
  for (const [name, given] of [
    ['at_hash', 'access_token'],
    ['c_hash', 'code'],
    ['s_hash', 'state'],
  ] as const) {
    const token = jws({ alg: 'RS256' }, { ...body, [name]: half }, rsa.privateKey)
    const request = { token, source, expect: {}, as: 'id_token' } as const
    expect((await verifyToken({ ...request, context: { [given]: 'a' } }, deps)).code).toBe('OK')
    expect((await verifyToken({ ...request, context: { [given]: '\u0161' } }, deps)).code).toBe('HASH')
  }
})

const twice = (body: string) => jws({ alg: 'RS256' }, Buffer.from(body), rsa.privateKey)
test.each([
  ['no cnf', jws({ alg: 'RS256' }, { sub: 's' }, rsa.privateKey)],
  ['a certificate in cnf', jws({ alg: 'RS256' }, { cnf: { 'x5t#S256': jkt } }, rsa.privateKey)],
  ['a jkt that is a number', jws({ alg: 'RS256' }, { cnf: { jkt: 5 } }, rsa.privateKey)],
  ['a list as cnf', jws({ alg: 'RS256' }, { cnf: [{ jkt }] }, rsa.privateKey)],
  ['two cnf', twice(`{"cnf":{"jkt":"other"},"cnf":{"jkt":"${jkt}"}}`)],
  ['two jkt', twice(`{"cnf":{"jkt":"other","jkt":"${jkt}"}}`)],
])('an access token with %s is not bound to the key of the proof', async (_, token) => {
  const hash = createHash('sha256').update(token).digest('base64url')
  const result = await verify(proof({}, { ...claims, ath: hash }), { ...context, access_token: token })
  expect(result).toMatchObject({ verdict: 'invalid', code: 'KEY_BINDING' })
  expect(result.checks.find(({ id }) => id === 'cnf')?.status).toBe('fail')
})

test('what an opaque access token is bound to is not checked', async () => {
  const hash = createHash('sha256').update('opaque').digest('base64url')
  const result = await verify(proof({}, { ...claims, ath: hash }), { ...context, access_token: 'opaque' })
  expect(result.checks.find(({ id }) => id === 'cnf')?.status).toBe('not_checked')
})
