import type { LintContext } from '../lint-context.ts'
import { bytes, encode, jws, now, plain, type RuleCases, token } from './test-token.ts'

type Members = Readonly<Record<string, unknown>>
const salt = bytes(16)
const disclosure = (name: string, value: unknown, of = salt) => encode(JSON.stringify([of, name, value]))
const sd = (
  options: {
    claims?: Members
    header?: Members
    disclosures?: readonly string[]
    binding?: string
    context?: LintContext
  } = {},
) => {
  const { claims = {}, header = {}, disclosures = [], binding = '', context } = options
  const issuer = jws(
    { alg: 'ES256', typ: 'dc+sd-jwt', ...header },
    { ...plain, _sd_alg: 'sha-256', _sd: ['digest-1'], ...claims },
    bytes(64),
  )
  return token(`${issuer}~${disclosures.map((each) => `${each}~`).join('')}${binding}`, context)
}
const verdict = { verdict: 'invalid', code: 'OK', key: null, requests: [], asOf: now } as const
const checked = (code: 'DISCLOSURE' | 'KEY_BINDING', status: 'pass' | 'fail'): LintContext => ({
  verification: { ...verdict, checks: [{ id: 'part', status, code, spec: 'RFC 9901 §7.1' }] },
})
const kb = (header: Members = {}, claims: Members = {}) =>
  jws(
    { alg: 'ES256', typ: 'kb+jwt', ...header },
    { iat: now, aud: 'v', nonce: 'n', sd_hash: 'h', ...claims },
    bytes(64),
  )
const name = disclosure('given_name', 'Ada')

export const sdJwtCases: RuleCases = {
  'SD-01': {
    bad: [
      sd({ claims: { _sd_alg: 'md5' } }),
      sd({ claims: { _sd_alg: 5 } }),
      sd({ header: { alg: 'none' } }),
      sd({ claims: { _sd_alg: 'sha-1' } }),
    ],
    good: [sd(), sd({ claims: { _sd_alg: undefined } }), sd({ claims: { _sd_alg: 'sha-512' } })],
  },
  'SD-02': {
    bad: [
      sd({ disclosures: [disclosure('_sd', 1)] }),
      sd({ disclosures: [encode('["a"]')] }),
      sd({ disclosures: [encode('no json')] }),
      sd({ claims: { _sd: ['x', 'x'] } }),
      sd({ claims: { _sd: ['x'], address: { _sd: ['x'] } } }),
      sd({ claims: { _sd: ['x'], list: [{ '...': 'x' }] } }),
      sd({ disclosures: [name], context: checked('DISCLOSURE', 'fail') }),
    ],
    good: [sd(), sd({ disclosures: [name], context: checked('DISCLOSURE', 'pass') })],
  },
  'SD-03': {
    bad: [
      sd({ claims: { exp: undefined }, disclosures: [disclosure('exp', now)] }),
      sd({ claims: { exp: undefined, _sd: ['a', 'b'] }, disclosures: [name] }),
    ],
    good: [sd({ disclosures: [name] })],
  },
  'SD-04': {
    bad: [
      sd({ context: { policy: { bindingRequired: true } } }),
      sd({ binding: kb({ typ: 'JWT' }) }),
      sd({ binding: kb({}, { nonce: undefined }) }),
      sd({ binding: kb(), context: checked('KEY_BINDING', 'fail') }),
    ],
    good: [
      sd({ context: { policy: { bindingRequired: false } } }),
      sd({ binding: kb(), context: checked('KEY_BINDING', 'pass') }),
    ],
  },
  'SD-05': {
    bad: [
      sd({ disclosures: [disclosure('a', 1, 'c2hvcnQ')] }),
      sd({ disclosures: [name, disclosure('family_name', 'L')] }),
    ],
    good: [sd(), sd({ disclosures: [name, disclosure('family_name', 'L', bytes(16, 9))] })],
  },
}
