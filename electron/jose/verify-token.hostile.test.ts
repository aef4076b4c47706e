import { sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { VerdictCode } from '../../shared/verdict/check.ts'
import type { Expectations, KeySource } from '../../shared/verdict/verification.ts'
import { runJobHere } from './crypto-jobs.ts'
import { ecKey, ed25519Key, encode, jws, rsaKey, signature } from './test-tokens.ts'
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
const [header = '', payload = '', sig = ''] = rs256.split('.')
const spki = rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string
const pkcs1 = rsa.publicKey.export({ format: 'pem', type: 'pkcs1' }) as string
const spkiDer = rsa.publicKey.export({ format: 'der', type: 'spki' })
const pkcs1Der = rsa.publicKey.export({ format: 'der', type: 'pkcs1' })
const rsaJwk = { ...rsa.jwk, kid: 'r1' }
const unsigned = (alg: unknown, tail = '') => `${encode({ alg })}.${encode(claims)}.${tail}`
const hsWith = (macKey: string | Uint8Array) => jws({ alg: 'HS256' }, claims, macKey)
const withJson = (headerText: string, payloadText: string) => {
  const input = `${encode(headerText)}.${encode(payloadText)}`
  return `${input}.${signature('RS256', input, rsa.privateKey).toString('base64url')}`
}
/** The last character of a segment whose final bits are free, changed so that it decodes to the same bytes. */
const respelt = (segment: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return segment.slice(0, -1) + alphabet.charAt(alphabet.indexOf(segment.slice(-1)) ^ 1)
}
const flipped = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
const asDer = () => sign('sha256', Buffer.from(es256.split('.').slice(0, 2).join('.')), p256.privateKey)
const es256Head = es256.split('.').slice(0, 2).join('.')
const jwkText = JSON.stringify(rsaJwk)

type Hostile = readonly [
  name: string,
  token: string,
  source: KeySource,
  code: VerdictCode,
  expect?: Expectations,
]

const hostile: readonly Hostile[] = [
  // No signature at all
  ['alg none', unsigned('none'), key(rsaJwk), 'UNSECURED'],
  ['alg None', unsigned('None'), key(rsaJwk), 'UNSECURED'],
  ['alg NONE', unsigned('NONE'), key(rsaJwk), 'UNSECURED'],
  ['alg nOnE', unsigned('nOnE'), key(rsaJwk), 'UNSECURED'],
  ['alg none with a space', unsigned('none '), key(rsaJwk), 'UNSECURED'],
  ['alg none with a NUL', unsigned('none\u0000'), key(rsaJwk), 'UNSECURED'],
  ['alg none with a signature', unsigned('none', sig), key(rsaJwk), 'UNSECURED'],
  ['alg none, expected by mistake', unsigned('none'), key(rsaJwk), 'UNSECURED', { alg: ['none'] }],
  ['alg none against a secret', unsigned('none'), shared(secret), 'UNSECURED'],
  ['alg none as the MAC of an empty secret', unsigned('none'), shared(''), 'UNSECURED'],
  ['alg empty', unsigned('', sig), key(rsaJwk), 'ALG_UNSUPPORTED'],
  ['alg null', unsigned(null, sig), key(rsaJwk), 'MALFORMED'],
  ['alg missing', `${encode({ typ: 'JWT' })}.${payload}.${sig}`, key(rsaJwk), 'MALFORMED'],
  ['alg a list', unsigned(['RS256'], sig), key(rsaJwk), 'MALFORMED'],
  ['alg an object', unsigned({ a: 1 }, sig), key(rsaJwk), 'MALFORMED'],
  ['signature stripped', `${header}.${payload}.`, key(rsaJwk), 'MALFORMED'],
  ['signature and its dot stripped', `${header}.${payload}`, key(rsaJwk), 'MALFORMED'],
  ['empty segments', '..', key(rsaJwk), 'MALFORMED'],
  ['a fourth segment', `${rs256}.${sig}`, key(rsaJwk), 'MALFORMED'],
  ['a dot at the end', `${rs256}.`, key(rsaJwk), 'MALFORMED'],

  // Key confusion
  ['HS256 with the SPKI PEM, given as key', hsWith(spki), key(spki), 'KEY_TYPE_MISMATCH'],
  ['HS256 with the SPKI PEM, given as JWK', hsWith(spki), key(rsaJwk), 'KEY_TYPE_MISMATCH'],
  ['HS256 with the SPKI PEM, given as secret', hsWith(spki), shared(spki), 'KEY_INVALID'],
  ['HS256 with the SPKI PEM without its line end', hsWith(spki.trim()), shared(spki.trim()), 'KEY_INVALID'],
  ['HS256 with the PKCS#1 PEM, given as secret', hsWith(pkcs1), shared(pkcs1), 'KEY_INVALID'],
  ['HS256 with the SPKI DER', hsWith(spkiDer), shared(spkiDer.toString('base64'), 'base64'), 'KEY_INVALID'],
  ['HS256 with the PKCS#1 DER', hsWith(pkcs1Der), shared(pkcs1Der.toString('hex'), 'hex'), 'KEY_INVALID'],
  [
    'HS256 with the DER as text',
    hsWith(spkiDer.toString('base64')),
    shared(spkiDer.toString('base64')),
    'KEY_INVALID',
  ],
  ['HS256 with the JWK text', hsWith(jwkText), shared(jwkText), 'KEY_INVALID'],
  [
    'HS256 with the JWKS text',
    hsWith(`{"keys":[${jwkText}]}`),
    shared(`{"keys":[${jwkText}]}`),
    'KEY_INVALID',
  ],
  ['HS256 with PEM inside an oct JWK', hsWith(spki), key({ kty: 'oct', k: encode(spki) }), 'KEY_INVALID'],
  [
    'HS256 with the DER in hex inside an oct JWK',
    hsWith(spkiDer.toString('hex')),
    key({ kty: 'oct', k: encode(spkiDer.toString('hex')) }),
    'KEY_INVALID',
  ],
  [
    'HS256 with a list of JWKs inside an oct JWK of a set',
    jws({ alg: 'HS256', kid: 'h' }, claims, `[${jwkText}]`),
    set({ kty: 'oct', kid: 'h', k: encode(`[${jwkText}]`) }),
    'KEY_INVALID',
  ],
  [
    'HS256 with the modulus, key an RSA JWK',
    hsWith(Buffer.from(String(rsa.jwk.n), 'base64url')),
    key(rsaJwk),
    'KEY_TYPE_MISMATCH',
  ],
  ['HS256 against a set with only RSA', hsWith(spki), set(rsaJwk), 'KEY_NOT_FOUND'],
  [
    'HS256 that names the RSA key',
    jws({ alg: 'HS256', kid: 'r1' }, claims, spki),
    set(rsaJwk),
    'KEY_TYPE_MISMATCH',
  ],
  ['HS256 with the EC key', hsWith(JSON.stringify(p256.jwk)), key(p256.jwk), 'KEY_TYPE_MISMATCH'],
  ['HS256 with an empty secret', hsWith(''), shared(''), 'KEY_INVALID'],
  ['HS256 with an empty oct JWK', hsWith(''), key({ kty: 'oct', k: '' }), 'KEY_INVALID'],
  ['RS256 against a secret', rs256, shared(secret), 'KEY_TYPE_MISMATCH'],
  ['RS256 against an oct JWK', rs256, key({ kty: 'oct', k: encode(secret) }), 'KEY_TYPE_MISMATCH'],
  ['ES256 header, RSA key', jws({ alg: 'ES256' }, claims, p256.privateKey), key(rsaJwk), 'KEY_TYPE_MISMATCH'],
  [
    'ES256 turned to HS256',
    `${encode({ alg: 'HS256' })}.${payload}.${sig}`,
    key(p256.jwk),
    'KEY_TYPE_MISMATCH',
  ],
  ['EdDSA header, EC key', jws({ alg: 'EdDSA' }, claims, ed.privateKey), key(p256.jwk), 'KEY_TYPE_MISMATCH'],
  [
    'ES256 header, P-384 key',
    jws({ alg: 'ES256' }, claims, p384.privateKey),
    key(p384.jwk),
    'KEY_TYPE_MISMATCH',
  ],
  [
    'ES384 header, P-256 key',
    jws({ alg: 'ES384' }, claims, p256.privateKey),
    key(p256.jwk),
    'KEY_TYPE_MISMATCH',
  ],
  ['a P-384 key that says P-256', es256, key({ ...p384.jwk, crv: 'P-256' }), 'KEY_INVALID'],

  // The algorithm
  [
    'PS256 signature under RS256',
    jws({ alg: 'RS256' }, claims, rsa.privateKey, 'PS256'),
    key(rsaJwk),
    'SIGNATURE_INVALID',
  ],
  [
    'RS256 signature under PS256',
    jws({ alg: 'PS256' }, claims, rsa.privateKey, 'RS256'),
    key(rsaJwk),
    'SIGNATURE_INVALID',
  ],
  [
    'RS512 signature under RS256',
    jws({ alg: 'RS256' }, claims, rsa.privateKey, 'RS512'),
    key(rsaJwk),
    'SIGNATURE_INVALID',
  ],
  ['an algorithm that was not agreed', rs256, key(rsaJwk), 'ALG_NOT_ALLOWED', { alg: ['ES256', 'PS256'] }],
  [
    'alg in lower case',
    jws({ alg: 'rs256' }, claims, rsa.privateKey, 'RS256'),
    key(rsaJwk),
    'ALG_UNSUPPORTED',
  ],
  [
    'alg with a space',
    jws({ alg: 'RS256 ' }, claims, rsa.privateKey, 'RS256'),
    key(rsaJwk),
    'ALG_UNSUPPORTED',
  ],
  [
    'ES256K',
    jws({ alg: 'ES256K' }, claims, ecKey('secp256k1').privateKey, 'ES256'),
    key(p256.jwk),
    'KEY_TYPE_MISMATCH',
  ],
  ['alg __proto__', unsigned('__proto__', sig), key(rsaJwk), 'ALG_UNSUPPORTED'],
  ['alg toString', unsigned('toString', sig), key(rsaJwk), 'ALG_UNSUPPORTED'],
  ['a key bound to PS256', rs256, key({ ...rsaJwk, alg: 'PS256' }), 'ALG_NOT_ALLOWED'],
  ['a named key bound to RS512', rs256, set({ ...rsaJwk, alg: 'RS512' }), 'ALG_NOT_ALLOWED'],
  ['a key for encryption', rs256, key({ ...rsaJwk, use: 'enc' }), 'KEY_INVALID'],
  ['a named key for encryption', rs256, set({ ...rsaJwk, use: 'enc' }), 'KEY_INVALID'],
  ['key_ops without verify', rs256, key({ ...rsaJwk, key_ops: ['encrypt'] }), 'KEY_INVALID'],
  ['key_ops that is no list', rs256, key({ ...rsaJwk, key_ops: 'verify' }), 'KEY_INVALID'],

  // Signatures
  ['another key', rs256, key(otherRsa.jwk), 'SIGNATURE_INVALID'],
  [
    'the payload of another token',
    `${header}.${encode({ ...claims, sub: 'admin' })}.${sig}`,
    key(rsaJwk),
    'SIGNATURE_INVALID',
  ],
  ['ECDSA in DER form', `${es256Head}.${asDer().toString('base64url')}`, key(p256.jwk), 'SIGNATURE_INVALID'],
  ['ECDSA of zeros', `${es256Head}.${encode(new Uint8Array(64))}`, key(p256.jwk), 'SIGNATURE_INVALID'],
  [
    'ECDSA with r = n',
    `${es256Head}.${Buffer.from(`ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551${'01'.padStart(64, '0')}`, 'hex').toString('base64url')}`,
    key(p256.jwk),
    'SIGNATURE_INVALID',
  ],
  [
    'ECDSA with a byte too many',
    `${es256Head}.${encode(Buffer.concat([Buffer.from(es256.split('.')[2]!, 'base64url'), Buffer.alloc(2)]))}`,
    key(p256.jwk),
    'SIGNATURE_INVALID',
  ],
  [
    'Ed25519 of zeros',
    `${eddsa.split('.').slice(0, 2).join('.')}.${encode(new Uint8Array(64))}`,
    key(ed.jwk),
    'SIGNATURE_INVALID',
  ],
  ['RSA signature of one byte', `${header}.${payload}.AQ`, key(rsaJwk), 'SIGNATURE_INVALID'],
  [
    'RSA signature with a leading zero byte',
    `${header}.${payload}.${encode(Buffer.concat([Buffer.alloc(1), Buffer.from(sig, 'base64url')]))}`,
    key(rsaJwk),
    'SIGNATURE_INVALID',
  ],
  [
    'HMAC cut to half',
    `${hs256.split('.').slice(0, 2).join('.')}.${encode(Buffer.from(hs256.split('.')[2]!, 'base64url').subarray(0, 16))}`,
    shared(secret),
    'SIGNATURE_INVALID',
  ],
  ['HMAC with another secret', hs256, shared(`${secret}x`), 'SIGNATURE_INVALID'],

  // Keys from the token itself
  [
    'embedded jwk',
    jws({ alg: 'RS256', jwk: otherRsa.jwk }, claims, otherRsa.privateKey),
    key(rsaJwk),
    'SIGNATURE_INVALID',
  ],
  [
    'embedded jwk with the kid of the real one',
    jws({ alg: 'RS256', kid: 'r1', jwk: { ...otherRsa.jwk, kid: 'r1' } }, claims, otherRsa.privateKey),
    set(rsaJwk),
    'SIGNATURE_INVALID',
  ],
  [
    'embedded jwk and no other key',
    jws({ alg: 'RS256', jwk: otherRsa.jwk }, claims, otherRsa.privateKey),
    { kind: 'none' },
    'NOT_VERIFIED',
  ],
  [
    'jku',
    jws({ alg: 'RS256', jku: 'https://evil.test/jwks' }, claims, otherRsa.privateKey),
    key(rsaJwk),
    'SIGNATURE_INVALID',
  ],
  [
    'x5u',
    jws({ alg: 'RS256', x5u: 'https://evil.test/x' }, claims, otherRsa.privateKey),
    key(rsaJwk),
    'SIGNATURE_INVALID',
  ],
  [
    'x5c',
    jws({ alg: 'RS256', x5c: [spkiDer.toString('base64')] }, claims, otherRsa.privateKey),
    key(rsaJwk),
    'SIGNATURE_INVALID',
  ],

  // kid games
  [
    'an unknown kid',
    jws({ alg: 'RS256', kid: 'nope' }, claims, rsa.privateKey),
    set(rsaJwk),
    'KEY_NOT_FOUND',
  ],
  [
    'a kid in another case',
    jws({ alg: 'RS256', kid: 'R1' }, claims, rsa.privateKey),
    set(rsaJwk),
    'KEY_NOT_FOUND',
  ],
  ['an empty kid', jws({ alg: 'RS256', kid: '' }, claims, rsa.privateKey), set(rsaJwk), 'KEY_NOT_FOUND'],
  [
    'a kid that is a path',
    jws({ alg: 'HS256', kid: '../../dev/null' }, claims, ''),
    set(rsaJwk),
    'KEY_NOT_FOUND',
  ],
  [
    'a kid that is a number',
    jws({ alg: 'RS256', kid: 1 }, claims, rsa.privateKey),
    set({ ...rsaJwk, kid: 1 }),
    'MALFORMED',
  ],
  ['two keys with one kid', rs256, set(rsaJwk, { ...otherRsa.jwk, kid: 'r1' }), 'KEY_AMBIGUOUS'],
  [
    'one kid on two keys for one algorithm, beside one for another',
    rs256,
    set({ ...p256.jwk, kid: 'r1' }, { ...rsaJwk, use: 'sig' }, { ...otherRsa.jwk, kid: 'r1' }),
    'KEY_AMBIGUOUS',
  ],
  [
    'one kid on two keys, neither for this algorithm',
    rs256,
    set({ ...p256.jwk, kid: 'r1' }, { ...rsaJwk, alg: 'PS256' }),
    'ALG_NOT_ALLOWED',
  ],
  [
    'one kid on two keys of another type',
    rs256,
    set({ ...p256.jwk, kid: 'r1' }, { ...ed.jwk, kid: 'r1' }),
    'KEY_TYPE_MISMATCH',
  ],
  [
    'HS256 that names a kid on an RSA and an EC key',
    jws({ alg: 'HS256', kid: 'r1' }, claims, spki),
    set(rsaJwk, { ...p256.jwk, kid: 'r1' }),
    'KEY_TYPE_MISMATCH',
  ],
  [
    'the kid of another key in the set',
    jws({ alg: 'RS256', kid: 'r2' }, claims, rsa.privateKey),
    set(rsaJwk, { ...otherRsa.jwk, kid: 'r2' }),
    'SIGNATURE_INVALID',
  ],
  [
    'no kid, no key that fits',
    jws({ alg: 'RS256' }, claims, otherRsa.privateKey),
    set(rsaJwk, p256.jwk),
    'SIGNATURE_INVALID',
  ],
  ['an empty set', rs256, set(), 'KEY_NOT_FOUND'],
  ['a set that is no list', rs256, key({ keys: {} }), 'JWKS_INVALID'],

  // crit and b64
  [
    'crit with an unknown name',
    jws({ alg: 'RS256', crit: ['x'], x: 1 }, claims, rsa.privateKey),
    key(rsaJwk),
    'CRIT',
  ],
  ['crit empty', jws({ alg: 'RS256', crit: [] }, claims, rsa.privateKey), key(rsaJwk), 'CRIT'],
  ['crit a string', jws({ alg: 'RS256', crit: 'exp' }, claims, rsa.privateKey), key(rsaJwk), 'CRIT'],
  ['crit null', jws({ alg: 'RS256', crit: null }, claims, rsa.privateKey), key(rsaJwk), 'CRIT'],
  [
    'crit with a registered name',
    jws({ alg: 'RS256', crit: ['alg'] }, claims, rsa.privateKey),
    key(rsaJwk),
    'CRIT',
  ],
  [
    'crit with __proto__',
    jws({ alg: 'RS256', crit: ['__proto__'] }, claims, rsa.privateKey),
    key(rsaJwk),
    'CRIT',
  ],
  [
    'crit names a b64 that is not there',
    jws({ alg: 'RS256', crit: ['b64'] }, claims, rsa.privateKey),
    key(rsaJwk),
    'CRIT',
  ],
  [
    'crit twice',
    jws({ alg: 'RS256', crit: ['b64', 'b64'], b64: true }, claims, rsa.privateKey),
    key(rsaJwk),
    'CRIT',
  ],
  [
    'b64 false',
    jws({ alg: 'RS256', crit: ['b64'], b64: false }, claims, rsa.privateKey),
    key(rsaJwk),
    'CRIT',
  ],
  ['b64 false without crit', jws({ alg: 'RS256', b64: false }, claims, rsa.privateKey), key(rsaJwk), 'CRIT'],

  // What is not read the same everywhere
  ['alg twice', withJson('{"alg":"none","alg":"RS256"}', JSON.stringify(claims)), key(rsaJwk), 'MALFORMED'],
  [
    'alg twice, once escaped',
    withJson('{"alg":"RS256","\\u0061lg":"none"}', JSON.stringify(claims)),
    key(rsaJwk),
    'MALFORMED',
  ],
  ['sub twice', withJson('{"alg":"RS256"}', '{"sub":"u","sub":"admin"}'), key(rsaJwk), 'MALFORMED'],
  [
    'a nested name twice in the claims',
    withJson('{"alg":"RS256"}', '{"a":{"b":1,"b":2}}'),
    key(rsaJwk),
    'MALFORMED',
  ],
  [
    'a name twice in a list',
    withJson('{"alg":"RS256"}', '{"a":[{"b":{"c":1,"\\u0063":2}}]}'),
    key(rsaJwk),
    'MALFORMED',
  ],
  [
    'a nested name twice in the header',
    withJson('{"alg":"RS256","jwk":{"k":1,"k":2}}', '{}'),
    key(rsaJwk),
    'MALFORMED',
  ],
  ['exp twice', withJson('{"alg":"RS256"}', `{"exp":1,"exp":${now + 9}}`), key(rsaJwk), 'MALFORMED'],
  [
    'a comment in the header',
    withJson('{"alg":"RS256"/**/}', JSON.stringify(claims)),
    key(rsaJwk),
    'MALFORMED',
  ],
  ['a trailing comma', withJson('{"alg":"RS256"}', '{"sub":"u",}'), key(rsaJwk), 'MALFORMED'],
  ['text after the claims', withJson('{"alg":"RS256"}', '{"sub":"u"}x'), key(rsaJwk), 'MALFORMED'],
  ['two objects', withJson('{"alg":"RS256"}', '{"sub":"u"}{"sub":"v"}'), key(rsaJwk), 'MALFORMED'],
  ['a byte order mark', withJson('\ufeff{"alg":"RS256"}', JSON.stringify(claims)), key(rsaJwk), 'MALFORMED'],
  [
    'claims after a byte order mark',
    withJson('{"alg":"RS256"}', '\ufeff{"sub":"u"}'),
    key(rsaJwk),
    'MALFORMED',
  ],
  ['claims cut short', withJson('{"alg":"RS256"}', '{"sub":"u"'), key(rsaJwk), 'MALFORMED'],
  [
    'claims nested too deep',
    withJson('{"alg":"RS256"}', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`),
    key(rsaJwk),
    'MALFORMED',
  ],
  [
    'claims in Latin-1',
    `${encode({ alg: 'RS256' })}.${encode(Buffer.from('{"sub":"J\u00f6rg"}', 'latin1'))}.${sig}`,
    key(rsaJwk),
    'MALFORMED',
  ],
  ['typ JWT and a list', jws({ alg: 'RS256', typ: 'JWT' }, '[1]', rsa.privateKey), key(rsaJwk), 'MALFORMED'],
  [
    'typ at+jwt and text',
    jws({ alg: 'RS256', typ: 'at+jwt' }, 'text', rsa.privateKey),
    key(rsaJwk),
    'MALFORMED',
  ],
  ['signature spelt another way', `${header}.${payload}.${respelt(sig)}`, key(rsaJwk), 'MALFORMED'],
  ['padding', `${header}.${payload}.${sig}==`, key(rsaJwk), 'MALFORMED'],
  ['base64 instead of base64url', `${header}.${payload}.${sig.slice(0, -4)}+/AA`, key(rsaJwk), 'MALFORMED'],
  ['a space inside', `${header}.${payload} .${sig}`, key(rsaJwk), 'MALFORMED'],
  [
    'a line break inside',
    `${header}.${payload}.${sig.slice(0, 40)}\n${sig.slice(40)}`,
    key(rsaJwk),
    'MALFORMED',
  ],
  [
    'a NUL inside',
    `${header}.${payload}.${sig.slice(0, 40)}\u0000${sig.slice(40)}`,
    key(rsaJwk),
    'MALFORMED',
  ],
  ['a zero-width space inside', `${header}.${payload}.\u200b${sig}`, key(rsaJwk), 'MALFORMED'],
  ['a full-width letter', `${header}.${payload}.\uff21${sig.slice(1)}`, key(rsaJwk), 'MALFORMED'],
  ['a percent escape', `${header}%2E${payload}.${sig}`, key(rsaJwk), 'MALFORMED'],
  ['nothing', '', key(rsaJwk), 'MALFORMED'],

  // Bad keys
  ['RSA exponent 1', `${header}.${payload}.${sig}`, key({ ...rsaJwk, e: 'AQ' }), 'KEY_INVALID'],
  ['RSA exponent 0', rs256, key({ ...rsaJwk, e: 'AA' }), 'KEY_INVALID'],
  ['RSA exponent 2', rs256, key({ ...rsaJwk, e: 'Ag' }), 'KEY_INVALID'],
  ['RSA exponent even', rs256, key({ ...rsaJwk, e: 'AQAA' }), 'KEY_INVALID'],
  ['RSA modulus even', rs256, key({ ...rsaJwk, n: `${String(rsa.jwk.n).slice(0, -2)}AA` }), 'KEY_INVALID'],
  ['RSA modulus tiny', rs256, key({ ...rsaJwk, n: 'AQAB' }), 'KEY_INVALID'],
  ['RSA modulus enormous', rs256, key({ ...rsaJwk, n: 'x'.repeat(4000) }), 'KEY_INVALID'],
  ['RSA modulus with padding', rs256, key({ ...rsaJwk, n: `${String(rsa.jwk.n)}==` }), 'KEY_INVALID'],
  [
    'EC point not on the curve',
    es256,
    key({ ...p256.jwk, y: flipped(String(p256.jwk.y), 4) }),
    'KEY_INVALID',
  ],
  ['EC coordinate too short', es256, key({ ...p256.jwk, x: 'AAAA' }), 'KEY_INVALID'],
  [
    'Ed25519 point of small order',
    `${eddsa.split('.').slice(0, 2).join('.')}.${encode(Buffer.from(`01${'00'.repeat(63)}`, 'hex'))}`,
    key({ ...ed.jwk, x: encode(Buffer.from(`01${'00'.repeat(31)}`, 'hex')) }),
    'KEY_INVALID',
  ],
  ['a JWK with kty twice', rs256, key(`{"kty":"oct",${jwkText.slice(1)}`), 'KEY_INVALID'],
  ['a JWK without kty', rs256, key({ n: rsa.jwk.n, e: 'AQAB' }), 'KEY_INVALID'],
  ['text that is no key', rs256, key('hello'), 'KEY_INVALID'],
  ['PEM cut short', rs256, key(spki.slice(0, 200)), 'KEY_INVALID'],
  ['a secret that is not hex', hs256, shared('zz', 'hex'), 'KEY_INVALID'],
  ['a secret that is not base64url', hs256, shared('a+b/', 'base64url'), 'KEY_INVALID'],
  ['a secret with a lone last character', hs256, shared('A', 'base64'), 'KEY_INVALID'],

  // Claims
  ['expired', rs256, key(rsaJwk), 'EXPIRED', { at: now + 600 }],
  ['expired beyond the tolerance', rs256, key(rsaJwk), 'EXPIRED', { at: now + 660, skew: 60 }],
  [
    'exp a string',
    jws({ alg: 'RS256' }, { exp: String(now + 9) }, rsa.privateKey),
    key(rsaJwk),
    'CLAIM_TYPE',
  ],
  ['exp null', jws({ alg: 'RS256' }, { exp: null }, rsa.privateKey), key(rsaJwk), 'CLAIM_TYPE'],
  ['exp infinite', withJson('{"alg":"RS256"}', '{"exp":1e999}'), key(rsaJwk), 'CLAIM_TYPE'],
  [
    'nbf in the future',
    jws({ alg: 'RS256' }, { nbf: now + 1 }, rsa.privateKey),
    key(rsaJwk),
    'NOT_YET_VALID',
  ],
  ['nbf true', jws({ alg: 'RS256' }, { nbf: true }, rsa.privateKey), key(rsaJwk), 'CLAIM_TYPE'],
  [
    'iat in the future',
    jws({ alg: 'RS256' }, { iat: now + 5 }, rsa.privateKey),
    key(rsaJwk),
    'ISSUED_IN_FUTURE',
  ],
  ['issuer with a slash', rs256, key(rsaJwk), 'ISSUER', { iss: 'https://issuer.test/' }],
  ['issuer in another case', rs256, key(rsaJwk), 'ISSUER', { iss: 'https://ISSUER.test' }],
  [
    'issuer a list',
    jws({ alg: 'RS256' }, { iss: ['https://issuer.test'] }, rsa.privateKey),
    key(rsaJwk),
    'CLAIM_TYPE',
    { iss: 'https://issuer.test' },
  ],
  [
    'issuer missing',
    jws({ alg: 'RS256' }, {}, rsa.privateKey),
    key(rsaJwk),
    'CLAIM_MISSING',
    { iss: 'https://issuer.test' },
  ],
  ['another audience', rs256, key(rsaJwk), 'AUDIENCE', { aud: 'other' }],
  ['an audience that only begins alike', rs256, key(rsaJwk), 'AUDIENCE', { aud: 'ap' }],
  [
    'audience missing',
    jws({ alg: 'RS256' }, {}, rsa.privateKey),
    key(rsaJwk),
    'CLAIM_MISSING',
    { aud: 'api' },
  ],
  [
    'audience an object',
    jws({ alg: 'RS256' }, { aud: { api: 1 } }, rsa.privateKey),
    key(rsaJwk),
    'CLAIM_TYPE',
    { aud: 'api' },
  ],
  [
    'audience with a number',
    jws({ alg: 'RS256' }, { aud: ['api', 1] }, rsa.privateKey),
    key(rsaJwk),
    'CLAIM_TYPE',
    { aud: 'api' },
  ],
  [
    'audience an empty list',
    jws({ alg: 'RS256' }, { aud: [] }, rsa.privateKey),
    key(rsaJwk),
    'AUDIENCE',
    { aud: 'api' },
  ],
  ['another nonce', rs256, key(rsaJwk), 'NONCE', { nonce: 'm' }],
  ['nonce missing', jws({ alg: 'RS256' }, {}, rsa.privateKey), key(rsaJwk), 'CLAIM_MISSING', { nonce: 'n' }],
  ['another type', rs256, key(rsaJwk), 'TYPE', { typ: 'at+jwt' }],
  ['type missing', jws({ alg: 'RS256' }, {}, rsa.privateKey), key(rsaJwk), 'TYPE', { typ: 'at+jwt' }],
  [
    'type a number',
    jws({ alg: 'RS256', typ: 1 }, {}, rsa.privateKey),
    key(rsaJwk),
    'MALFORMED',
    { typ: '1' },
  ],
  [
    'text instead of claims, an audience expected',
    jws({ alg: 'RS256' }, 'text', rsa.privateKey),
    key(rsaJwk),
    'CLAIM_MISSING',
    { aud: 'api' },
  ],
]

describe('hostile tokens and keys are never accepted', () => {
  const cases = hostile.map(([name, token, source, code, expectations]) => ({
    name,
    token,
    source,
    code,
    expectations,
  }))
  it.each(cases)('$name', async ({ token, source, code, expectations }) => {
    const result = await verify(token, source, expectations)
    expect(result.verdict).not.toBe('valid')
    expect(result.code).toBe(code)
    expect(result.checks.map(({ id }) => id)).toEqual([
      'parsed',
      'signature',
      'key',
      ...(expectations?.alg ? ['alg'] : []),
      'time',
      'issuer',
      'audience',
      'type',
      'nonce',
    ])
  })

  it('is a table of at least 60', () => expect(hostile.length).toBeGreaterThan(60))

  it('says that a key in the header was not used', async () => {
    const token = jws({ alg: 'RS256', jwk: otherRsa.jwk, jku: 'https://evil.test' }, claims, rsa.privateKey)
    const result = await verify(token, key(rsaJwk))
    expect(result.verdict).toBe('valid')
    expect(result.checks.find(({ id }) => id === 'key')?.note).toMatch(/jwk, jku.*neither used nor fetched/)
  })

  it('refuses what stands around a token where it must be exact', async () => {
    for (const token of [`Bearer ${rs256}`, `${rs256}\n`, ` ${rs256}`, `"${rs256}"`]) {
      const request = { token, source: key(rsaJwk), expect: {} }
      expect((await verifyToken(request, { ...deps, exact: true })).code).toBe('MALFORMED')
      expect((await verifyToken(request, deps)).code).toBe('OK')
    }
  })
})

describe('one kid for several keys (RFC 7517 §4.5)', () => {
  it.each<readonly [string, readonly object[]]>([
    ['an EC key', [{ ...p256.jwk, kid: 'r1' }, rsaJwk]],
    [
      'a key for encryption',
      [
        { ...rsaJwk, use: 'sig' },
        { ...otherRsa.jwk, kid: 'r1', use: 'enc' },
      ],
    ],
    [
      'a key for another algorithm',
      [
        { ...otherRsa.jwk, kid: 'r1', alg: 'RS512' },
        { ...rsaJwk, alg: 'RS256' },
      ],
    ],
    ['a key that may only encrypt', [{ ...otherRsa.jwk, kid: 'r1', key_ops: ['encrypt'] }, rsaJwk]],
    ['a key of a kind that is not known', [{ kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA', kid: 'r1' }, rsaJwk]],
  ])('%s is no rival of the one key that fits', async (_name, keys) => {
    expect(await verify(rs256, set(...keys))).toMatchObject({ verdict: 'valid', key: { kid: 'r1' } })
    const forged = `${header}.${encode({ ...claims, sub: 'admin' })}.${sig}`
    expect((await verify(forged, set(...keys))).code).toBe('SIGNATURE_INVALID')
  })
})

describe('any changed character breaks the token', () => {
  it.each<readonly [string, string, KeySource]>([
    ['RS256', rs256, key(rsaJwk)],
    ['ES256', es256, key(p256.jwk)],
    ['EdDSA', eddsa, key(ed.jwk)],
    ['HS256', hs256, shared(secret)],
  ] as const satisfies readonly (readonly [string, string, KeySource])[])(
    '%s, each position',
    async (_alg, token, source) => {
      for (let at = 0; at < token.length; at++) {
        for (const other of ['A', 'Q', '_', '.', '=', '\n']) {
          if (token[at] === other) continue
          const changed = token.slice(0, at) + other + token.slice(at + 1)
          // White space at the very end stands around a token rather than in it, and is cut all the same.
          const result = await verify(changed, source)
          if (result.verdict === 'valid') expect.unreachable(`position ${at} with ${JSON.stringify(other)}`)
        }
      }
    },
  )
})
