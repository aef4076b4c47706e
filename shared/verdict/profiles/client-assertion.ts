import { failed, notChecked, passed } from '../../oauth/flow-check.ts'
import { plainText, plainValue } from '../../oauth/plain-text.ts'
import type { Check } from '../check.ts'
import type { Named, ProfileRules } from './profile-input.ts'
import { requiredClaims } from './required-claims.ts'
import { allowType, compareAudience, requireClaims } from './rules.ts'

const spec = 'RFC 7523 §3'

/** A JWT by which a client authenticates (RFC 7523 §3, OIDC Core §9). */
export const clientAssertionRules: ProfileRules = (input) => {
  const { header, claims, context } = input
  return [
    allowType(header, 'client-authentication+jwt', 'RFC 8725 §3.11'),
    requireClaims(claims, requiredClaims.client_assertion, spec),
    sameClient(input),
    ...compareAudience(claims, context.token_endpoint, spec),
    single(input),
  ]
}

/** The client speaks about itself: issuer and subject are both its identifier. */
function sameClient({ claim, context }: Named): Check {
  const iss = claim('iss')
  const sub = claim('sub')
  const expected = context.client_id === undefined ? 'iss and sub the same' : plainText(context.client_id)
  const found = iss === sub ? plainValue(iss) : `iss ${plainValue(iss, 80)}, sub ${plainValue(sub, 80)}`
  if (iss === undefined || sub === undefined) {
    return failed('client_id', spec, 'CLAIM_MISSING', { expected, found })
  }
  if (iss !== sub || (context.client_id !== undefined && iss !== context.client_id)) {
    return failed('client_id', spec, 'SUBJECT', { expected, found })
  }
  return passed('client_id', spec, { expected, found })
}

/** Whether it was used before is known to the server alone; without jti not even to it. */
function single({ claim }: Named): Check {
  const jti = claim('jti')
  const note =
    jti === undefined
      ? 'There is no jti, so a server cannot tell that it was used before.'
      : 'Whether it was used before is known only where it is sent.'
  return { ...notChecked('jti', spec, note), ...(jti === undefined ? {} : { found: plainValue(jti) }) }
}
