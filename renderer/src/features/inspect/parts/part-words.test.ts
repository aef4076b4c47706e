import { expect, test } from 'vitest'
import { readToken } from '../../../../../shared/token/read-token.ts'
import type { PartResult } from '../../../../../shared/verdict/verification.ts'
import { partAlgorithm } from './part-algorithm.ts'
import { partOutcome } from './part-words.ts'

const expired: PartResult = {
  id: 'layer-2',
  title: 'Signed token inside',
  verdict: 'invalid',
  code: 'EXPIRED',
  checks: [
    { id: 'time', status: 'fail', code: 'EXPIRED', found: 'exp 2020-01-01T00:00:00Z', spec: 'RFC 7519' },
  ],
  key: null,
}

test('a layer names what failed; the reason stands in the ladder above', () => {
  expect(partOutcome(expired)).toBe('Time failed')
  expect(partOutcome({ ...expired, id: 'signature-0' }).length).toBeGreaterThan(20)
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const general = readToken(
  JSON.stringify({
    payload: encode({ sub: 'ada' }),
    signatures: [
      { protected: encode({ alg: 'RS256' }), header: { kid: 'a' }, signature: 'AAAA' },
      { protected: encode({}), header: { alg: 'ES256', kid: 'a' }, signature: 'AAAA' },
      { protected: encode({ alg: 'x'.repeat(99) }), signature: 'AAAA' },
    ],
  }),
)

test('signatures by the same key are told apart by their algorithm', () => {
  expect(partAlgorithm(general, 'signature-0')).toBe('RS256')
  expect(partAlgorithm(general, 'signature-1')).toBe('ES256')
  expect(partAlgorithm(general, 'signature-2')).toBeNull()
  expect(partAlgorithm(general, 'signature-9')).toBeNull()
  expect(partAlgorithm(general, 'layer-1')).toBeNull()
})
