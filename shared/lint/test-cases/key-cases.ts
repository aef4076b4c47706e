import type { KeyFacts } from '../lint-context.ts'
import {
  bytes,
  encode,
  es256,
  hs256,
  jwe,
  jws,
  plain,
  type RuleCases,
  rs256,
  token,
  withHeader,
} from './test-token.ts'

const good = token(jws(rs256, plain))
const jwk = { kty: 'RSA', n: 'AQAB', e: 'AQAB' }
const key = (facts: Partial<KeyFacts>) => ({ key: { kty: 'RSA', isPrivate: false, ...facts } })
const rsa = (text: string, facts: Partial<KeyFacts>) => token(text, key({ bits: 2048, ...facts }))
const oct = (facts: Partial<KeyFacts>) =>
  token(jws(hs256, plain, bytes(32)), key({ kty: 'oct', isPrivate: true, ...facts }))
const ec = (facts: Partial<KeyFacts>) =>
  token(jws(es256, plain, bytes(64)), key({ kty: 'EC', crv: 'P-256', ...facts }))
const set = (keys: readonly Partial<KeyFacts>[], isPublished = true) => ({
  jwks: { isPublished, keys: keys.map((facts) => ({ kty: 'RSA', isPrivate: false, ...facts })) },
})
const verdict = { verdict: 'valid', code: 'OK', checks: [], key: null, requests: [], asOf: 0 } as const
const usedFrom = (provenance: 'token' | 'issuer_metadata' | 'pasted') => ({
  verification: { ...verdict, key: { description: 'RSA 2048', provenance } },
})
const epk = { kty: 'EC', crv: 'P-256', x: bytes(32), y: bytes(32) }
const ecdh = (members: Readonly<Record<string, unknown>>) =>
  token(jwe({ alg: 'ECDH-ES+A128KW', ...members }, { key: bytes(24) }))
const pbes2 = (members: Readonly<Record<string, unknown>>) =>
  token(jwe({ alg: 'PBES2-HS256+A128KW', p2c: 600_000, p2s: bytes(16), ...members }))
const oaep = (plaintext: string | null, members: Readonly<Record<string, unknown>> = {}) =>
  token(jwe({ alg: 'RSA-OAEP', ...members }), { plaintext })
const inner = jws(rs256, plain)
const signature = (status: 'pass' | 'fail') => ({
  ...verdict,
  checks: [{ id: 'signature', status, spec: 'RFC 7515 §5.2' }],
})

/** Keys and encryption. */
export const keyCases: RuleCases = {
  'JWT-K01': {
    bad: [withHeader({ jwk }), withHeader({ jwk }, usedFrom('token'))],
    good: [good],
  },
  'JWT-K02': {
    bad: [
      'http://login.acme.test/k',
      'https://127.0.0.1/k',
      'https://169.254.169.254/x',
      'https://evil.test/k',
      'https://[::1]/',
      'https://login.acme.test/k',
      7,
      'no url',
    ].map((jku) => withHeader({ jku })),
    good: [good],
  },
  'JWT-K03': {
    bad: [
      withHeader({ x5c: ['MIIB'] }),
      withHeader({ x5c: 'MIIB' }),
      withHeader({ x5c: ['<>'] }),
      withHeader({ x5c: [] }),
    ],
    good: [good],
  },
  'JWT-K04': {
    bad: [withHeader({ x5t: 'abc' })],
    good: [good, withHeader({ x5t: 'abc', 'x5t#S256': 'def' })],
  },
  'JWT-K05': {
    bad: [
      7,
      ['a'],
      '../../dev/null',
      "x' OR '1'='1",
      'a\0b',
      "' UNION SELECT 'key",
      '/dev/null',
      '|| sleep 5',
      '*)(uid=*',
    ].map((kid) => withHeader({ kid })),
    good: [
      good,
      withHeader({ kid: undefined }),
      withHeader({ kid: 'arn:aws:kms:eu-west-1:1234:key/5a-77' }),
      withHeader({ kid: 'Mq+/_-=.1~' }),
      withHeader({ kid: 'did:web:acme.test#key-1' }),
    ],
  },
  'JWT-K06': {
    bad: [
      token(good.token, set([{ kid: 'other' }])),
      token(jws({ alg: 'RS256' }, plain), set([{ kid: 'a' }, { kid: 'b' }])),
      token(good.token, set([{ kid: 'key-1' }, { kid: 'key-1' }])),
    ],
    good: [
      token(good.token, set([{ kid: 'key-1' }, { kid: 'b' }])),
      token(jws({ alg: 'RS256' }, plain), set([{ kid: 'a' }])),
    ],
  },
  'JWT-K07': {
    bad: [oct({ bits: 128 }), token(jws({ alg: 'HS512' }, plain), key({ kty: 'oct', bits: 256 }))],
    good: [oct({ bits: 256 }), token(jws({ alg: 'HS512' }, plain), key({ kty: 'oct', bits: 512 }))],
  },
  'JWT-K08': {
    bad: (['empty', 'readable', 'claim_value', 'listed'] as const).map((weakness) =>
      oct({ bits: 256, weakness }),
    ),
    good: [oct({ bits: 256 })],
  },
  'JWT-K09': {
    bad: [
      rsa(good.token, { bits: 1024 }),
      rsa(good.token, { flaw: 'the RSA exponent is even' }),
      rsa(good.token, {
        flaw: 'the RSA exponent is 3; below 65537 a verifier that reads the padding carelessly accepts forgeries',
      }),
    ],
    good: [rsa(good.token, {})],
  },
  'JWT-K10': { bad: [ec({ crv: 'P-384' }), ec({ flaw: 'the point is not on the curve' })], good: [ec({})] },
  'JWT-K11': {
    bad: [
      token(good.token, set([{ kid: 'key-1', isPrivate: true }])),
      token(good.token, set([{ isPrivate: true }], false)),
    ],
    good: [token(good.token, set([{ kid: 'key-1' }]))],
  },
  'JWT-K12': {
    bad: [token(good.token, usedFrom('pasted'))],
    good: [token(good.token, usedFrom('issuer_metadata'))],
  },
  'JWT-K13': {
    bad: ['https://login.acme.test', 'https://LOGIN.acme.test/', 'https://login.acme.test/{tenantid}/'].map(
      (issuer) => token(good.token, { metadata: { issuer } }),
    ),
    good: [token(good.token, { metadata: { issuer: plain.iss } })],
  },

  'JWE-01': { bad: [token(jwe({ alg: 'RSA1_5' }))], good: [token(jwe({ alg: 'RSA-OAEP-256' }))] },
  'JWE-02': { bad: [token(jwe({ alg: 'RSA-OAEP', zip: 'DEF' }))], good: [token(jwe({ alg: 'RSA-OAEP' }))] },
  'JWE-03': { bad: [oaep('x'.repeat(250_001))], good: [oaep('x'.repeat(250_000))] },
  'JWE-04': {
    bad: [
      { p2c: 1000 },
      { p2c: 1_200_001 },
      { p2c: 'many' },
      { p2c: -1 },
      { p2s: bytes(7) },
      { p2s: undefined },
    ].map(pbes2),
    good: [pbes2({}), pbes2({ p2c: 1_200_000, p2s: bytes(8) })],
  },
  'JWE-05': {
    bad: [
      {},
      { epk: 'x' },
      { epk: { ...epk, crv: 'secp256k1' } },
      { epk: { ...epk, x: bytes(31) } },
      { epk: { ...epk, d: bytes(32) } },
      { epk: { ...epk, crv: '__proto__' } },
    ].map(ecdh),
    good: [ecdh({ epk }), ecdh({ epk: { kty: 'OKP', crv: 'X25519', x: bytes(32) } })],
  },
  'JWE-06': {
    bad: [token(jwe({ alg: 'dir' })), token(jwe({ alg: 'ECDH-ES', epk }))],
    good: [token(jwe({ alg: 'dir' }, { key: '' })), token(jwe({ alg: 'RSA-OAEP' }))],
  },
  'JWE-07': {
    bad: [
      token(jwe({ alg: 'RSA-OAEP' }, { iv: bytes(16) })),
      token(jwe({ alg: 'RSA-OAEP' }, { tag: bytes(8) })),
      token(jwe({ alg: 'RSA-OAEP', enc: 'A256CBC-HS512' })),
    ],
    good: [
      token(jwe({ alg: 'RSA-OAEP' })),
      token(jwe({ alg: 'RSA-OAEP', enc: 'A256CBC-HS512' }, { iv: bytes(16), tag: bytes(32) })),
    ],
  },
  'JWE-08': {
    bad: [oaep('{"sub":"a"}'), oaep(`${encode({ alg: 'none' })}.${encode({ sub: 'a' })}.`)],
    good: [oaep(inner), oaep(null)],
  },
  'JWE-09': {
    bad: [
      oaep(inner),
      oaep(inner, { cty: 'JWT' }),
      token(jwe({ alg: 'RSA-OAEP', cty: 'JWT' }), { plaintext: inner, verification: signature('fail') }),
    ],
    good: [
      token(jwe({ alg: 'RSA-OAEP', cty: 'JWT' }), { plaintext: inner, verification: signature('pass') }),
    ],
  },
  'JWE-10': {
    bad: [
      oaep('{"iss":"b"}', { iss: 'a' }),
      oaep('{"aud":["b","a"]}', { aud: ['a', 'b'] }),
      oaep('{"aud":["a"]}', { aud: 'a' }),
      oaep('{"tenant":{"id":2}}', { tenant: { id: 1 } }),
      oaep('{"sub":null}', { sub: 'a' }),
      oaep('{}', { sub: 'a' }),
      oaep(inner, { iss: 'https://other.test/' }),
    ],
    good: [
      oaep('{"iss":"a","o":{"x":1,"y":[2]}}', { iss: 'a', o: { y: [2], x: 1 } }),
      oaep('{"own":1}', { theirs: 1 }),
      oaep('{"typ":"x","nonce":"b"}', { typ: 'JWT', nonce: 'a' }),
      oaep(inner, { iss: plain.iss }),
      oaep(null),
    ],
  },
}
