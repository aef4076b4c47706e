import { failed, passed } from '../../oauth/flow-check.ts'
import { plainValue } from '../../oauth/plain-text.ts'
import type { Check } from '../check.ts'
import type { ProfileRules } from './profile-input.ts'
import { requiredClaims } from './required-claims.ts'
import { allowType, compareAudience, forbidClaims, requireClaims, typedValue } from './rules.ts'

const validation = 'OIDC Back-Channel Logout §2.6'
const event = 'http://schemas.openid.net/event/backchannel-logout'

/** A logout token (OIDC Back-Channel Logout §2.4 and §2.6). */
export const logoutTokenRules: ProfileRules = ({ header, claims, claim, context }) => [
  allowType(header, 'logout+jwt', 'OIDC Back-Channel Logout §2.4'),
  requireClaims(claims, requiredClaims.logout_token, 'OIDC Back-Channel Logout §2.4'),
  ...compareAudience(claims, context.client_id, validation),
  whoLeaves(claim('sub'), claim('sid')),
  logoutEvent(claim('events')),
  // An ID token has one, so that neither can be taken for the other.
  forbidClaims(claims, ['nonce'], validation),
]

function whoLeaves(sub: unknown, sid: unknown): Check {
  const expected = 'sub, sid or both'
  const wrong = [['sub', sub] as const, ['sid', sid] as const].find(
    ([, value]) => value !== undefined && (typeof value !== 'string' || value === ''),
  )
  if (wrong) {
    const [name, value] = wrong
    const facts = {
      expected: `${name} as a string that is not empty`,
      found: `${name} is ${typedValue(value)}`,
    }
    return failed('subject', validation, 'CLAIM_TYPE', facts)
  }
  const named = [sub === undefined ? '' : 'sub', sid === undefined ? '' : 'sid'].filter((name) => name)
  return named.length === 0
    ? failed('subject', validation, 'CLAIM_MISSING', { expected, found: 'neither' })
    : passed('subject', validation, { expected, found: named.join(' and ') })
}

function logoutEvent(events: unknown): Check {
  const value =
    typeof events === 'object' && events !== null && Object.hasOwn(events, event)
      ? (events as Readonly<Record<string, unknown>>)[event]
      : undefined
  const facts = { expected: `${event} with a JSON object`, found: plainValue(events, 200) }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? passed('events', validation, { ...facts, found: event })
    : failed('events', validation, 'CLAIM_VALUE', facts)
}
