import { expect, test } from 'vitest'
import { tokenHash } from './token-hash.ts'

test.each([
  // OIDC Core, Appendix A.3 and A.4.
  ['RS256', 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y', '77QmUPtjPfzWtF2AnpK9RQ'],
  ['RS256', 'Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk', 'LDktKdoQak3Pk0cnXxCltA'],
])('%s of the specification', (alg, value, hash) => {
  expect(tokenHash(alg, value)).toBe(hash)
})

test.each([
  ['ES384', 32],
  ['PS512', 43],
  ['EdDSA', 43],
  ['Ed25519', 43],
])('%s is as long as its hash says', (alg, length) => {
  expect(tokenHash(alg, 'a')).toHaveLength(length)
})

test.each(['none', 'Ed448', 'RS2560', 'xRS256', '', undefined, 256, ['RS256']])('%j has none', (alg) => {
  expect(tokenHash(alg, 'a')).toBeNull()
})

// U+0161 ends in the byte of `a`.
test.each(['\u0161', '\u00e1', 'a\ufffd', '\ud800', '\u{1f600}'])(
  'text that is not ASCII has none: %j',
  (value) => {
    expect(tokenHash('RS256', value)).toBeNull()
  },
)
