import { failed, notChecked, passed } from '../../oauth/flow-check.ts'
import { plainValue } from '../../oauth/plain-text.ts'
import type { Check } from '../check.ts'
import type { Named, ProfileRules } from './profile-input.ts'
import { requiredClaims } from './required-claims.ts'
import { allowType, compareText, forbidClaims, requireClaims } from './rules.ts'

/** An authorization request in a JWT (RFC 9101 §4, §6.3 and §10.8; OIDC Core §6.1). */
export const requestObjectRules: ProfileRules = (input) => {
  const { header, claims, claim, context } = input
  return [
    allowType(header, 'oauth-authz-req+jwt', 'RFC 9101 §10.8'),
    requireClaims(claims, requiredClaims.request_object, 'RFC 9101 §4'),
    compareText({ id: 'client_id', spec: 'RFC 9101 §5' }, claim('client_id'), context.client_id),
    ...issuer(input),
    forbidClaims(claims, ['request', 'request_uri'], 'RFC 9101 §4'),
    notAnAssertion(input),
    ...(context.state === undefined
      ? []
      : [
          compareText({ id: 'state', spec: 'RFC 6749 §4.1.1', code: 'STATE' }, claim('state'), context.state),
        ]),
    ...scope(claim('scope'), context.scope),
  ]
}

/** Signed by the client: the issuer is the client (RFC 9101 §4, OIDC Core §6.1). */
function issuer({ claim }: Named): readonly Check[] {
  const iss = claim('iss')
  if (iss === undefined) {
    return [notChecked('request_issuer', 'RFC 9101 §4', 'The request does not name its issuer.')]
  }
  const facts = { expected: plainValue(claim('client_id')), found: plainValue(iss) }
  return [
    typeof iss === 'string' && iss === claim('client_id')
      ? passed('request_issuer', 'OIDC Core §6.1', facts)
      : failed('request_issuer', 'OIDC Core §6.1', 'ISSUER', facts),
  ]
}

/** With the client as its subject it could be sent elsewhere as proof of the client (RFC 9101 §10.8). */
function notAnAssertion({ claim }: Named): Check {
  const spec = 'RFC 9101 §10.8'
  const sub = claim('sub')
  const facts = { expected: 'another subject than the client, or none', found: plainValue(sub) }
  return sub !== undefined && sub === claim('client_id')
    ? failed('subject', spec, 'SUBJECT', facts)
    : passed('subject', spec, facts)
}

function scope(found: unknown, wanted: string | undefined): readonly Check[] {
  if (wanted === undefined) return []
  return [compareText({ id: 'scope', spec: 'RFC 6749 §3.3', code: 'SCOPE' }, found, wanted)]
}
