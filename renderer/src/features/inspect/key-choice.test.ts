import { describe, expect, it } from 'vitest'
import { readToken } from '../../../../shared/token/read-token.ts'
import { verifyRequest } from '../../../../shared/verdict/verification.ts'
import { exampleToken } from './example-token.ts'
import {
  actionLabel,
  emptyExpect,
  emptyKey,
  hostOf,
  isVerifiable,
  parseAsOf,
  parseVerifyForm,
} from './key-choice.ts'

const reading = readToken(exampleToken.token)

describe('parseVerifyForm', () => {
  it.each([
    { kind: 'key', key: exampleToken.key },
    { kind: 'secret', secret: ' s \n', encoding: 'hex' },
    { kind: 'discovery', issuer: ' https://login.acme.test ' },
    { kind: 'jwks_url', url: 'https://login.acme.test/jwks' },
  ] as const)('makes of %j what the main process accepts', (key) => {
    const outcome = parseVerifyForm(
      reading,
      { ...emptyKey, ...key },
      { ...emptyExpect, aud: ' api ', at: '1795445220' },
    )
    if (!outcome.ok) throw new Error(outcome.problem.message)
    expect(verifyRequest.parse(outcome.request)).toEqual(outcome.request)
    expect(outcome.request.expect).toEqual({ aud: 'api', at: 1_795_445_220, skew: 30 })
  })

  it.each([
    ['2031-01-01', 1_924_992_000],
    [' 2031-01-01 ', 1_924_992_000],
    ['2031-01-01T00:00:00Z', 1_924_992_000],
    ['2031-02-30', null],
    ['2031-1-1', null],
    ['tomorrow', null],
  ])('takes “as of” %j for %j', (at, seconds) => {
    expect(parseAsOf(at)).toBe(seconds)
    expect(parseVerifyForm(reading, { ...emptyKey, key: '{}' }, { ...emptyExpect, at }).ok).toBe(
      seconds !== null,
    )
  })

  it.each([
    ['RS256', ['RS256']],
    [' RS256, ES256;PS256\nRS256 ', ['RS256', 'ES256', 'PS256']],
    ['rs256', ['rs256']],
    [' , ', undefined],
    ['', undefined],
  ])('takes the algorithms %j for %j', (alg, list) => {
    const outcome = parseVerifyForm(reading, { ...emptyKey, key: '{}' }, { ...emptyExpect, alg })
    if (!outcome.ok) throw new Error(outcome.problem.message)
    expect(verifyRequest.parse(outcome.request).expect.alg).toEqual(list)
  })

  it.each(['x'.repeat(65), Array.from({ length: 33 }, (_, at) => `A${at}`).join()])(
    'refuses a list of algorithms that is too long',
    (alg) => {
      const outcome = parseVerifyForm(reading, { ...emptyKey, key: '{}' }, { ...emptyExpect, alg })
      expect(outcome).toMatchObject({ ok: false, problem: { field: 'alg' } })
    },
  )

  it('has no tolerance where the field is emptied', () => {
    expect(parseVerifyForm(reading, { ...emptyKey, key: '{}' }, { ...emptyExpect, skew: '' })).toMatchObject({
      request: { expect: { skew: 0 } },
    })
  })

  it('hands a secret over with its spaces', () => {
    const outcome = parseVerifyForm(reading, { ...emptyKey, kind: 'secret', secret: ' s \n' }, emptyExpect)
    expect(outcome).toMatchObject({ ok: true, request: { source: { text: ' s \n' } } })
  })

  it('refuses a token that is too large to be sent', () => {
    const large = readToken(`${exampleToken.token}${'A'.repeat(1_000_001)}`)
    expect(parseVerifyForm(large, { ...emptyKey, key: '{}' }, emptyExpect)).toMatchObject({
      ok: false,
      problem: { field: 'token' },
    })
  })
})

describe('hostOf', () => {
  it.each([
    ['https://login.acme.test/realms/a', 'login.acme.test'],
    ['http://127.0.0.1:9400', '127.0.0.1:9400'],
    ['https://user:pass@evil.test', 'evil.test'],
    ['https://login.acme.test@evil.test/', 'evil.test'],
    ['https://аррle.com', 'xn--le-7kcaa9d.com'],
    ['javascript:alert(1)', null],
    ['file:///etc/passwd', null],
    ['login.acme.test', null],
    ['', null],
  ])('%j is %j', (address, host) => {
    if (address.includes('а')) expect(hostOf(address)).toMatch(/^xn--/)
    else expect(hostOf(address)).toBe(host)
  })
})

describe('actionLabel', () => {
  it('names the host that a click will contact', () => {
    expect(actionLabel({ ...emptyKey, kind: 'discovery', issuer: 'https://a.test@evil.test' })).toBe(
      'Fetch keys from evil.test and verify',
    )
    expect(actionLabel({ ...emptyKey, kind: 'jwks_url', url: '' })).toBe('Fetch keys and verify')
    expect(actionLabel(emptyKey)).toBe('Verify with this key')
  })
})

describe('isVerifiable', () => {
  it.each([
    [exampleToken.token, true],
    [`Bearer ${exampleToken.token}`, true],
    [exampleToken.token.replace('.', '!.'), false],
    ['eyJhbGciOiJub25lIn0.e30.', false],
    [`${exampleToken.token}~`, true],
    // What is broken in a disclosure is told when it is verified; what the issuer signed must be whole.
    [`${exampleToken.token}~WyJhIl0~`, true],
    [`${exampleToken.token}~not-json~`, true],
    [`${exampleToken.token.replace('.', '!.')}~not-json~`, false],
    ['opaque', false],
    ['', false],
  ])('%j: %s', (text, verifiable) => {
    expect(isVerifiable(readToken(text))).toBe(verifiable)
  })
})
