import { checkAuthTime } from '../../oauth/check-times.ts'
import { failed, notChecked, passed } from '../../oauth/flow-check.ts'
import { plainText, plainValue } from '../../oauth/plain-text.ts'
import type { Check } from '../check.ts'
import type { Named, ProfileRules } from './profile-input.ts'
import { requiredClaims } from './required-claims.ts'
import { compareText, requireClaims, requireType } from './rules.ts'

/** A JWT access token (RFC 9068 §2.1, §2.2 and §4). */
export const accessTokenRules: ProfileRules = (input) => {
  const { header, claims, claim, context, asOf, skew } = input
  return [
    requireType(header, ['at+jwt'], 'RFC 9068 §2.1'),
    requireClaims(claims, requiredClaims.access_token, 'RFC 9068 §2.2'),
    ...(context.client_id === undefined
      ? []
      : [compareText({ id: 'client_id', spec: 'RFC 9068 §2.2' }, claim('client_id'), context.client_id)]),
    ...scope(claim('scope'), context.scope),
    ...checkAuthTime(
      { auth_time: claim('auth_time') },
      { now: asOf, maxAge: context.max_age ?? null, tolerance: skew },
    ),
    ...confirmation(input),
  ]
}

function scope(found: unknown, wanted: string | undefined): readonly Check[] {
  const spec = 'RFC 9068 §2.2.3'
  if (found === undefined && wanted === undefined) return []
  const facts = {
    ...(wanted === undefined ? {} : { expected: plainText(wanted, 300) }),
    found: plainValue(found, 300),
  }
  if (found === undefined) return [failed('scope', spec, 'CLAIM_MISSING', facts)]
  if (typeof found !== 'string') {
    return [
      failed('scope', spec, 'CLAIM_TYPE', {
        ...facts,
        expected: 'one string with spaces between the scopes',
      }),
    ]
  }
  if (wanted === undefined) {
    return [{ ...notChecked('scope', spec, 'Nothing was expected, so nothing was compared.'), ...facts }]
  }
  const granted = new Set(found.split(' '))
  const absent = wanted.split(' ').filter((name) => name !== '' && !granted.has(name))
  return [
    absent.length === 0
      ? passed('scope', spec, facts)
      : failed('scope', spec, 'SCOPE', {
          ...facts,
          note: `Not granted: ${plainText(absent.join(' '), 200)}.`,
        }),
  ]
}

/** A bound token is worth something only with proof of the key (RFC 7800 §3.1, RFC 9449 §6.1). */
function confirmation({ claim, context }: Named): readonly Check[] {
  const cnf = claim('cnf')
  const spec = 'RFC 9449 §6.1'
  if (cnf === undefined && context.jkt === undefined) return []
  const jkt =
    typeof cnf === 'object' && cnf !== null ? (cnf as Readonly<Record<string, unknown>>).jkt : undefined
  if (context.jkt !== undefined) return [compareText({ id: 'cnf', spec }, jkt, context.jkt)]
  const note = 'The token is bound to a key; without proof of that key it must not be accepted.'
  return [{ ...notChecked('cnf', spec, note), found: plainValue(cnf, 200) }]
}
