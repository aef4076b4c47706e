import type { Check } from '../verdict/check.ts'
import { checkAudience, checkIssuer, type SignatureFinding } from './check-id-token.ts'
import { failed, notChecked, passed } from './flow-check.ts'
import { plainText, plainValue } from './plain-text.ts'
import type { IdTokenReading, JsonObject } from './read-id-token.ts'

/** The person behind userinfo must be the person behind the ID token (OIDC Core §5.3.2). */
export function checkUserinfo(expected: string | null, body: JsonObject): Check {
  const section = 'OIDC Core §5.3.2'
  const facts = { expected: expected ?? 'a subject', found: plainValue(body.sub) }
  if (typeof body.sub !== 'string' || body.sub === '') {
    return failed('userinfo_subject', section, 'CLAIM_MISSING', facts)
  }
  if (expected === null) {
    return notChecked('userinfo_subject', section, 'there is no ID token to compare the subject with')
  }
  return body.sub === expected
    ? passed('userinfo_subject', section, facts)
    : failed('userinfo_subject', section, 'SUBJECT', facts)
}

export type SignedUserinfo = {
  readonly reading: IdTokenReading
  readonly signature: SignatureFinding
  /** Of the ID token; null where there is none. */
  readonly subject: string | null
  readonly issuer: string
  readonly clientId: string
}

/** A signed answer (OIDC Core §5.3.2): iss and aud should be there, and what is there must be right. */
export function checkSignedUserinfo(evidence: SignedUserinfo): readonly Check[] {
  const { reading, signature, subject, issuer, clientId } = evidence
  const spec = 'OIDC Core §5.3.2'
  if (reading.kind !== 'jws') {
    const found = reading.kind === 'malformed' ? plainText(reading.reason) : 'an encrypted one (JWE)'
    const code = reading.kind === 'malformed' ? 'MALFORMED' : 'ENCRYPTED'
    return [failed('userinfo_signature', spec, code, { expected: 'a signed JWT', found })]
  }
  const { claims } = reading
  const when = (name: 'iss' | 'aud', id: string, check: () => Check): Check =>
    claims[name] === undefined
      ? notChecked(id, spec, `the signed answer holds no ${name}, which it should`)
      : { ...check(), id, spec }
  return [
    { id: 'userinfo_signature', spec, ...signature },
    when('iss', 'userinfo_issuer', () => checkIssuer(claims, issuer)),
    when('aud', 'userinfo_audience', () => checkAudience(claims, clientId)),
    checkUserinfo(subject, claims),
  ]
}
