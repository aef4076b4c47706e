import { describe, expect, it } from 'vitest'
import { failuresOfToken } from './against-token.ts'
import type { Check, VerdictCode } from './check.ts'
import type { KeySource, VerifyRequest, VerifyResult } from './verification.ts'

const failed = (id: string, code: VerdictCode): Check => ({ id, status: 'fail', code, spec: '' })
const request = (source: KeySource, expected: VerifyRequest['expect'] = {}): VerifyRequest => ({
  token: 'a.b.c',
  source,
  expect: expected,
})
const result = (checks: readonly Check[], more: Partial<VerifyResult> = {}): VerifyResult => ({
  verdict: 'invalid',
  code: 'INTERNAL',
  checks,
  key: null,
  requests: [],
  asOf: 0,
  ...more,
})
const codes = (req: VerifyRequest, res: VerifyResult) => failuresOfToken(req, res).map(({ code }) => code)
const own: readonly KeySource[] = [
  { kind: 'key', text: '{}' },
  { kind: 'secret', text: 's', encoding: 'utf8' },
  { kind: 'vault', keyId: 'k' },
]
const fetched: readonly KeySource[] = [
  { kind: 'jwks_url', url: 'https://a.test/' },
  { kind: 'discovery', issuer: 'https://a.test' },
]

describe('failuresOfToken', () => {
  it.each(own)('blames no token for a key of the person’s that does not fit: %j', (source) => {
    for (const code of ['KEY_TYPE_MISMATCH', 'KEY_INVALID', 'KEY_NOT_FOUND', 'KEY_AMBIGUOUS'] as const) {
      expect(codes(request(source), result([failed('signature', code)]))).toEqual([])
    }
    const both = result([failed('signature', 'KEY_TYPE_MISMATCH'), failed('time', 'EXPIRED')])
    expect(codes(request(source), both)).toEqual(['EXPIRED'])
  })

  it.each(own)('keeps what was tested, and what was found out about it: %j', (source) => {
    for (const code of ['SIGNATURE_INVALID', 'ALG_NOT_ALLOWED', 'CRIT', 'UNSECURED'] as const) {
      expect(codes(request(source), result([failed('signature', code)]))).toEqual([code])
    }
    const diagnosis = (cause: string) => [{ cause, sentence: '', advice: '' }]
    const found = (cause: string) =>
      result([failed('signature', 'KEY_TYPE_MISMATCH')], { diagnosis: diagnosis(cause) })
    expect(codes(request(source), found('KEY_CONFUSION'))).toEqual(['KEY_TYPE_MISMATCH'])
    expect(codes(request(source), found('KEY_MARKED_OTHERWISE'))).toEqual([])
  })

  it.each(fetched)('holds a token against the keys of its issuer: %j', (source) => {
    const checks = [failed('signature', 'KEY_TYPE_MISMATCH')]
    expect(codes(request(source), result(checks))).toEqual(['KEY_TYPE_MISMATCH'])
  })

  it('compares with an issuer only where it answered, or where it was expected by itself', () => {
    const asked: KeySource = { kind: 'discovery', issuer: 'https://typo.test' }
    const none: Check = { id: 'key', status: 'not_checked', code: 'HTTP_STATUS', spec: '' }
    const answered: Check = { id: 'key', status: 'pass', spec: '' }
    const wrong = failed('issuer', 'ISSUER')
    expect(codes(request(asked), result([none, wrong]))).toEqual([])
    expect(codes(request(asked), result([answered, wrong]))).toEqual(['ISSUER'])
    expect(codes(request(asked, { iss: 'https://b.test' }), result([none, wrong]))).toEqual(['ISSUER'])
  })
})
