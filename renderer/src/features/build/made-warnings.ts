import type { SigningKeyFacts } from '../../../../shared/build/sign-request.ts'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { BuildData, Made } from './build-state.ts'
import { headerValue } from './header-fields.ts'

/** What the header says that does not go with the key that signed. It is a test of others, so it is made all the same. */
export function keyWarnings(
  { original }: Pick<BuildData, 'original'>,
  header: string,
  alg: string | null,
  facts: SigningKeyFacts | null,
): Made['warnings'] {
  const warnings: { code: string; message: string }[] = []
  if (alg === null || facts === null) return warnings
  const typ = headerValue(header, 'typ')?.toLowerCase()
  if (facts.publicJwk === null && (typ === 'dpop+jwt' || typ === 'application/dpop+jwt')) {
    warnings.push({
      code: 'DPOP_SYMMETRIC',
      message: `${alg} is symmetric, and a DPoP proof must be signed with a private key (RFC 9449 §4.2): a correct server refuses this one.`,
    })
  }
  const kid = headerValue(header, 'kid')
  const came = original === null ? null : headerValue(original.header, 'kid')
  if (kid !== null && kid === came && kid !== facts.kid && kid !== facts.thumbprint) {
    const own = facts.kid ?? facts.thumbprint
    warnings.push({
      code: 'KID_OF_ANOTHER_KEY',
      message: `kid still says ${plainText(kid, 80)}, as the token came: a receiver looks for that key, not for yours${own === null ? '' : `, which is called ${plainText(own, 80)}`}.`,
    })
  }
  return warnings
}
