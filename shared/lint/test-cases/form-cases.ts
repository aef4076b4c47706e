import { encodeBase64url } from '../../token/base64url.ts'
import {
  bytes,
  encode,
  es256,
  hs256,
  jws,
  plain,
  type RuleCases,
  rs256,
  token,
  withClaims,
  withHeader,
} from './test-token.ts'

const good = jws(rs256, plain)
const [header = '', payload = '', signature = ''] = good.split('.')
const rsaKey = { kty: 'RSA', bits: 2048, isPrivate: false } as const
const ecKey = { kty: 'EC', crv: 'P-256', isPrivate: false } as const
const secret = { kty: 'oct', bits: 256, isPrivate: true } as const
const verdict = {
  verdict: 'invalid',
  code: 'SIGNATURE_INVALID',
  checks: [],
  key: null,
  requests: [],
  asOf: 0,
} as const
const announced = (...algs: readonly string[]) => ({
  metadata: { issuer: plain.iss, id_token_signing_alg_values_supported: algs },
})
const ecdsa = (size: number, fill = 7, head: Readonly<Record<string, unknown>> = es256) =>
  token(jws(head, plain, bytes(size, fill)))

/** Structure and algorithms. */
export const formCases: RuleCases = {
  'JWT-S01': {
    bad: [
      token(`${header}.${payload}=.${signature}`),
      token(`${header}.${payload}.${signature.slice(0, -4)}a+/a`),
    ],
    good: [token(good)],
  },
  'JWT-S02': {
    bad: [
      token(`${header}.${payload}`),
      token(`${good}.x`),
      token(`${good}~${encode('["c2FsdHNhbHRzYWx0c2FsdA","a",1]')}`),
    ],
    good: [token(good)],
  },
  'JWT-S03': {
    bad: [
      token(
        `${header}.${encodeBase64url(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))}.${signature}`,
      ),
      token(`${header}.${encode('\ufeff{"iss":"a"}')}.${signature}`),
      token(
        `${header}.${encodeBase64url(Uint8Array.from('{"a":1}', (letter) => letter.charCodeAt(0)).reduce((wide, byte, at) => wide.with(at * 2, byte), new Uint8Array(14)))}.${signature}`,
      ),
    ],
    good: [token(good), withClaims({ name: 'Zoë' })],
  },
  'JWT-S04': {
    bad: [token(jws(rs256, '["a"]')), token(jws(rs256, '{"iss":"a",}')), token(jws(rs256, 'hello'))],
    good: [token(good)],
  },
  'JWT-S05': {
    bad: [token(jws(rs256, '{"sub":"a","sub":"b"}')), token(jws('{"alg":"RS256","alg":"none"}', plain))],
    good: [token(good)],
  },
  'JWT-S06': {
    bad: [token(JSON.stringify({ payload, protected: header, signature }))],
    good: [token(JSON.stringify({ payload: encode('a signed text'), protected: header, signature }))],
  },
  'JWT-S07': {
    bad: [token(`${header}.${payload}.${signature.slice(0, -1)}x`)],
    good: [token(good), token(`${header}.${payload}.AA`)],
  },
  'JWT-S08': {
    bad: [withClaims({ groups: 'g'.repeat(4000) }), withClaims({ groups: 'g'.repeat(9000) })],
    good: [token(good), withClaims({ groups: 'g'.repeat(1000) })],
  },
  'JWT-S09': {
    bad: [token(jws(rs256, '{"iss":"https://a.test","uid":9007199254740993}'))],
    good: [token(jws(rs256, '{"iss":"https://a.test","uid":9007199254740991}'))],
  },
  'JWT-S10': { bad: [token(`${header}.${payload}.`)], good: [token(good)] },

  'JWT-A01': { bad: [token(`${encode({ alg: 'none' })}.${payload}.`)], good: [token(good)] },
  'JWT-A02': {
    bad: ['nOnE', 'None ', 'none\0', ['RS256'], 5, 'RS256\n'].map((alg) => token(jws({ alg }, plain))),
    good: [token(good), token(`${encode({ alg: 'none' })}.${payload}.`), token(jws({ alg: 'XS256' }, plain))],
  },
  'JWT-A03': {
    bad: [
      token(jws({ typ: 'JWT' }, plain)),
      token(jws({ alg: 'rs256' }, plain)),
      token(jws({ alg: 'RS1' }, plain)),
    ],
    good: [token(good), token(jws({ alg: 'ML-DSA-44' }, plain))],
  },
  'JWT-A04': {
    bad: [token(good, { policy: { alg: ['ES256'] } }), token(good, { policy: { alg: [] } })],
    good: [token(good, { policy: { alg: ['ES256', 'RS256'] } })],
  },
  'JWT-A05': {
    bad: [
      token(good, { key: secret }),
      token(good, { key: { ...rsaKey, alg: 'PS256' } }),
      token(good, { key: { ...rsaKey, use: 'enc' } }),
      token(good, { key: { ...rsaKey, key_ops: ['encrypt'] } }),
      token(jws(hs256, plain), { key: rsaKey }),
      token(jws(es256, plain, bytes(64)), { key: { ...ecKey, crv: 'P-384' } }),
    ],
    good: [
      token(good, { key: { ...rsaKey, alg: 'RS256', use: 'sig', key_ops: ['verify'] } }),
      token(jws(es256, plain, bytes(64)), { key: ecKey }),
      token(jws(hs256, plain, bytes(32)), { key: secret }),
    ],
  },
  'JWT-A06': {
    bad: [
      token(jws(hs256, plain), {
        verification: {
          ...verdict,
          diagnosis: [{ cause: 'KEY_CONFUSION', sentence: '', advice: '' }],
        },
      }),
    ],
    good: [
      token(jws(hs256, plain), {
        verification: { ...verdict, checks: [{ id: 'signature', status: 'pass', spec: 'RFC 7515 §5.2' }] },
      }),
      token(jws(hs256, plain), { verification: verdict, key: { kty: 'RSA', isPrivate: false } }),
    ],
  },
  'JWT-A07': {
    bad: [token(jws(hs256, plain), announced('RS256', 'ES256'))],
    good: [token(jws(hs256, plain), announced('RS256', 'HS256'))],
  },
  'JWT-A08': {
    bad: [token(jws({ alg: 'EdDSA' }, plain, bytes(64)))],
    good: [token(jws({ alg: 'Ed25519' }, plain, bytes(64)))],
  },
  'JWT-A09': {
    bad: [token(good, { policy: { fapi: true } })],
    good: [token(good, { policy: { fapi: false } })],
  },
  'JWT-A10': { bad: [ecdsa(64, 0), ecdsa(96, 0, { alg: 'ES384' })], good: [ecdsa(64)] },
  'JWT-A11': {
    bad: [
      ecdsa(70),
      ecdsa(64, 7, { alg: 'ES384' }),
      token(jws(es256, plain, encodeBase64url(new Uint8Array(71).fill(0x30, 0, 1)))),
    ],
    good: [
      ecdsa(64),
      ecdsa(96, 7, { alg: 'ES384' }),
      ecdsa(132, 7, { alg: 'ES512' }),
      ecdsa(64, 7, { alg: 'ES256K' }),
    ],
  },
  'JWT-A12': {
    bad: [
      {
        ...ecdsa(64),
        context: {
          workspace: { ecdsa: [{ r: new Array(32).fill(7).join(','), input: 'other', kid: 'key-1' }] },
        },
      },
    ],
    good: [
      { ...ecdsa(64), context: { workspace: { ecdsa: [{ r: '1,2', input: 'other' }] } } },
      {
        ...ecdsa(64),
        context: {
          workspace: { ecdsa: [{ r: new Array(32).fill(7).join(','), input: 'other', kid: 'key-2' }] },
        },
      },
    ],
  },
  'JWT-A13': {
    bad: [token(good, { workspace: { algorithms: [{ kid: 'key-1', alg: 'PS256', iss: plain.iss }] } })],
    good: [
      token(good, { workspace: { algorithms: [{ kid: 'key-1', alg: 'RS256', iss: plain.iss }] } }),
      token(good, { workspace: { algorithms: [{ kid: 'key-1', alg: 'PS256', iss: 'https://b.test' }] } }),
    ],
  },
  'JWT-A14': {
    bad: [[], 'exp', [''], ['exp'], ['alg'], ['x', 'x'], ['__proto__']].map((crit) =>
      withHeader({ crit, x: 1 }),
    ),
    good: [token(good), withHeader({ crit: ['b64'], b64: true })],
  },
  'JWT-A15': {
    bad: [withHeader({ b64: true }), withHeader({ b64: 'false', crit: ['b64'] })],
    good: [token(good), withHeader({ crit: ['b64'], b64: true })],
  },
}
