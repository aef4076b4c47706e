import { createHash } from 'node:crypto'
import { createLocalJWKSet, importJWK, type JWK, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import type { VerdictCode } from '../../shared/verdict/check.ts'
import { errorNames } from '../../shared/verdict/error-names.ts'
import { acceptsWords } from '../../shared/verdict/library-answer.ts'
import type { Expectations, KeySource } from '../../shared/verdict/verification.ts'
import { runJobHere } from './crypto-jobs.ts'
import { ecKey, encode, jws, rsaKey } from './test-tokens.ts'
import { verifyToken } from './verify/verify-token.ts'

/** What the app says of jose is held against jose itself: the same token, key and expectations go to both. */
const now = 1_800_000_000
const deps = {
  now: () => now * 1000,
  run: runJobHere,
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
}
const rsa = rsaKey()
const rsaThree = rsaKey(2048, 3)
const ec = ecKey('P-256')
const secret = 'a shared secret that is longer than any hash: 0123456789abcdef0123456789'
const bytes = (text: string) => new TextEncoder().encode(text)
const key = (value: object | string): KeySource => ({ kind: 'key', text: JSON.stringify(value) })
const shared = (text: string): KeySource => ({ kind: 'secret', text, encoding: 'utf8' })
const jwk = (more: object = {}): JWK => ({ ...rsa.jwk, ...more }) as JWK
const set = (...keys: readonly JWK[]) => createLocalJWKSet({ keys: [...keys] })

type Key = Parameters<typeof jwtVerify>[1]
type Options = NonNullable<Parameters<typeof jwtVerify>[2]>
type Run = readonly [key: Key | Uint8Array | JWK, options?: Options]

const hs = (claims: object, macKey = secret) => jws({ alg: 'HS256' }, claims, macKey)
const rs = (header: object = {}) => jws({ alg: 'RS256', ...header }, { sub: 'u' }, rsa.privateKey)
const good = hs({ sub: 'u' })
const [head = '', body = '', mac = ''] = good.split('.')
const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string
const jwkText = JSON.stringify(rsa.jwk)
const plain: Run = [bytes(secret)]
const none = `${encode({ alg: 'none' })}.${encode({})}.`
const unknown = `${encode({ alg: 'XX1' })}.${encode({})}.AAAA`

/** With exponent 1 the padded hash is its own signature (RFC 8017 §9.2). */
function forged(): string {
  const input = `${encode({ alg: 'RS256' })}.${encode({ sub: 'u' })}`
  const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex')
  const info = Buffer.concat([prefix, createHash('sha256').update(input).digest()])
  const padding = Buffer.alloc(256 - 3 - info.length, 0xff)
  const signature = Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), info])
  return `${input}.${signature.toString('base64url')}`
}

type Row = readonly [
  name: string,
  code: VerdictCode,
  token: string,
  source: KeySource,
  expected: Expectations,
  /** The calls the answer speaks of, in its order. */
  runs: readonly Run[],
]

// biome-ignore format: one row, one line
const rows: readonly Row[] = [
  ['two segments', 'MALFORMED', `${head}.${body}`, shared(secret), {}, [plain]],
  ['a header that is a list', 'MALFORMED', `${encode('[]')}.${body}.${mac}`, shared(secret), {}, [plain]],
  ['alg none', 'UNSECURED', none, shared(secret), {}, [plain, [bytes(secret), { algorithms: ['HS256'] }]]],
  ['an unknown alg', 'ALG_UNSUPPORTED', unknown, shared(secret), {}, [plain, [bytes(secret), { algorithms: ['HS256'] }]]],
  ['an alg that is not expected', 'ALG_NOT_ALLOWED', good, shared(secret), { alg: ['RS256'] }, [[bytes(secret), { algorithms: ['RS256'] }]]],
  ['a key bound to another alg', 'ALG_NOT_ALLOWED', rs(), key(jwk({ alg: 'PS256' })), {}, [[jwk({ alg: 'PS256' })], [set(jwk({ alg: 'PS256' }))]]],
  ['a key for encryption', 'KEY_INVALID', rs(), key(jwk({ use: 'enc' })), {}, [[jwk({ use: 'enc' })], [set(jwk({ use: 'enc' }))], [await importJWK(jwk({ use: 'enc' }), 'RS256')]]],
  ['key_ops without verify', 'KEY_INVALID', rs(), key(jwk({ key_ops: ['encrypt'] })), {}, [[jwk({ key_ops: ['encrypt'] })], [set(jwk({ key_ops: ['encrypt'] }))]]],
  ['a PEM block as the secret', 'KEY_INVALID', hs({}, pem), shared(pem), {}, [[bytes(pem)]]],
  ['a JWK as the secret', 'KEY_INVALID', hs({}, jwkText), shared(jwkText), {}, [[bytes(jwkText)]]],
  ['exponent 1, forged', 'KEY_INVALID', forged(), key(jwk({ e: 'AQ' })), {}, [[jwk({ e: 'AQ' })]]],
  ['an even exponent', 'KEY_INVALID', rs(), key(jwk({ e: 'AQAA' })), {}, [[jwk({ e: 'AQAA' })]]],
  ['exponent 3', 'KEY_INVALID', jws({ alg: 'RS256' }, {}, rsaThree.privateKey), key(rsaThree.jwk), {}, [[rsaThree.jwk as JWK]]],
  ['a secret for RS256', 'KEY_TYPE_MISMATCH', rs(), shared(secret), {}, [plain]],
  ['an EC key for RS256', 'KEY_TYPE_MISMATCH', rs(), key(ec.jwk), {}, [[set(ec.jwk as JWK)]]],
  ['an RSA key for HS256', 'KEY_TYPE_MISMATCH', good, key(rsa.jwk), {}, [[jwk()]]],
  ['a kid that no key has', 'KEY_NOT_FOUND', rs({ kid: 'x' }), key({ keys: [jwk({ kid: 'y' })] }), {}, [[set(jwk({ kid: 'y' }))]]],
  ['a kid that two keys have', 'KEY_AMBIGUOUS', rs({ kid: 'x' }), key({ keys: [jwk({ kid: 'x' }), jwk({ ...rsaKey().jwk, kid: 'x' })] }), {}, [[set(jwk({ kid: 'x' }), jwk({ ...rsaKey().jwk, kid: 'x' }))]]],
  ['another secret', 'SIGNATURE_INVALID', good, shared(`${secret}x`), {}, [[bytes(`${secret}x`)]]],
  ['an unknown critical parameter', 'CRIT', jws({ alg: 'HS256', crit: ['x'], x: 1 }, {}, secret), shared(secret), {}, [plain]],
  ['an empty crit', 'CRIT', jws({ alg: 'HS256', crit: [] }, {}, secret), shared(secret), {}, [plain]],
  ['expired', 'EXPIRED', hs({ exp: now - 9 }), shared(secret), {}, [plain]],
  ['not yet valid', 'NOT_YET_VALID', hs({ nbf: now + 900 }), shared(secret), {}, [plain]],
  ['issued in the future', 'ISSUED_IN_FUTURE', hs({ iat: now + 900 }), shared(secret), {}, [plain, [bytes(secret), { maxTokenAge: 60 }]]],
  ['another issuer', 'ISSUER', hs({ iss: 'a' }), shared(secret), { iss: 'b' }, [[bytes(secret), { issuer: 'b' }]]],
  ['no issuer', 'CLAIM_MISSING', good, shared(secret), { iss: 'b' }, [[bytes(secret), { issuer: 'b' }]]],
  ['an issuer that is a number', 'CLAIM_TYPE', hs({ iss: 1 }), shared(secret), { iss: 'b' }, [[bytes(secret), { issuer: 'b' }]]],
  ['another audience', 'AUDIENCE', hs({ aud: 'a' }), shared(secret), { aud: 'b' }, [[bytes(secret), { audience: 'b' }]]],
  ['another nonce', 'NONCE', hs({ nonce: 'a' }), shared(secret), { nonce: 'b' }, [plain]],
  ['another type', 'TYPE', jws({ alg: 'HS256', typ: 'JWT' }, {}, secret), shared(secret), { typ: 'at+jwt' }, [plain, [bytes(secret), { typ: 'at+jwt' }]]],
  ['an exp that is a text', 'CLAIM_TYPE', hs({ exp: 'x' }), shared(secret), {}, [plain]],
]

describe('what the app says of jose is what jose does', () => {
  it.each(rows)('%s', async (_name, code, token, source, expected, runs) => {
    const { checks } = await verifyToken({ token, source, expect: expected }, deps)
    const check = checks.find((one) => one.code === code)
    if (!check) throw new Error(JSON.stringify(checks))
    const { jose } = errorNames(check)
    if (jose === null) throw new Error('nothing is said of jose')
    const seen: string[] = []
    for (const run of runs) seen.push(await runJose(token, run))
    expect(namedIn(typeof jose === 'string' ? jose : acceptsWords(jose))).toEqual(seen)
  })
})

it.each([
  ['a size', { code: 'TOO_LARGE' as const }, hs({ x: 'a'.repeat(1_000_001) })],
  ['an audience nobody asked for', { code: 'NONCE' as const }, hs({ aud: 'a' })],
])('and accepts %s', async (_name, check, token) => {
  expect(errorNames(check).jose).toMatchObject({ accepts: true })
  expect(await runJose(token, plain)).toBe('accepts')
})

async function runJose(token: string, [given, options]: Run): Promise<string> {
  try {
    await jwtVerify(token, given as Key, { currentDate: new Date(now * 1000), ...options })
    return 'accepts'
  } catch (error) {
    return error instanceof Error ? error.constructor.name : 'nothing known'
  }
}

/** The errors and acceptances that an answer names, in its order. */
function namedIn(answer: string): readonly string[] {
  const found = answer.match(/\b(?:JW[ST]\w+|JWKS\w+|JOSE\w+|TypeError|accept(?:s|ed))\b/g) ?? []
  return found.map((name) => (name.startsWith('accept') ? 'accepts' : name))
}
