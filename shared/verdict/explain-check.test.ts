import { describe, expect, it } from 'vitest'
import type { Check } from './check.ts'
import { errorNames } from './error-names.ts'
import { checkTitle, explainCheck } from './explain-check.ts'
import { specUrl } from './spec-url.ts'

describe('explainCheck', () => {
  it.each<readonly [Check, RegExp]>([
    [
      {
        id: 'audience',
        status: 'fail',
        code: 'AUDIENCE',
        expected: 'api://billing',
        found: 'api://orders',
        spec: 'RFC 7519 §4.1.3',
      },
      /The audience is `api:\/\/orders`; `api:\/\/billing` was expected\. Was the token asked for/,
    ],
    [
      { id: 'issuer', status: 'fail', code: 'ISSUER', expected: 'https://a/', found: 'https://a', spec: 's' },
      /only by the slash at the end/,
    ],
    [
      {
        id: 'time',
        status: 'fail',
        code: 'EXPIRED',
        expected: 'exp after b',
        found: 'exp a, 15 y earlier',
        spec: 's',
      },
      /^The token has expired: exp is a, 15 y before the instant checked for\. Get a new one/,
    ],
    [
      {
        id: 'client_id',
        status: 'fail',
        code: 'SUBJECT',
        expected: 'iss and sub the same',
        found: 'iss a, sub b',
        spec: 's',
      },
      /^iss and sub must both be the client itself, but here iss a and sub b\. The server/,
    ],
    [
      {
        id: 'forbidden_claims',
        status: 'fail',
        code: 'CLAIM_VALUE',
        expected: 'no nonce',
        found: 'nonce',
        spec: 's',
      },
      /^It holds `nonce`, which a token of this kind must not have\.$/,
    ],
    [
      {
        id: 'signature',
        status: 'fail',
        code: 'ALG_NOT_ALLOWED',
        expected: 'PS256',
        found: 'RS256',
        note: 'The key is bound to PS256 by its own alg.',
        spec: 'RFC 7517 §4.4',
      },
      /^The token is signed with `RS256`, for which this key is not meant\. The key is bound to PS256/,
    ],
    [{ id: 'nonce', status: 'not_checked', spec: 's' }, /not checked/],
    [
      { id: 'nonce', status: 'not_checked', note: 'No nonce was expected', spec: 's' },
      /^No nonce was expected\.$/,
    ],
    [{ id: 'signature', status: 'pass', found: 'RS256', expected: 'RS256', spec: 's' }, /^Found RS256\.$/],
    [
      { id: 'x', status: 'fail', code: 'CALLBACK', expected: 'a', found: 'b', spec: 's' },
      /found b, expected a/i,
    ],
    [{ id: 'x', status: 'fail', spec: 's' }, /does not hold/],
  ])('%j', (check, words) => expect(explainCheck(check)).toMatch(words))

  it('never exclaims and always ends its sentences', () => {
    const codes = [
      'UNSECURED',
      'EXPIRED',
      'KEY_NOT_FOUND',
      'CRIT',
      'NETWORK',
      'METADATA_ISSUER',
      'CLAIM_MISSING',
    ] as const
    for (const code of codes) {
      for (const facts of [{}, { found: 'f' }, { found: 'f', expected: 'e' }, { found: 'f.', note: 'n' }]) {
        const text = explainCheck({ id: 'x', status: 'fail', code, spec: 's', ...facts })
        expect(text).toMatch(/[.?]$/)
        expect(text).not.toMatch(/!|\.\.|undefined/)
      }
    }
  })
})

it('titles are those of the ladder, and readable for any other check', () => {
  expect(
    ['parsed', 'signature', 'key', 'time', 'issuer', 'audience', 'type', 'nonce'].map(checkTitle),
  ).toEqual(['Parsed', 'Signature', 'Key came from', 'Time', 'Issuer', 'Audience', 'Type', 'Nonce'])
  expect(checkTitle('id_token_present')).toBe('Id token present')
  expect(checkTitle('constructor')).toBe('Constructor')
})

it('names failures as libraries do', () => {
  expect(errorNames({ code: 'EXPIRED' })).toEqual({
    pyjwt: 'ExpiredSignatureError',
    authlib: 'ExpiredTokenError',
    joserfc: 'ExpiredTokenError',
    jose: 'JWTExpired',
    spring: 'JwtValidationException',
    dotnet: 'SecurityTokenExpiredException (IDX10223)',
    go: 'ErrTokenExpired',
  })
  for (const code of [
    'PKCE',
    'PASSPHRASE',
    'DISCLOSURE',
    'KEY_BINDING',
    'NOT_AUTHENTICATED',
    'SUBJECT',
    'CLAIM_VALUE',
    'KEY_INVALID',
  ] as const)
    expect(new Set(Object.values(errorNames({ code })))).toEqual(new Set([null]))
  expect(errorNames({ code: 'DECRYPT_FAILED' }).jose).toBe('JWEDecryptionFailed')
})

describe('specUrl', () => {
  it.each([
    ['RFC 7519 §4.1.3', 'https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3'],
    ['OpenID Connect Core 1.0 §2', 'https://openid.net/specs/openid-connect-core-1_0.html#IDToken'],
    ['RFC 7636', 'https://www.rfc-editor.org/rfc/rfc7636'],
    ['RFC 7515 §A.1', 'https://www.rfc-editor.org/rfc/rfc7515#appendix-A.1'],
    ['OIDC Core §3.1.3.7', 'https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation'],
    [
      'OIDC Discovery §4.3',
      'https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation',
    ],
  ])('%s', (label, url) => expect(specUrl(label)).toBe(url))

  it.each([
    '',
    'https://evil.test',
    'RFC 7519 §4.1.3"><script>',
    'RFC 7519 §../../x',
    'RFC x',
    'RFC 7519\n',
    'toString',
    '__proto__ §1',
    'constructor',
    'OIDC Core §3.1.3.7@evil.test',
    'RFC 123456789',
  ])('gives no address for %j', (label) => expect(specUrl(label)).toBeNull())
})

it.each([
  'the secret is a PEM block, which is no secret: anyone could sign with it',
  'the RSA exponent is even',
  'the RSA exponent is 3; below 65537 a verifier that reads the padding carelessly accepts forgeries',
])('does not blame the copy for what a whole copy has as well: %s', (found) => {
  const text = explainCheck({ id: 'signature', status: 'fail', code: 'KEY_INVALID', found, spec: 's' })
  expect(text).not.toMatch(/copied whole/)
  expect(text).toMatch(/Use another key\.$|Refuse what is signed with it\.$/)
})

describe('a token to be opened', () => {
  it.each([
    ['ALG_NOT_ALLOWED', /encrypted with `RSA1_5`/],
    ['KEY_TYPE_MISMATCH', /Opening it needs/],
    ['KEY_INVALID', /cannot open it/],
    ['ALG_UNSUPPORTED', /cannot be opened/],
    ['DECRYPT_FAILED', /does not open/],
  ] as const)('speaks of encryption, not of signatures: %s', (code, words) => {
    const text = explainCheck({ id: 'decrypted', status: 'not_checked', code, found: 'RSA1_5', spec: '' })
    expect(text).toMatch(words)
    expect(text).not.toMatch(/signed|signature/)
  })
})

describe('what is wrong is said of the claim that it is about', () => {
  const fail = { status: 'fail', spec: 's' } as const
  it.each<readonly [Check, string]>([
    [
      { ...fail, id: 'nonce', code: 'CLAIM_MISSING', expected: 'n1' },
      'There is no nonce; `n1` was expected. What is not said cannot be checked, so it does not pass.',
    ],
    [
      {
        ...fail,
        id: 'required_claims',
        code: 'CLAIM_MISSING',
        expected: 'iss, sub',
        found: 'no iss, no sub',
      },
      'The token has no iss and no sub. A token of this kind must have iss, sub.',
    ],
    [
      {
        ...fail,
        id: 'time',
        code: 'CLAIM_TYPE',
        expected: 'exp as a number of seconds',
        found: 'exp is "5"',
      },
      'exp is "5"; it must be a number of seconds.',
    ],
    [
      { ...fail, id: 'audience', code: 'AUDIENCE', expected: 'api', found: 'an empty list' },
      'The audience is an empty list; `api` was expected. It is meant for another recipient.',
    ],
    [
      { ...fail, id: 'ath', code: 'HASH', expected: 'a', found: 'b' },
      'The hash is `b`; computed is `a`. The proof was made for another access token.',
    ],
    [
      { ...fail, id: 'jkt', code: 'KEY_BINDING', expected: 'a', found: 'b' },
      'The proof was made with the key `b`; `a` was expected. It does not show possession of the key that the token is bound to.',
    ],
    [
      { ...fail, id: 'signature', code: 'KEY_NOT_FOUND', expected: 'the key identifier k1', found: 'a, b' },
      'No key has the identifier `k1`; the key set holds a, b. The keys may have been rotated, or the token comes from another issuer.',
    ],
    [
      {
        ...fail,
        id: 'parsed',
        code: 'MALFORMED',
        found: 'a SAML message, which is named here and not verified',
      },
      'This is a SAML message, which is named here and not verified.',
    ],
    [
      { id: 'time', status: 'pass', expected: 'as of b', found: 'expires in 1 h, exp a', spec: 's' },
      'The token expires in 1 h, exp a (as of b).',
    ],
    [
      {
        id: 'jti',
        status: 'not_checked',
        code: 'NOT_VERIFIED',
        note: 'Known only where it is sent.',
        spec: 's',
      },
      'Known only where it is sent.',
    ],
  ])('%j', (check, words) => expect(explainCheck(check)).toBe(words))

  it('blames no issuer before anything was proved', () => {
    const check = {
      ...fail,
      id: 'issuer',
      code: 'ISSUER',
      expected: 'https://a.test',
      found: 'https://b.test',
    } as const
    expect(explainCheck(check)).not.toMatch(/comes from/)
  })
})
