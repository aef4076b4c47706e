import { toJsonText, withMember, withoutMember } from './member-text.ts'
import type { GoodToken, NegativeCase } from './negative-case.ts'
import type { NegativeDraft, Signer } from './negative-token.ts'

function header(good: GoodToken, changes: Readonly<Record<string, unknown>>, signer: Signer): NegativeDraft {
  let members = good.header
  for (const [name, value] of Object.entries(changes)) members = withMember(members, name, value)
  return { header: toJsonText(members), payload: good.payloadText, signer }
}

const none = (id: string, alg: string): NegativeCase => ({
  id,
  label: `alg ${alg}`,
  change: `alg is ${alg} and the signature is empty.`,
  expectation: 'refuse',
  spec: 'RFC 8725 §3.2',
  make: (good) => header(good, { alg }, { kind: 'empty' }),
})

/** Faults in the header: which algorithm, which key, which type. */
export const headerFaults: readonly NegativeCase[] = [
  none('alg-none', 'none'),
  none('alg-none-capital', 'None'),
  none('alg-none-upper-case', 'NONE'),
  none('alg-none-mixed-case', 'nOnE'),
  {
    id: 'alg-none-with-signature',
    label: 'alg none, signature kept',
    change: 'alg is none, and the old signature still stands there.',
    expectation: 'refuse',
    spec: 'RFC 8725 §3.2',
    make: (good) => header(good, { alg: 'none' }, { kind: 'old' }),
  },
  {
    id: 'hs-with-public-key',
    label: 'Public key as the secret',
    change: 'alg is HS256, and the MAC is made with the public key in PEM as its secret.',
    expectation: 'refuse',
    spec: 'RFC 8725 §2.1',
    make: (good) =>
      good.alg.startsWith('HS') ? null : header(good, { alg: 'HS256' }, { kind: 'public_as_secret' }),
  },
  {
    id: 'empty-secret',
    label: 'Empty secret',
    change: 'alg is HS256, and the MAC is made with an empty secret; kid points to an empty file.',
    expectation: 'refuse',
    spec: 'RFC 8725 §3.10',
    make: (good) =>
      header(good, { alg: 'HS256', kid: '../../../../../../dev/null' }, { kind: 'empty_secret' }),
  },
  {
    id: 'embedded-jwk',
    label: 'Brings its own key',
    change: 'A key made just now signs it, and stands in the header as jwk.',
    expectation: 'refuse',
    spec: 'RFC 8725 §3.10',
    make: (good) => ({
      header: toJsonText(withoutMember(good.header, 'jwk')),
      payload: good.payloadText,
      signer: { kind: 'fresh', publish: true },
    }),
  },
  ...(['jku', 'x5u'] as const).map(
    (name): NegativeCase => ({
      id: `${name}-elsewhere`,
      label: `${name} elsewhere`,
      change: `A key made just now signs it, and ${name} points to keys.example.invalid, where nothing is.`,
      expectation: 'refuse',
      spec: 'RFC 8725 §3.10',
      make: (good) =>
        header(
          good,
          { [name]: `https://keys.example.invalid/${good.nonce}` },
          { kind: 'fresh', publish: false },
        ),
    }),
  ),
  {
    id: 'unknown-kid',
    label: 'Unknown kid',
    change: 'kid names a key that nobody has; the signature is good.',
    // kid is a hint: a server that tries its keys finds the right one and may accept.
    expectation: 'should_refuse',
    spec: 'RFC 7515 §4.1.4',
    make: (good) => header(good, { kid: `unknown-${good.nonce}` }, { kind: 'own' }),
  },
  {
    id: 'kid-path',
    label: 'kid as a path',
    change: 'kid is a path out of a folder; the signature is good.',
    expectation: 'should_refuse',
    spec: 'RFC 8725 §3.10',
    make: (good) => header(good, { kid: '../../../../../../etc/hostname' }, { kind: 'own' }),
  },
  {
    id: 'kid-sql',
    label: 'kid as a query',
    change: 'kid holds an SQL injection; the signature is good.',
    expectation: 'should_refuse',
    spec: 'RFC 8725 §3.10',
    make: (good) => header(good, { kid: "x' OR '1'='1" }, { kind: 'own' }),
  },
  {
    id: 'crit-unknown',
    label: 'Unknown demand in crit',
    change: 'crit demands an extension that nobody knows; the signature is good.',
    expectation: 'refuse',
    spec: 'RFC 7515 §4.1.11',
    make: (good) =>
      header(
        good,
        { crit: ['https://claimscope.invalid/unknown'], 'https://claimscope.invalid/unknown': true },
        { kind: 'own' },
      ),
  },
  {
    id: 'typ-confusion',
    label: 'Typed as a logout token',
    change: 'typ is logout+jwt, of another kind of token; the signature is good.',
    expectation: 'should_refuse',
    spec: 'RFC 8725 §3.11',
    asAccessToken: { expectation: 'refuse', spec: 'RFC 9068 §4' },
    make: (good) => header(good, { typ: 'logout+jwt' }, { kind: 'own' }),
  },
]
