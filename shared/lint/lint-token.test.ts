import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readToken } from '../token/read-token.ts'
import { lintToken } from './lint-token.ts'
import {
  accessClaims,
  bytes,
  encode,
  idClaims,
  jwe,
  jws,
  now,
  plain,
  rs256,
} from './test-cases/test-token.ts'

const lint = (
  token: string,
  ...rest: [context?: Parameters<typeof lintToken>[1], off?: Parameters<typeof lintToken>[2]]
) => lintToken(readToken(token), ...rest)
const rulesOf = (report: ReturnType<typeof lintToken>) => report.findings.map(({ rule }) => rule)

describe('lintToken', () => {
  it('never judges an encrypted token by the rules of a signed one', () => {
    const report = lint(jwe({ alg: 'RSA-OAEP' }), { nowSeconds: now })
    const spoken = [...rulesOf(report), ...report.passed, ...report.notRun.map(({ rule }) => rule)]
    expect(spoken.filter((id) => /^(?:JWT-[AC](?!02|03|04|14)|AT|ID|SD|LO|CA|DP|RO|JR)/.test(id))).toEqual([])
    expect(spoken).toContain('JWE-01')
  })

  it.each(['', 'gho_16C7e42F292c6912E7710c838347Ae178B4a', 'v4.public.eyJzdWIiOiJhIn0', 'just some words'])(
    'says nothing of %j but why',
    (text) => {
      const report = lint(text)
      expect(report.unread).not.toBeNull()
      expect([report.findings, report.notRun, report.passed]).toEqual([[], [], []])
    },
  )

  it('sorts by severity, then by the place in the token', () => {
    const { findings } = lint(
      jws({ alg: 'RS256', x5t: 'a', jku: 'http://a.test' }, { aud: '*', iss: 7, exp: '1' }),
    )
    const order = { error: 0, warning: 1, info: 2 }
    const weights = findings.map(({ severity }) => order[severity])
    expect(weights).toEqual([...weights].sort())
    expect(rulesOf({ findings } as never).slice(0, 3)).toEqual(['JWT-K02', 'JWT-C08', 'JWT-C02'])
  })

  it('switches a rule off with its reason, and still counts it', () => {
    const token = jws(rs256, { ...plain, aud: undefined })
    const off = [{ rule: 'JWT-C09', reason: 'one recipient only' }]
    const report = lint(token, {}, off)
    expect(rulesOf(report)).not.toContain('JWT-C09')
    expect(report.passed).not.toContain('JWT-C09')
    expect(report.suppressed).toMatchObject([{ finding: { rule: 'JWT-C09' }, reason: 'one recipient only' }])
  })

  it('weighs the habits of known issuers less, and says why', () => {
    const claims = {
      ...plain,
      iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x',
      aud: undefined,
      token_use: 'access',
      client_id: 'c',
    }
    const cognito = lint(jws(rs256, claims)).findings.find(({ rule }) => rule === 'JWT-C09')
    expect(cognito).toMatchObject({ severity: 'info' })
    expect(cognito?.downgraded).toContain('Cognito')
    const other = lint(jws(rs256, { ...claims, iss: 'https://cognito-idp.evil.test/' })).findings.find(
      ({ rule }) => rule === 'JWT-C09',
    )
    expect(other).toMatchObject({ severity: 'warning' })
    expect(other).not.toHaveProperty('downgraded')
  })

  it('judges each signature of a JWS in JSON form', () => {
    const signature = (header: object) => ({ protected: encode(header), signature: bytes(256) })
    const text = JSON.stringify({
      payload: encode('text'),
      signatures: [signature(rs256), signature({ alg: 'none' })],
    })
    expect(lint(text).findings.find(({ rule }) => rule === 'JWT-A01')?.where).toMatchObject({
      part: 'header',
      index: 1,
    })
  })

  it('does not call a token wrong for what it was only guessed to be', () => {
    const { findings } = lint(jws(rs256, { ...accessClaims, jti: undefined }))
    expect(findings.filter(({ rule }) => rule.startsWith('AT-')).map(({ severity }) => severity)).toEqual([
      'info',
      'info',
    ])
  })

  it('never repeats a secret or a signature', () => {
    const secret = 'S3cr3t-Pa55word-value'
    const signature = bytes(256, 201)
    const report = lint(
      jws(
        rs256,
        { ...idClaims, password: secret, api_key: secret, nested: { client_secret: secret } },
        signature,
      ),
    )
    const text = JSON.stringify(report)
    expect(text).not.toContain(secret)
    expect(text).not.toContain(signature.slice(0, 20))
    expect(rulesOf(report).filter((id) => id === 'JWT-C14')).toHaveLength(3)
  })

  it('limits what one rule says', () => {
    const claims = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`password_${index}`, 'x']))
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`a${index}_secret`, 'x']))
    expect(
      rulesOf(lint(jws(rs256, { ...claims, ...many }))).filter((id) => id === 'JWT-C14').length,
    ).toBeLessThanOrEqual(21)
  })

  const value = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double({ noNaN: true }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('__proto__', 'constructor', 'none', '\ud800', 'https://[', 'http://10.0.0.1'),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('json'), { maxKeys: 4 }),
    ),
  })).json
  const names = fc.constantFrom(
    'alg',
    'typ',
    'kid',
    'jku',
    'x5c',
    'crit',
    'b64',
    'epk',
    'enc',
    'p2c',
    'p2s',
    'jwk',
    'iss',
    'sub',
    'aud',
    'exp',
    'nbf',
    'iat',
    'auth_time',
    'nonce',
    'scope',
    'events',
    'htm',
    'htu',
    'cnf',
    '_sd',
    '_sd_alg',
    'roles',
    'acr',
    '__proto__',
    'token_use',
    'email',
    'client_id',
  )
  const members = fc.dictionary(fc.oneof(names, fc.string()), value, { maxKeys: 10 })

  it('takes any header and claims', () => {
    fc.assert(
      fc.property(
        members,
        members,
        fc.constantFrom('', '~', '~WyJhIiwiYiIsMV0~', '.a.b'),
        (header, claims, end) => {
          const reading = readToken(jws({ alg: 'ES256', ...header }, claims) + end)
          const report = lintToken(reading, {
            nowSeconds: now,
            plaintext: 'x',
            as: 'id_token',
            policy: {},
            flow: {},
          })
          const errors = reading.problems.filter(({ severity }) => severity === 'error')
          if (report.unread === null && errors.length > 0) expect(report.findings.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('takes any damaged token, and leaves no error of reading untold', () => {
    const whole = jws(rs256, plain)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(4), fc.string({ maxLength: 3 }), (at, cut, put) => {
        const reading = readToken(whole.slice(0, at) + put + whole.slice(at + cut))
        const report = lintToken(reading, { nowSeconds: now })
        const hasError = reading.problems.some(({ severity }) => severity === 'error')
        if (report.unread === null && hasError)
          expect(report.findings.some(({ severity }) => severity !== 'info')).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

it('does not take an algorithm that the issuer announces for the one that the client registered', () => {
  const metadata = { issuer: idClaims.iss, id_token_signing_alg_values_supported: ['RS256'] }
  const report = lintToken(readToken(jws(rs256, idClaims)), { metadata })
  expect(report.passed).not.toContain('ID-05')
  expect(report.notRun.map(({ rule }) => rule)).toContain('ID-05')
})
