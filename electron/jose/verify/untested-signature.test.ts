import { describe, expect, test } from 'vitest'
import type { Expectations, KeySource, VerifyRequest } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, encode, jws, rsaKey, signature } from '../test-tokens.ts'
import type { VerifyDeps } from './verify-deps.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const rsa = rsaKey()
const ec = ecKey('P-256')
const other = rsaKey()
const claims = { iss: 'https://issuer.test', exp: now + 60 }
const rs256 = jws({ alg: 'RS256', kid: 'r' }, claims, rsa.privateKey)
const secret = 'a secret that is long enough for HS256: 0123456789'
const hs256 = jws({ alg: 'HS256' }, claims, secret)
const jwkText = JSON.stringify(rsa.jwk)
const spki = String(rsa.publicKey.export({ format: 'pem', type: 'spki' }))
const vaultKeys: Readonly<Record<string, object>> = { ec: ec.jwk, tiny: { ...rsa.jwk, e: 'AQ' } }

const deps: VerifyDeps = {
  fetch: async (url) =>
    String(url) === 'https://keys.test/jwks'
      ? Response.json({ keys: [{ ...ec.jwk, kid: 'r' }] })
      : new Response('not here', { status: 404 }),
  now: () => now * 1000,
  run: runJobHere,
  vaultKey: async (keyId) => ({ text: JSON.stringify(vaultKeys[keyId]), name: keyId }),
}
const verify = (
  token: string,
  source: KeySource,
  expected: Expectations = {},
  more: Partial<VerifyDeps> = {},
) => verifyToken({ token, source, expect: expected }, { ...deps, ...more })
const key = (value: object | string): KeySource => ({
  kind: 'key',
  text: typeof value === 'string' ? value : JSON.stringify(value),
})
const shared = (text: string): KeySource => ({ kind: 'secret', text, encoding: 'utf8' })
const rung = ({ checks }: Awaited<ReturnType<typeof verify>>, id: string) =>
  checks.find((one) => one.id === id)

describe('a key of the person’s that does not fit leaves the signature untested', () => {
  test.each([
    ['an EC key for RS256', rs256, key(ec.jwk), 'KEY_TYPE_MISMATCH'],
    ['an EC key of the vault', rs256, { kind: 'vault', keyId: 'ec' }, 'KEY_TYPE_MISMATCH'],
    ['a secret for RS256', rs256, shared(secret), 'KEY_TYPE_MISMATCH'],
    ['a public key for another’s HS256', hs256, key(spki), 'KEY_TYPE_MISMATCH'],
    ['a JWK as the secret', hs256, shared(jwkText), 'KEY_INVALID'],
    ['PEM as the secret', hs256, shared(spki), 'KEY_INVALID'],
    ['exponent 1', rs256, key({ ...rsa.jwk, e: 'AQ' }), 'KEY_INVALID'],
    ['exponent 1, in the vault', rs256, { kind: 'vault', keyId: 'tiny' }, 'KEY_INVALID'],
    ['a key for encryption', rs256, key({ ...rsa.jwk, use: 'enc' }), 'KEY_INVALID'],
    ['a set without it', rs256, key({ keys: [{ ...other.jwk, kid: 's' }] }), 'KEY_NOT_FOUND'],
    [
      'a set with two of its name',
      rs256,
      key({ keys: [rsa.jwk, other.jwk].map((jwk) => ({ ...jwk, kid: 'r' })) }),
      'KEY_AMBIGUOUS',
    ],
  ] as const)('%s', async (_, token, source, code) => {
    for (const diagnose of [true, false]) {
      const result = await verify(token, source, {}, { diagnose })
      expect([result.verdict, result.code]).toEqual(['unverified', code])
      expect(rung(result, 'signature')).toMatchObject({ status: 'not_checked', code })
      expect(rung(result, 'key')?.status).toBe('not_checked')
      expect(result.checks.filter(({ status, unproved }) => status === 'pass' && !unproved)).toEqual([
        expect.objectContaining({ id: 'parsed' }),
      ])
    }
  })

  test('what the token itself gets wrong makes it invalid all the same', async () => {
    const result = await verify(rs256, key(ec.jwk), { at: now + 600 })
    expect([result.verdict, result.code]).toEqual(['invalid', 'EXPIRED'])
  })

  test('a signature that was tested and does not fit is a failure', async () => {
    const result = await verify(rs256, key(other.jwk))
    expect(rung(result, 'signature')).toMatchObject({ status: 'fail', code: 'SIGNATURE_INVALID' })
    expect(result.verdict).toBe('invalid')
  })

  test('a token forged with the public key as its secret is invalid, in a batch too', async () => {
    for (const diagnose of [true, false]) {
      const result = await verify(jws({ alg: 'HS256' }, claims, spki), key(spki), {}, { diagnose })
      expect([result.verdict, result.code]).toEqual(['invalid', 'KEY_TYPE_MISMATCH'])
      expect(result.diagnosis?.[0]?.cause).toBe('KEY_CONFUSION')
      const given = await verify(jws({ alg: 'HS256' }, claims, spki), shared(spki), {}, { diagnose })
      expect([given.verdict, given.code]).toEqual(['invalid', 'KEY_INVALID'])
    }
  })

  test('keys of an issuer or an address are held against the token', async () => {
    const result = await verify(rs256, { kind: 'jwks_url', url: 'https://keys.test/jwks' })
    expect([result.verdict, result.code]).toEqual(['invalid', 'KEY_TYPE_MISMATCH'])
  })

  test('the key that a DPoP proof brings itself is the token’s own fault', async () => {
    const proof = jws(
      { alg: 'ES256', typ: 'dpop+jwt', jwk: rsa.jwk },
      { jti: 'j', htm: 'GET', htu: 'https://a.test/', iat: now },
      ec.privateKey,
    )
    const request: VerifyRequest = { token: proof, source: { kind: 'none' }, expect: {}, as: 'dpop_proof' }
    expect((await verifyToken(request, deps)).verdict).toBe('invalid')
  })

  test('an untested signature beside a proved one proves nothing more, and alone nothing at all', async () => {
    const payload = encode(claims)
    const part = (alg: string, kid: string, by: typeof ec) => {
      const head = encode({ alg, kid })
      const made = signature(alg, `${head}.${payload}`, by.privateKey).toString('base64url')
      return { protected: head, signature: made }
    }
    const set = key({
      keys: [
        { ...rsa.jwk, kid: 'good' },
        { ...other.jwk, kid: 'tiny', e: 'AQ' },
      ],
    })
    const judge = (...signatures: readonly object[]) => verify(JSON.stringify({ payload, signatures }), set)
    const bad = part('RS256', 'tiny', other)
    const both = await judge(part('RS256', 'good', rsa), bad)
    expect([both.verdict, both.parts?.map(({ verdict }) => verdict)]).toEqual([
      'valid',
      ['valid', 'unverified'],
    ])
    expect((await judge(bad)).verdict).toBe('unverified')
    expect((await judge(bad, bad)).verdict).toBe('unverified')
    expect((await judge(part('RS256', 'good', other), bad)).verdict).toBe('invalid')
  })
})

describe('an issuer that was only asked for keys', () => {
  const asked: KeySource = { kind: 'discovery', issuer: 'https://typo.test' }

  test.each([
    ['another than the token names', asked],
    ['the one that the token names', { kind: 'discovery', issuer: claims.iss } as const],
  ])('is compared with nothing where it gave none: %s', async (_, source) => {
    const result = await verify(rs256, source)
    expect(rung(result, 'issuer')).toMatchObject({
      status: 'not_checked',
      found: claims.iss,
      note: expect.stringContaining('gave no keys'),
    })
    expect([result.verdict, result.code]).toEqual(['unverified', 'HTTP_STATUS'])
  })

  test('is compared where it was expected by itself', async () => {
    const result = await verify(rs256, asked, { iss: 'https://typo.test' })
    expect(rung(result, 'issuer')).toMatchObject({ status: 'fail', code: 'ISSUER' })
  })

  test('is compared where its keys were had', async () => {
    const issuer = 'https://other.test'
    const fetch = async (url: string) =>
      url.endsWith('/jwks')
        ? Response.json({ keys: [{ ...rsa.jwk, kid: 'r' }] })
        : Response.json({ issuer, jwks_uri: `${issuer}/jwks` })
    const result = await verify(rs256, { kind: 'discovery', issuer }, {}, { fetch })
    expect(rung(result, 'issuer')).toMatchObject({ status: 'fail', code: 'ISSUER', expected: issuer })
    expect(result.verdict).toBe('invalid')
  })
})
