import { describe, expect, it } from 'vitest'
import { parseBatchLine } from './batch-line.ts'

const errorOf = (line: string | object) => {
  const parsed = parseBatchLine(typeof line === 'string' ? line : JSON.stringify(line))
  return parsed.ok ? null : parsed.error
}

describe('a field that someone meant as an expectation or a key', () => {
  it.each(
    [
      ...[
        'Aud',
        'AUD',
        'aud ',
        'aud\u200b',
        'ａｕｄ',
        'audience',
        'expectedAudience',
        'expect_aud',
        'want_aud',
        'aud_list',
      ],
      ...[
        'Iss',
        'issuer',
        'issuers',
        'expectedIssuer',
        'expected_issuer',
        'trusted-issuers',
        'Token',
        'TYP',
        'Nonce',
      ],
      ...[
        'leeway',
        'leeway_seconds',
        'clockTolerance',
        'clock_skew',
        'skew_s',
        'skewSeconds',
        'Skew',
        'tolerance',
      ],
      ...[
        'require_exp',
        'requireExp',
        'requiredClaims',
        'max_age',
        'maxTokenAge',
        'client_id',
        'clientId',
        'sub',
      ],
      ...[
        '__proto__',
        'verify_aud',
        'verifySignature',
        'allowedAlgs',
        'allowed_algorithms',
        'Alg',
        'algs',
        'accepted_typ',
      ],
      ...[
        'ignoreExpiration',
        'ignoreNotBefore',
        'currentDate',
        'now',
        'At',
        'expect',
        'options',
        'kid',
        'scope',
      ],
      ...[
        'Key',
        'publicKey',
        'public-key',
        'JWK',
        'jwkSet',
        'jwks_uri',
        'jwksUrl',
        'PEM',
        'hmac_secret',
        'Secret',
      ],
      ...['secretEncoding', 'clientSecret', 'certificate', 'x5c', 'jku'],
    ].map((name) => [name]),
  )('is refused by its name: %j', (name) => {
    const error = errorOf(`{"token":"t",${JSON.stringify(name)}:"s3cr3t"}`)
    expect(error).toContain(`${name} is not a field of a line`)
    expect(error).not.toContain('s3cr3t')
  })

  it.each([
    'name',
    'comment',
    'note',
    'description',
    'want',
    'expect_code',
    'line',
    'group',
    'tags',
    'source',
    'x',
    '',
    'toString',
    'title',
    'category',
  ])('is not %j, which is ignored and reported', (name) => {
    const parsed = parseBatchLine(`{"token":"t",${JSON.stringify(name)}:1}`)
    expect(parsed).toMatchObject({ ok: true, ignored: [name] })
  })
})

it.each([
  ['a field twice', '{"id":7,"token":"t","aud":"a","aud":"b"}', '7'],
  ['a field twice, once escaped', '{"id":7,"token":"t","aud":"a","\\u0061ud":"b"}', '7'],
  ['a member of the key twice', '{"id":7,"token":"t","key":{"kty":"oct","k":"AA","k":"BB"}}', '7'],
  ['an ignored name twice', '{"id":7,"token":"t","note":1,"note":2}', '7'],
  ['the id twice', '{"id":7,"id":8,"token":"t"}', 'null'],
])('refuses %s', (_name, line, id) => {
  expect(parseBatchLine(line)).toEqual({ ok: false, id, error: expect.stringContaining('stands twice') })
})

it.each([
  ['12345678901234567890123', '12345678901234567890123'],
  ['9007199254740993', '9007199254740993'],
  ['-1.50', '-1.50'],
  ['"a\\u0062"', '"a\\u0062"'],
  ['{"n":\t12345678901234567890}', '{"n": 12345678901234567890}'],
  ['null', 'null'],
])('gives the id %s back as it is written', (id, expected) => {
  expect(parseBatchLine(`{"id":${id},"token":"t"}`)).toMatchObject({ ok: true, id: expected })
  expect(parseBatchLine(`{"id":${id}}`)).toMatchObject({ ok: false, id: expected })
})

it.each<readonly [object | string, string]>([
  [{}, 'token: a string or a JSON object is expected; it is missing'],
  [{ token: null }, 'token: a string or a JSON object is expected; found is null'],
  [{ token: 5 }, 'token: a string or a JSON object is expected; found is 5'],
  [{ token: 't', skew: -5 }, 'skew: a number of seconds from 0 to 86400 is expected; found is -5'],
  [
    { token: 't', skew: '5' },
    'skew: a number of seconds from 0 to 86400 is expected; found is another string',
  ],
  [{ token: 't', skew: 86_401 }, 'skew: a number of seconds from 0 to 86400 is expected; found is 86401'],
  [{ token: 't', aud: [] }, 'aud: a string or a list of strings is expected; found is an empty list'],
  [{ token: 't', aud: ['a', 1] }, 'aud: a string or a list of strings is expected; found is a list'],
  [{ token: 't', secret: ['s3cr3t'] }, 'secret: a string is expected; found is a list'],
  [
    { token: 't', secret: 'x', secret_encoding: 'rot13' },
    'secret_encoding: utf8, base64, base64url or hex is expected; found is another string',
  ],
  [{ token: 't', at: 'soon' }, 'at: RFC 3339 or Unix seconds is expected; found is another string'],
  ['[]', 'the line is not a JSON object'],
  ['"x"', 'the line is not a JSON object'],
  ['{', 'the line is not JSON'],
  [`{"token":${'['.repeat(500)}${']'.repeat(500)}}`, 'nested deeper'],
])('says of %j what was expected and found', (line, error) => expect(errorOf(line)).toContain(error))

it('refuses a key beside a DPoP proof, which would not be used', () => {
  const line = JSON.stringify({ token: 'a.b.c', as: 'dpop_proof', key: { kty: 'EC' } })
  expect(parseBatchLine(line)).toMatchObject({ ok: false, error: expect.stringContaining('its own key') })
})
