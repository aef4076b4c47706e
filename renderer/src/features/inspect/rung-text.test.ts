import { describe, expect, it } from 'vitest'
import type { Check, Verdict } from '../../../../shared/verdict/check.ts'
import type { Verification } from './inspect-state.ts'
import { rungParts, shortenValue, verdictLabel } from './rung-text.ts'

const check = (id: string, status: Check['status'], more: Partial<Check> = {}): Check => ({
  id,
  status,
  spec: 'RFC 7519 §4.1.3',
  ...more,
})
const done = (verdict: Verdict, checks: readonly Check[]): Verification => ({
  kind: 'done',
  request: { token: 'a.b.c', source: { kind: 'none' }, expect: {} },
  result: { verdict, code: 'OK', checks, key: null, requests: [], asOf: 0 },
})

const rungText = (rung: Check): string =>
  rungParts(rung)
    .map(({ text }) => text)
    .join('')

describe('rungText', () => {
  it.each([
    [check('audience', 'fail', { expected: 'a', found: 'b' }), 'expected a, found b'],
    [check('audience', 'fail', { expected: 'a' }), 'expected a'],
    [check('audience', 'fail'), 'does not hold'],
    [
      check('issuer', 'pass', { found: 'https://a.test', note: 'from discovery' }),
      'https://a.test · from discovery',
    ],
    [check('issuer', 'pass'), 'holds'],
    [check('audience', 'pass', { found: 'a', unproved: true }), 'not proved · a'],
    [check('type', 'not_checked'), 'not checked'],
    [
      check('decrypted', 'not_checked', {
        code: 'KEY_TYPE_MISMATCH',
        expected: 'an RSA key, for RSA-OAEP',
        found: 'EC P-256',
      }),
      'not checked · it needs an RSA key, for RSA-OAEP; the key is EC P-256',
    ],
    [
      check('type', 'not_checked', { found: 'JWT', note: 'nothing was expected' }),
      'not checked · nothing was expected',
    ],
  ])('%j is %j', (rung, text) => {
    expect(rungText(rung)).toBe(text)
  })
})

describe('values in a line', () => {
  const values = (rung: Check) => rungParts(rung).flatMap(({ text, value }) => (value ? [text] : []))

  it('are told from the words around them', () => {
    expect(values(check('audience', 'fail', { expected: 'a', found: 'b' }))).toEqual(['a', 'b'])
    expect(values(check('signature', 'pass', { expected: 'RS256', found: 'RS256' }))).toEqual(['RS256'])
    expect(values(check('key', 'pass', { found: 'https://a.test/jwks, key k, key 2' }))).toEqual([
      'https://a.test/jwks',
      'k, key 2',
    ])
    expect(values(check('key', 'pass', { found: 'a key you gave' }))).toEqual([])
    expect(values(check('time', 'pass', { found: 'expires in 5 min' }))).toEqual([])
  })

  it('are shortened in the middle, where two long ones differ least', () => {
    expect(shortenValue({ text: 'k1', value: true })).toBe('k1')
    const short = shortenValue({ text: `${'a'.repeat(100)}-2026-10`, value: true })
    expect(short.length).toBeLessThan(45)
    expect(short).toMatch(/^a+…a+-2026-10$/)
  })
})

describe('verdictLabel', () => {
  const passed = [check('parsed', 'pass'), check('signature', 'pass')]
  it.each([
    ['valid', passed, { tone: 'pass', text: 'Verified' }],
    ['valid', [...passed, check('type', 'not_checked')], { tone: 'pass', text: 'Verified, 1 not checked' }],
    ['invalid', [...passed, check('audience', 'fail')], { tone: 'fail', text: 'Audience failed' }],
    ['invalid', [check('time', 'fail', { code: 'EXPIRED' })], { tone: 'fail', text: 'Expired' }],
    ['unverified', [check('signature', 'not_checked')], { tone: 'none', text: 'Nothing proved' }],
  ] as const)('%s with %j', (verdict, checks, label) => {
    expect(verdictLabel(done(verdict, checks), checks)).toMatchObject(label)
  })

  it.each([
    [{ code: 'CRIT' }, 'Must be refused: crit'],
    [{ code: 'SIGNATURE_INVALID' }, 'Signature failed'],
  ] as const)('calls a signature failed only where it was judged: %j', (more, text) => {
    const checks = [check('signature', 'fail', more)]
    expect(verdictLabel(done('invalid', checks), checks).text).toBe(text)
  })

  it('names what was proved of a forged token, a time in milliseconds, and signatures without a proof', () => {
    const forged = [check('signature', 'fail', { code: 'KEY_INVALID' })]
    const { result, ...rest } = done('invalid', forged) as Extract<Verification, { kind: 'done' }>
    const diagnosis = [{ cause: 'KEY_CONFUSION', sentence: '', advice: '' }]
    expect(verdictLabel({ ...rest, result: { ...result, diagnosis } }, forged).text).toBe(
      'Forged with a public key',
    )
    const found = 'iat 1795478400000, which looks like milliseconds'
    const late = [check('time', 'fail', { code: 'ISSUED_IN_FUTURE', found })]
    expect(verdictLabel(done('invalid', late), late).text).toBe('A time in milliseconds')
    const valid = done('valid', passed) as Extract<Verification, { kind: 'done' }>
    const part = (id: string, status: Check['status']) =>
      ({
        id,
        title: id,
        verdict: 'unverified',
        code: 'OK',
        checks: [check('signature', status)],
        key: null,
      }) as const
    const parts = [part('signature-0', 'pass'), part('signature-1', 'not_checked')]
    expect(verdictLabel({ ...valid, result: { ...valid.result, parts } }, passed)).toMatchObject({
      text: '1 of 2 signatures verified',
      spoken: 'Verified: no check failed. Not proved: signature-1.',
    })
  })

  it('says that nothing was proved where a given key does not fit, in no other colour', () => {
    for (const [code, words] of [
      ['KEY_TYPE_MISMATCH', 'the key does not fit'],
      ['KEY_NOT_FOUND', 'the key does not fit'],
      ['KEY_INVALID', 'the key cannot be used'],
    ] as const) {
      const wrong = [check('parsed', 'pass'), check('signature', 'not_checked', { code })]
      expect(verdictLabel(done('unverified', wrong), wrong)).toMatchObject({
        tone: 'none',
        text: `Nothing was proved: ${words}`,
      })
      const expired = [...wrong, check('time', 'fail', { code: 'EXPIRED' })]
      expect(verdictLabel(done('invalid', expired), expired)).toMatchObject({ tone: 'fail', text: 'Expired' })
    }
  })

  it('says that an address gave no keys', () => {
    const checks = [check('signature', 'not_checked'), check('key', 'not_checked', { code: 'HTTP_STATUS' })]
    const { kind, result } = done('unverified', checks) as Extract<Verification, { kind: 'done' }>
    const source = { kind: 'discovery', issuer: 'https://typo.test' } as const
    const asked: Verification = { kind, result, request: { token: 'a.b.c', source, expect: {} } }
    expect(verdictLabel(asked, checks)).toMatchObject({
      tone: 'none',
      text: 'Nothing was proved: no keys were found there',
    })
  })

  it.each<Verification>([
    { kind: 'idle', cancelled: false },
    { kind: 'idle', cancelled: true },
    { kind: 'failed', error: { code: 'ERR_INTERNAL', message: 'x' } },
    { kind: 'running', requestId: '1', request: { token: 'a', source: { kind: 'none' }, expect: {} } },
  ])('is never green without a verdict: %j', (verification) => {
    expect(verdictLabel(verification, passed).tone).toBe('none')
  })
})
