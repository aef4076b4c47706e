import { ecdsaSignatureBytes } from '../lint/known-algorithms.ts'
import { toJsonText, withMember } from './member-text.ts'
import type { GoodToken, NegativeCase } from './negative-case.ts'
import type { NegativeDraft, Signer } from './negative-token.ts'

const same = (good: GoodToken, signer: Signer, suffix?: string): NegativeDraft => ({
  header: good.headerText,
  payload: good.payloadText,
  signer,
  ...(suffix === undefined ? {} : { suffix }),
})

/** Faults in the signature; none but one of them needs a key. */
export const signatureFaults: readonly NegativeCase[] = [
  {
    id: 'signature-bit',
    label: 'One bit of the signature',
    change: 'One bit of the signature is changed.',
    expectation: 'refuse',
    spec: 'RFC 7515 §5.2',
    make: (good) => same(good, { kind: 'flipped' }),
  },
  {
    id: 'signature-empty',
    label: 'No signature',
    change: 'The signature is empty, while alg is as it was.',
    expectation: 'refuse',
    spec: 'RFC 7515 §5.2',
    make: (good) => same(good, { kind: 'empty' }),
  },
  {
    id: 'signature-cut',
    label: 'Two segments',
    change: 'The signature is cut off with its dot.',
    expectation: 'refuse',
    spec: 'RFC 7515 §7.1',
    make: (good) => same(good, { kind: 'cut' }),
  },
  {
    id: 'extra-segment',
    label: 'Four segments',
    change: 'A fourth segment is added.',
    expectation: 'refuse',
    spec: 'RFC 7515 §7.1',
    make: (good) => same(good, { kind: 'old' }, '.e30'),
  },
  {
    id: 'signature-zero',
    label: 'Signature of zeros',
    change: 'r and s of the ECDSA signature are zero (CVE-2022-21449).',
    expectation: 'refuse',
    spec: 'RFC 7518 §3.4',
    make: (good) => {
      const isEcdsa = ecdsaSignatureBytes(good.alg) !== null
      const header = isEcdsa ? good.headerText : toJsonText(withMember(good.header, 'alg', 'ES256'))
      return { header, payload: good.payloadText, signer: { kind: 'zero' } }
    },
  },
  {
    id: 'payload-altered',
    label: 'Altered claims',
    change: 'sub is another, and the signature is the old one.',
    expectation: 'refuse',
    spec: 'RFC 7515 §5.2',
    make: (good) => ({
      header: good.headerText,
      payload: toJsonText(withMember(good.claims, 'sub', `other-${good.nonce}`)),
      signer: { kind: 'old' },
    }),
  },
  {
    id: 'header-altered',
    label: 'Altered header',
    change: 'A member is added to the header, and the signature is the old one.',
    expectation: 'refuse',
    spec: 'RFC 7515 §5.2',
    make: (good) => ({
      header: toJsonText(withMember(good.header, 'claimscope', good.nonce)),
      payload: good.payloadText,
      signer: { kind: 'old' },
    }),
  },
  {
    id: 'another-key',
    label: 'Another key',
    change: 'A key made just now signs it, under the kid of the real one.',
    expectation: 'refuse',
    spec: 'RFC 7515 §5.2',
    make: (good) => same(good, { kind: 'fresh', publish: false }),
  },
]
