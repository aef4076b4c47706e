import { describe, expect, it } from 'vitest'
import { negativeCases } from '../../../shared/negative/negative-cases.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import { specUrl } from '../../../shared/verdict/spec-url.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, ed25519Key, jws, rsaKey, type TestKey } from '../test-tokens.ts'
import { verifyToken } from '../verify/verify-token.ts'
import { makeNegativeTokens } from './make-negative-tokens.ts'

const now = 1_800_000_000
const claims = {
  iss: 'https://login.acme.test/',
  sub: 'user-1',
  aud: 'orders',
  iat: now - 60,
  exp: now + 600,
  jti: 'j',
  client_id: 'web',
  big: 1,
}
const rsa = rsaKey()
const make = async (alg: string, key: TestKey) => {
  const privateJwk = { ...key.privateKey.export({ format: 'jwk' }), kid: 'k1' }
  const token = jws({ alg, kid: 'k1', typ: 'at+jwt' }, claims, key.privateKey)
  const set = await makeNegativeTokens({
    token,
    key: { kind: 'key', text: JSON.stringify(privateJwk) },
    nowSeconds: now,
  })
  return { token, set, privateJwk }
}
const verify = (token: string, jwk: object, expectations = {}) =>
  verifyToken(
    {
      token,
      source: { kind: 'key', text: JSON.stringify(jwk) },
      expect: { iss: claims.iss, aud: claims.aud, at: now, ...expectations },
      as: 'access_token',
    },
    { fetch: () => Promise.reject(new Error('no network')), now: () => now * 1000, run: runJobHere },
  )

describe.each([
  ['RS256', () => rsa],
  ['ES256', () => ecKey('P-256')],
  ['EdDSA', ed25519Key],
] as const)('%s', (alg, keyOf) => {
  const key = keyOf()
  const jwk = { ...key.jwk, kid: 'k1' }

  it('starts from a token that verifies, and makes every case', async () => {
    const { token, set } = await make(alg, key)
    expect((await verify(token, jwk)).verdict).toBe('valid')
    expect(set.skipped).toEqual([])
    expect(set.tokens.map(({ id }) => id)).toEqual(negativeCases.map(({ id }) => id))
  })

  it('makes only tokens that this verifier refuses, where a server must', async () => {
    const { set } = await make(alg, key)
    for (const { id, token, expectation } of set.tokens) {
      if (expectation !== 'refuse') continue
      expect([id, (await verify(token, jwk)).verdict]).not.toEqual([id, 'valid'])
    }
  })

  it('keeps the signature good where the fault is elsewhere', async () => {
    const { set } = await make(alg, key)
    const own = negativeCases
      .filter(({ change }) => change.includes('the signature is good'))
      .map(({ id }) => id)
    for (const id of own.filter(
      (name) =>
        !['crit-unknown', 'duplicate-claim', 'unknown-kid'].includes(name) && !name.startsWith('kid-'),
    )) {
      const token = set.tokens.find((each) => each.id === id)?.token ?? ''
      const signature = (await verify(token, jwk)).checks.find((check) => check.id === 'signature')
      expect([id, signature?.status]).toEqual([id, 'pass'])
    }
  })
})

describe('makeNegativeTokens', () => {
  it('changes nothing but the fault', async () => {
    const { token, set } = await make('RS256', rsa)
    const [header = '', payload = '', signature = ''] = token.split('.')
    const find = (id: string) => set.tokens.find((each) => each.id === id)?.token.split('.') ?? []
    expect(find('expired')[0]).toBe(header)
    expect(find('signature-empty')).toEqual([header, payload, ''])
    expect(find('signature-cut')).toEqual([header, payload])
    expect(find('payload-altered')[2]).toBe(signature)
    expect(find('unknown-kid')[1]).toBe(payload)
    const flipped = Buffer.from(find('signature-bit')[2] ?? '', 'base64url')
    const differing = flipped.filter((byte, index) => byte !== Buffer.from(signature, 'base64url')[index])
    expect(differing).toHaveLength(1)
  })

  it('makes what needs no key without one, and says what the others need', async () => {
    const { token } = await make('RS256', rsa)
    const set = await makeNegativeTokens({ token, key: null, nowSeconds: now })
    const ids = set.tokens.map(({ id }) => id)
    expect(ids).toEqual(
      expect.arrayContaining([
        'alg-none',
        'signature-bit',
        'embedded-jwk',
        'payload-altered',
        'empty-secret',
      ]),
    )
    expect(ids).not.toContain('expired')
    expect(set.skipped.find(({ id }) => id === 'expired')?.reason).toContain('no key')
    expect(ids.length + set.skipped.length).toBe(negativeCases.length)
  })

  it('does not sign with a key that did not sign the good token: a careless server would seem careful', async () => {
    const { token } = await make('RS256', rsa)
    const other = { ...rsaKey().privateKey.export({ format: 'jwk' }), kid: 'k1' }
    const set = await makeNegativeTokens({
      token,
      key: { kind: 'key', text: JSON.stringify(other) },
      nowSeconds: now,
    })
    expect(set.tokens.map(({ id }) => id)).not.toContain('expired')
    expect(set.skipped.find(({ id }) => id === 'expired')?.reason).toContain('not the one that signed')
  })

  it('asks more of a token that follows RFC 9068', async () => {
    const find = async (typ: string) => {
      const token = jws({ alg: 'RS256', typ }, claims, rsa.privateKey)
      const key = { kind: 'key', text: JSON.stringify(rsa.privateKey.export({ format: 'jwk' })) } as const
      const { tokens } = await makeNegativeTokens({ token, key, nowSeconds: now })
      return ['missing-aud', 'typ-confusion'].map((id) => tokens.find((each) => each.id === id)?.expectation)
    }
    expect(await find('at+jwt')).toEqual(['refuse', 'refuse'])
    expect(await find('JWT')).toEqual(['should_refuse', 'should_refuse'])
  })

  it.each([
    ['expired', { exp: now - 60 }, { why: 'expired', bySeconds: 60 }],
    ['not yet valid', { nbf: now + 60 }, { why: 'not_yet_valid', bySeconds: 60 }],
    ['in time', {}, null],
  ] as const)('says where the good token is %s', async (_name, times, timeFault) => {
    const token = jws({ alg: 'RS256' }, { ...claims, ...times }, rsa.privateKey)
    expect(await makeNegativeTokens({ token, key: null, nowSeconds: now })).toMatchObject({ timeFault })
  })

  it('lets no private key out', async () => {
    const { set, privateJwk } = await make('RS256', rsa)
    for (const { token } of set.tokens) {
      const text = token
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
        .join()
      for (const name of ['d', 'p', 'q', 'dp'] as const)
        expect(text).not.toContain(privateJwk[name]?.slice(0, 24))
    }
    const embedded = readToken(set.tokens.find(({ id }) => id === 'embedded-jwk')?.token ?? '')
    expect(
      Object.keys((embedded.segments[0]?.members?.find(({ name }) => name === 'jwk')?.value ?? {}) as object),
    ).toEqual(['kty', 'n', 'e'])
  })

  it('keeps integers and order as they were', async () => {
    const token = jws({ alg: 'RS256' }, '{"z":12345678901234567890,"exp":1, "a":[1, 2]}', rsa.privateKey)
    const key = { kind: 'key', text: JSON.stringify(rsa.privateKey.export({ format: 'jwk' })) } as const
    const set = await makeNegativeTokens({ token, key, nowSeconds: now })
    const payload = Buffer.from(
      set.tokens.find(({ id }) => id === 'expired')?.token.split('.')[1] ?? '',
      'base64url',
    ).toString()
    expect(payload).toBe(`{"z":12345678901234567890,"exp":${now - 3600},"a":[1, 2]}`)
  })

  it('takes an HMAC token with its secret', async () => {
    const secret = 'a-secret-that-is-long-enough-for-hs256-really'
    const token = jws({ alg: 'HS256' }, claims, secret)
    const set = await makeNegativeTokens({
      token,
      key: { kind: 'secret', text: secret, encoding: 'utf8' },
      nowSeconds: now,
    })
    expect(set.skipped.map(({ id }) => id)).toEqual(['hs-with-public-key'])
    expect(JSON.stringify(set)).not.toContain(secret)
  })

  it.each([
    ['nothing', ''],
    ['opaque text', 'hello'],
    ['no signature', `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
    ['a text', jws({ alg: 'RS256' }, 'hello', rsa.privateKey)],
    [
      'an encrypted token',
      'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA',
    ],
  ])('refuses %s', async (_name, token) => {
    await expect(makeNegativeTokens({ token, key: null, nowSeconds: now })).rejects.toMatchObject({
      code: 'ERR_INPUT',
    })
  })

  it('is a job, and says why a public key does not do', async () => {
    const { token } = await make('RS256', rsa)
    const set = await runJobHere('makeNegativeTokens', {
      token,
      key: { kind: 'key', text: JSON.stringify(rsa.jwk) },
      nowSeconds: now,
    })
    expect(set.skipped.find(({ id }) => id === 'expired')?.reason).toContain('cannot sign')
  })
})

it('has names, words and a page for each case', () => {
  const ids = negativeCases.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, change, spec } of negativeCases) {
    expect(id).toMatch(/^[a-z0-9-]+$/)
    expect(change).toMatch(/\.$/)
    expect(specUrl(spec)).not.toBeNull()
  }
})
