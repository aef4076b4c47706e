import { toJsonText, withMember, withoutMember } from './member-text.ts'
import type { GoodToken, NegativeCase } from './negative-case.ts'
import type { NegativeDraft } from './negative-token.ts'

const own = { kind: 'own' } as const

/** The good token with other claims, signed by the person's key: nothing else is wrong with it. */
function claims(good: GoodToken, changes: Readonly<Record<string, unknown>>): NegativeDraft {
  let members = good.claims
  for (const [name, value] of Object.entries(changes)) members = withMember(members, name, value)
  return { header: good.headerText, payload: toJsonText(members), signer: own }
}

const has = (good: GoodToken, name: string): boolean => good.claims.some(([own]) => own === name)

function missing(name: string, asAccessToken?: NegativeCase['asAccessToken']): NegativeCase {
  return {
    id: `missing-${name.replaceAll('_', '-')}`,
    label: `No ${name}`,
    change: `${name} is left out; the signature is good.`,
    // RFC 7519 leaves every claim optional; what a recipient relies on it has to insist on.
    expectation: 'should_refuse',
    spec: 'RFC 7519 §4',
    ...(asAccessToken ? { asAccessToken } : {}),
    make: (good) =>
      has(good, name)
        ? { header: good.headerText, payload: toJsonText(withoutMember(good.claims, name)), signer: own }
        : null,
  }
}

const mustRefuse = { expectation: 'refuse', spec: 'RFC 9068 §4' } as const
const mustBeThere = { expectation: 'should_refuse', spec: 'RFC 9068 §2.2' } as const

/** Faults in the claims. All are signed by the person's key, so that only the fault can be the reason. */
export const claimFaults: readonly NegativeCase[] = [
  {
    id: 'expired',
    label: 'Expired',
    change: 'It was issued two hours ago and expired one hour ago; the signature is good.',
    expectation: 'refuse',
    spec: 'RFC 7519 §4.1.4',
    make: (good) => ({
      ...claims(good, {
        exp: good.nowSeconds - 3600,
        ...(has(good, 'iat') ? { iat: good.nowSeconds - 7200 } : {}),
        ...(has(good, 'nbf') ? { nbf: good.nowSeconds - 7200 } : {}),
      }),
    }),
  },
  {
    id: 'not-yet-valid',
    label: 'Not valid yet',
    change: 'nbf is one hour ahead; the signature is good.',
    expectation: 'refuse',
    spec: 'RFC 7519 §4.1.5',
    make: (good) => claims(good, { nbf: good.nowSeconds + 3600, exp: good.nowSeconds + 7200 }),
  },
  {
    id: 'wrong-issuer',
    label: 'Another issuer',
    change: 'iss is https://issuer.example.invalid/; the signature is good.',
    expectation: 'refuse',
    spec: 'RFC 8725 §3.8',
    asAccessToken: mustRefuse,
    make: (good) => claims(good, { iss: 'https://issuer.example.invalid/' }),
  },
  {
    id: 'wrong-audience',
    label: 'Another audience',
    change: 'aud is https://other.example.invalid/; the signature is good.',
    expectation: 'refuse',
    spec: 'RFC 7519 §4.1.3',
    make: (good) => claims(good, { aud: 'https://other.example.invalid/' }),
  },
  missing('exp', mustRefuse),
  missing('iss', mustRefuse),
  missing('aud', mustRefuse),
  missing('sub', mustBeThere),
  missing('iat', mustBeThere),
  missing('jti', mustBeThere),
  missing('client_id', mustBeThere),
  {
    id: 'exp-string',
    label: 'Expiry as text',
    change: 'exp is a string of digits instead of a number; the signature is good.',
    expectation: 'refuse',
    spec: 'RFC 7519 §4.1.4',
    make: (good) => claims(good, { exp: String(good.nowSeconds + 3600) }),
  },
  {
    id: 'exp-milliseconds',
    label: 'Expiry in milliseconds',
    change: 'exp is in milliseconds, tens of thousands of years ahead; the signature is good.',
    expectation: 'should_refuse',
    spec: 'RFC 7519 §2',
    make: (good) => claims(good, { exp: (good.nowSeconds + 3600) * 1000 }),
  },
  {
    id: 'duplicate-claim',
    label: 'A claim twice',
    change: 'sub stands twice with different values; the signature is good.',
    expectation: 'should_refuse',
    spec: 'RFC 7519 §4',
    make: (good) => ({
      header: good.headerText,
      payload: toJsonText([['sub', JSON.stringify(`other-${good.nonce}`)], ...good.claims]),
      signer: own,
    }),
  },
  {
    id: 'oversized',
    label: 'Very large',
    change: 'A claim of 16 KB is added; the signature is good.',
    expectation: 'no_crash',
    spec: 'RFC 8725 §3.10',
    make: (good) => claims(good, { claimscope_padding: 'x'.repeat(16_384) }),
  },
]
