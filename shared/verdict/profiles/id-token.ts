import { checkAzp, checkHash, checkIdTokenType } from '../../oauth/check-id-token.ts'
import { checkAuthTime } from '../../oauth/check-times.ts'
import { failed, notChecked, passed } from '../../oauth/flow-check.ts'
import { plainText, plainValue } from '../../oauth/plain-text.ts'
import type { Check } from '../check.ts'
import type { Named, ProfileRules } from './profile-input.ts'
import { requiredClaims } from './required-claims.ts'
import { compareAudience, requireClaims } from './rules.ts'

const core = 'OIDC Core §3.1.3.7'

/** An ID token (OIDC Core §2 and §3.1.3.7; FAPI 1.0 for s_hash). */
export const idTokenRules: ProfileRules = (input) => {
  const { header, claims, claim, context, asOf, skew } = input
  return [
    checkIdTokenType({ typ: header?.get('typ') }),
    requireClaims(claims, requiredClaims.id_token, 'OIDC Core §2'),
    ...compareAudience(claims, context.client_id, core),
    ...authorizedParty(input),
    ...checkAuthTime(
      { auth_time: claim('auth_time') },
      { now: asOf, maxAge: context.max_age ?? null, tolerance: skew },
    ),
    ...acr(claim('acr'), context.acr_values),
    ...hash(input, 'at_hash', 'OIDC Core §3.1.3.8', 'access_token'),
    ...hash(input, 'c_hash', 'OIDC Core §3.3.2.10', 'code'),
    ...hash(input, 's_hash', 'FAPI 1.0 §5.1', 'state'),
  ]
}

function authorizedParty({ claim, context }: Named): readonly Check[] {
  const azp = claim('azp')
  const aud = claim('aud')
  if (context.client_id !== undefined) return checkAzp({ azp, aud }, context.client_id)
  if (azp === undefined) return []
  const note = 'Without the client’s identifier nothing could be compared.'
  return [{ ...notChecked('azp', core, note), found: plainValue(azp) }]
}

function acr(found: unknown, asked: string | undefined): readonly Check[] {
  if (asked === undefined) return []
  const facts = { expected: `one of ${plainText(asked, 200)}`, found: plainValue(found) }
  if (found === undefined) return [failed('acr', core, 'CLAIM_MISSING', facts)]
  return [
    typeof found === 'string' && found !== '' && asked.split(' ').includes(found)
      ? passed('acr', core, facts)
      : failed('acr', core, 'CLAIM_VALUE', facts),
  ]
}

const sources = { access_token: 'access token', code: 'code', state: 'state' } as const

function hash(
  { claim, context, facts }: Named,
  name: 'at_hash' | 'c_hash' | 's_hash',
  spec: string,
  source: keyof typeof sources,
): readonly Check[] {
  const found = claim(name)
  const has = context[source] !== undefined
  if (found === undefined && !has) return []
  if (!has) {
    const note = `Give the ${sources[source]} that came with it, and its hash is compared.`
    return [{ ...notChecked(name, spec, note), found: plainValue(found, 100) }]
  }
  if (found === undefined) {
    return [
      notChecked(name, spec, `The ID token holds no ${name}, so nothing ties the ${sources[source]} to it.`),
    ]
  }
  if (!/^\p{ASCII}*$/u.test(context[source] ?? '')) {
    const expected = `the hash of a ${sources[source]} of ASCII characters`
    return [failed(name, spec, 'HASH', { expected, found: plainValue(found, 100) })]
  }
  return [checkHash(name, spec, found, facts[name] ?? null)]
}
