import { duration, failed, passed } from '../../oauth/flow-check.ts'
import type { Check } from '../check.ts'
import type { Named, ProfileRules } from './profile-input.ts'
import { requiredClaims } from './required-claims.ts'
import { compareAudience, compareText, requireClaims, requireType } from './rules.ts'

/** An answer travels through a browser; ten minutes are what JARM §2.1 recommends at most. In seconds. */
const longestLife = 600

/** An authorization response in a JWT (JARM §2.1 and §2.4). */
export const jarmRules: ProfileRules = (input) => {
  const { header, claims, claim, context } = input
  return [
    // JARM names no type: none and JWT are usual, that of another kind is another kind.
    ...(header?.has('typ') ? [requireType(header, ['jwt', 'oauth-authz-resp+jwt'], 'RFC 8725 §3.11')] : []),
    requireClaims(claims, requiredClaims.jarm, 'JARM §2.1'),
    ...compareAudience(claims, context.client_id, 'JARM §2.4'),
    ...(claim('state') === undefined && context.state === undefined
      ? []
      : [compareText({ id: 'state', spec: 'JARM §2.4', code: 'STATE' }, claim('state'), context.state)]),
    ...(context.code === undefined
      ? []
      : [compareText({ id: 'code', spec: 'JARM §2.1' }, claim('code'), context.code)]),
    outcome(input),
    ...lifetime(input),
  ]
}

/** It says how the request went: with a code or tokens, or with an error. */
function outcome({ claim }: Named): Check {
  const expected = 'a code, tokens or an error'
  const names = ['code', 'access_token', 'id_token', 'error'].filter((name) => claim(name) !== undefined)
  return names.length === 0
    ? failed('response', 'JARM §2.1', 'CLAIM_MISSING', { expected, found: 'none of them' })
    : passed('response', 'JARM §2.1', { expected, found: names.join(', ') })
}

function lifetime({ claim }: Named): readonly Check[] {
  const exp = claim('exp')
  const iat = claim('iat')
  if (typeof exp !== 'number' || typeof iat !== 'number') return []
  const facts = { expected: `at most ${duration(longestLife)}`, found: duration(exp - iat) }
  return [
    exp - iat <= longestLife
      ? passed('lifetime', 'JARM §2.1', facts)
      : failed('lifetime', 'JARM §2.1', 'LIFETIME', facts),
  ]
}
