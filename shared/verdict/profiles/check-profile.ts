import type { Check } from '../check.ts'
import type { ValidationProfile } from '../verification.ts'
import { accessTokenRules } from './access-token.ts'
import { clientAssertionRules } from './client-assertion.ts'
import { dpopProofRules } from './dpop-proof.ts'
import { idTokenRules } from './id-token.ts'
import { jarmRules } from './jarm.ts'
import { logoutTokenRules } from './logout-token.ts'
import type { ProfileInput, ProfileRules } from './profile-input.ts'
import { requestObjectRules } from './request-object.ts'
import { sdJwtVcRules } from './sd-jwt-vc.ts'

const rules: Readonly<Record<ValidationProfile, ProfileRules>> = {
  generic: () => [],
  id_token: idTokenRules,
  access_token: accessTokenRules,
  logout_token: logoutTokenRules,
  client_assertion: clientAssertionRules,
  dpop_proof: dpopProofRules,
  request_object: requestObjectRules,
  jarm: jarmRules,
  sd_jwt_vc: sdJwtVcRules,
}

/**
 * The rungs that the token's kind adds to those of every JWT; none for `generic`. A required claim that is missing
 * fails. Without a proved signature every pass is marked: it is only what the token says.
 */
export function checkProfile(input: ProfileInput): readonly Check[] {
  const { request, claims, proved } = input
  const checks = rules[request.as ?? 'generic']({
    ...input,
    context: request.context ?? {},
    facts: input.facts ?? {},
    skew: request.expect.skew ?? 0,
    claim: (name) => claims?.get(name),
  })
  return proved
    ? checks
    : checks.map((check) => (check.status === 'pass' ? { ...check, unproved: true } : check))
}

/**
 * One ladder out of the rungs of every JWT and those of the profile. Where both speak of the same thing, a failure
 * counts, then what was compared with an expectation, then what was not checked.
 */
export function withProfile(rungs: readonly Check[], profile: readonly Check[]): readonly Check[] {
  const merged = rungs.map((rung) => {
    const own = profile.find(({ id }) => id === rung.id)
    if (!own) return rung
    return weight(own) > weight(rung) ? own : rung
  })
  const known = new Set(rungs.map(({ id }) => id))
  return [...merged, ...profile.filter(({ id }) => !known.has(id))]
}

function weight({ status, note }: Check): number {
  if (status === 'fail') return 3
  if (status === 'pass') return 2
  return note === undefined ? 0 : 1
}
