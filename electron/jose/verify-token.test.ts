import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Expectations, KeySource } from '../../shared/verdict/verification.ts'
import { runJobHere } from './crypto-jobs.ts'
import { ecKey, ed25519Key, encode, jws, rsaKey } from './test-tokens.ts'
import { verifyToken } from './verify/verify-token.ts'

const now = 1_800_000_000
const claims = { iss: 'https://issuer.test', sub: 'u', aud: 'api', iat: now - 10, exp: now + 600, nonce: 'n' }
const rsa = rsaKey()
const otherRsa = rsaKey()
const p256 = ecKey('P-256')
const p384 = ecKey('P-384')
const ed = ed25519Key()
const secret = 'a shared secret that is longer than any hash: 0123456789abcdef0123456789'

const deps = {
  now: () => now * 1000,
  run: runJobHere,
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
}
const verify = (token: string, source: KeySource, expectations: Expectations = {}) =>
  verifyToken({ token, source, expect: expectations }, deps)
const key = (value: object | string): KeySource => ({
  kind: 'key',
  text: typeof value === 'string' ? value : JSON.stringify(value),
})
const set = (...keys: readonly object[]) => key({ keys })
const shared = (text: string, encoding: 'utf8' | 'base64' | 'base64url' | 'hex' = 'utf8'): KeySource => ({
  kind: 'secret',
  text,
  encoding,
})

const rs256 = jws({ alg: 'RS256', typ: 'JWT', kid: 'r1' }, claims, rsa.privateKey)
const es256 = jws({ alg: 'ES256' }, claims, p256.privateKey)
const eddsa = jws({ alg: 'EdDSA' }, claims, ed.privateKey)
const hs256 = jws({ alg: 'HS256' }, claims, secret)
const spki = rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string
const pkcs1 = rsa.publicKey.export({ format: 'pem', type: 'pkcs1' }) as string
const rsaJwk = { ...rsa.jwk, kid: 'r1' }
const hsWith = (macKey: string | Uint8Array) => jws({ alg: 'HS256' }, claims, macKey)

describe('what is right is accepted', () => {
  it.each<readonly [string, string, KeySource]>([
    ['RS256 by JWK', rs256, key(rsaJwk)],
    ['RS256 by JWKS', rs256, set(rsaJwk)],
    ['RS256 by SPKI', rs256, key(spki)],
    ['RS256 by PKCS#1', rs256, key(pkcs1)],
    ['RS384', jws({ alg: 'RS384' }, claims, rsa.privateKey), key(rsa.jwk)],
    ['RS512', jws({ alg: 'RS512' }, claims, rsa.privateKey), key(rsa.jwk)],
    ['PS256', jws({ alg: 'PS256' }, claims, rsa.privateKey), key(rsa.jwk)],
    ['PS384', jws({ alg: 'PS384' }, claims, rsa.privateKey), key(rsa.jwk)],
    ['PS512', jws({ alg: 'PS512' }, claims, rsa.privateKey), key(rsa.jwk)],
    ['ES256', es256, key(p256.jwk)],
    ['ES384', jws({ alg: 'ES384' }, claims, p384.privateKey), key(p384.jwk)],
    ['EdDSA', eddsa, key(ed.jwk)],
    ['Ed25519', jws({ alg: 'Ed25519' }, claims, ed.privateKey), key(ed.jwk)],
    ['HS256', hs256, shared(secret)],
    ['HS384', jws({ alg: 'HS384' }, claims, secret), shared(secret)],
    ['HS512 by oct JWK', jws({ alg: 'HS512' }, claims, secret), key({ kty: 'oct', k: encode(secret) })],
    ['a token with the whole header of a paste', `Authorization: Bearer ${rs256}\n`, key(rsaJwk)],
    [
      'crit with b64 true',
      jws({ alg: 'RS256', crit: ['b64'], b64: true }, claims, rsa.privateKey),
      key(rsaJwk),
    ],
  ])('%s is valid', async (_name, token, source) => {
    const result = await verify(token, source)
    expect([result.verdict, result.code]).toEqual(['valid', 'OK'])
  })

  it('ES512 is valid', async () => {
    const p521 = ecKey('P-521')
    const result = await verify(jws({ alg: 'ES512' }, claims, p521.privateKey), key(p521.jwk))
    expect(result.verdict).toBe('valid')
  })
})

describe('a claim that fits proves nothing without a signature', () => {
  const expected = { iss: claims.iss, aud: claims.aud, nonce: claims.nonce }
  const unproved = async (token: string, source: KeySource) =>
    (await verify(token, source, expected)).checks.filter((check) => check.unproved).map(({ id }) => id)

  it.each<readonly [string, string, KeySource, readonly string[]]>([
    ['a proved one', rs256, key(rsaJwk), []],
    ['without a key', rs256, { kind: 'none' }, ['time', 'issuer', 'audience', 'nonce']],
    ['with another key', rs256, key(otherRsa.jwk), ['time', 'issuer', 'audience', 'nonce']],
    [
      'without a signature',
      `${encode({ alg: 'none' })}.${encode(claims)}.`,
      { kind: 'none' },
      ['time', 'issuer', 'audience', 'nonce'],
    ],
  ])('%s', async (_what, token, source, ids) => {
    expect(await unproved(token, source)).toEqual(ids)
  })
})

describe('keys that are odd but usable', () => {
  it('verifies with a short RSA key and calls it weak', async () => {
    const weak = rsaKey(1024)
    for (const alg of ['RS256', 'PS256', 'RS512']) {
      const result = await verify(jws({ alg }, claims, weak.privateKey), key(weak.jwk))
      expect(result.verdict).toBe('valid')
      expect(result.checks[1]?.note).toMatch(/only 1024 bits/)
      const forged = await verify(jws({ alg }, claims, rsaKey(1024).privateKey), key(weak.jwk))
      expect(forged.code).toBe('SIGNATURE_INVALID')
    }
  })

  it('verifies with a short secret and says so', async () => {
    const result = await verify(hsWith('x'), shared('x'))
    expect([result.verdict, result.checks[1]?.note]).toEqual(['valid', expect.stringMatching(/only 8 bits/)])
  })

  it('reads each encoding of a secret', async () => {
    const bytes = Buffer.from(secret)
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      expect((await verify(hs256, shared(bytes.toString(encoding), encoding))).verdict).toBe('valid')
    }
  })

  it('reduces a private key to its public half, and says so', async () => {
    const privateJwk = { ...rsa.privateKey.export({ format: 'jwk' }), key_ops: ['sign'] }
    for (const text of [
      JSON.stringify(privateJwk),
      rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
      rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }) as string,
    ]) {
      const result = await verify(rs256, key(text))
      expect(result.verdict).toBe('valid')
      expect(result.checks[2]?.note).toMatch(/only its public half/)
      expect(JSON.stringify(result)).not.toContain(String(privateJwk.d))
    }
  })

  it('reads SEC1 and PKCS#8 EC keys', async () => {
    for (const type of ['sec1', 'pkcs8'] as const) {
      const pem = p256.privateKey.export({ format: 'pem', type }) as string
      expect((await verify(es256, key(pem))).verdict).toBe('valid')
    }
  })

  it('takes PEM with escaped line breaks, indentation, text around it and an unusable block before it', async () => {
    const indented = `Some text\n-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${spki.replaceAll('\n', '\r\n   ')}`
    for (const text of [spki.replaceAll('\n', '\\n'), indented]) {
      expect((await verify(rs256, key(text))).verdict).toBe('valid')
    }
  })

  it('tries each key of a set when the token names none, and says which fitted', async () => {
    const token = jws({ alg: 'RS256' }, claims, rsa.privateKey)
    const result = await verify(token, set({ ...otherRsa.jwk, kid: 'r0' }, rsaJwk, p256.jwk))
    expect([result.verdict, result.key?.kid]).toEqual(['valid', 'r1'])
    expect(result.checks[2]?.note).toMatch(/2 keys of the set could have signed it/)
  })

  it('uses a single key whatever it is called, and notes the difference', async () => {
    const result = await verify(rs256, key({ ...rsaJwk, kid: 'other' }))
    expect([result.verdict, result.checks[2]?.note]).toEqual([
      'valid',
      expect.stringMatching(/names the key r1/),
    ])
  })

  it('tells unverified from invalid', async () => {
    const result = await verify(rs256, { kind: 'none' })
    expect([result.verdict, result.code]).toEqual(['unverified', 'NOT_VERIFIED'])
    expect(result.checks[0]?.status).toBe('pass')
  })

  it.each(['', 'hello', 'null', '1', '"text"', '[1]', 'true', '\u0000'])(
    'calls a signed %j a JWS and no JWT, and proves only its signature',
    async (payload) => {
      const token = jws({ alg: 'RS256' }, payload, rsa.privateKey)
      const { verdict, checks } = await verify(token, key(rsaJwk))
      expect(verdict).toBe('valid')
      const [parsed, signature, ...others] = checks
      expect(parsed).toMatchObject({
        status: 'pass',
        expected: 'a JWS in compact form',
        found: expect.stringContaining('no JSON object'),
        note: expect.stringMatching(/no JWT/),
        spec: 'RFC 7515 §7.1',
      })
      expect(signature?.status).toBe('pass')
      for (const { id, status } of others)
        expect([id, status]).toEqual([id, id === 'key' ? 'pass' : 'not_checked'])
      for (const expectations of [{ iss: 'a' }, { aud: 'a' }, { nonce: 'a' }, { typ: 'JWT' }])
        expect((await verify(token, key(rsaJwk), expectations)).verdict).toBe('invalid')
      const typed = jws({ alg: 'RS256', typ: 'JWT' }, payload, rsa.privateKey)
      expect((await verify(typed, key(rsaJwk))).code).toBe('MALFORMED')
    },
  )

  it('verifies a JWS whose payload is text, and leaves its claims unchecked', async () => {
    const result = await verify(jws({ alg: 'RS256' }, 'plain text', rsa.privateKey), key(rsaJwk))
    expect(result.verdict).toBe('valid')
    expect(result.checks.slice(3).every(({ status }) => status === 'not_checked')).toBe(true)
  })

  it('compares types as media types', async () => {
    const token = jws({ alg: 'RS256', typ: 'application/AT+JWT' }, claims, rsa.privateKey)
    expect((await verify(token, key(rsaJwk), { typ: 'at+jwt' })).verdict).toBe('valid')
  })

  it('takes one of several audiences', async () => {
    const token = jws({ alg: 'RS256' }, { aud: ['a', 'b'] }, rsa.privateKey)
    expect((await verify(token, key(rsaJwk), { aud: ['x', 'b'] })).verdict).toBe('valid')
    expect((await verify(token, key(rsaJwk), { aud: ['x', 'y'] })).code).toBe('AUDIENCE')
  })

  it('accepts a second before expiry and refuses at it', async () => {
    expect((await verify(rs256, key(rsaJwk), { at: now + 599 })).verdict).toBe('valid')
    expect((await verify(rs256, key(rsaJwk), { at: now + 600, skew: 1 })).verdict).toBe('valid')
    expect((await verify(rs256, key(rsaJwk), { at: now + 601, skew: 1 })).code).toBe('EXPIRED')
  })

  it('names a key by its thumbprint, and never a secret', async () => {
    const result = await verify(
      rs256,
      key(createPublicKey(spki).export({ format: 'pem', type: 'spki' }) as string),
    )
    expect(result.key).toMatchObject({ description: 'RSA 2048', provenance: 'pasted' })
    expect(result.key?.thumbprint).toMatch(/^[\w-]{43}$/)
    expect((await verify(hs256, shared(secret))).key).toEqual({
      description: `oct ${secret.length * 8} bits`,
      provenance: 'secret',
    })
  })
})
