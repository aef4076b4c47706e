import { failed, notChecked, passed } from '../../oauth/flow-check.ts'
import { plainText } from '../../oauth/plain-text.ts'
import type { Check } from '../check.ts'
import type { Named, ProfileRules } from './profile-input.ts'
import { requiredClaims } from './required-claims.ts'
import { requireClaims, requireType } from './rules.ts'

/** What a verifier must see in every presentation (SD-JWT VC §3.2.2.2). */
const neverHidden = ['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'status']

/** A verifiable credential as an SD-JWT (SD-JWT VC §3.2). */
export const sdJwtVcRules: ProfileRules = (input) => {
  const { header, claims, claim } = input
  return [
    // The second one is the name of drafts before November 2024.
    requireType(header, ['dc+sd-jwt', 'vc+sd-jwt'], 'SD-JWT VC §3.2.1'),
    requireClaims(claims, requiredClaims.sd_jwt_vc, 'SD-JWT VC §3.2.2.2'),
    openClaims(input),
    ...(claim('status') === undefined
      ? []
      : [
          notChecked(
            'status',
            'Token Status List §8.3',
            'Whether it was revoked is not asked here: that would tell the issuer.',
          ),
        ]),
  ]
}

function openClaims({ facts }: Named): Check {
  if (facts.disclosed === undefined) {
    const found = 'a JWT without the ~ that ends an SD-JWT'
    return failed('open_claims', 'SD-JWT VC §3.1', 'MALFORMED', { expected: 'an SD-JWT', found })
  }
  const hidden = neverHidden.filter((name) => facts.disclosed?.includes(name))
  const expected = `not disclosed selectively: ${neverHidden.join(', ')}`
  return hidden.length === 0
    ? passed('open_claims', 'SD-JWT VC §3.2.2.2', {
        expected,
        found: 'no validity claim is held in a disclosure',
      })
    : failed('open_claims', 'SD-JWT VC §3.2.2.2', 'DISCLOSURE', {
        expected,
        found: plainText(hidden.join(', ')),
      })
}
