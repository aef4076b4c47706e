import type { Check, VerdictCode } from '../verdict/check.ts'
import type { SignatureFinding } from './check-id-token.ts'
import { checkIssuedAt } from './check-times.ts'
import { failed, notChecked, passed } from './flow-check.ts'
import { plainText, plainValue } from './plain-text.ts'
import type { IdTokenReading, JsonObject } from './read-id-token.ts'

export type RefreshEvidence = {
  /** Claims of the ID token that the sign-in brought; null where there was none. */
  readonly before: JsonObject | null
  readonly idToken: IdTokenReading
  readonly signature: SignatureFinding
  /** Unix seconds at receipt. */
  readonly now: number
  readonly serverDate: number | null
}

const spec = 'OIDC Core §12.2'

/** An ID token that comes with a refresh must speak of the same person, issuer and sign-in. */
export function checkRefresh(evidence: RefreshEvidence): readonly Check[] {
  const { before, idToken, signature, now, serverDate } = evidence
  if (idToken.kind === 'absent') {
    return [notChecked('refresh_id_token', spec, 'the refresh brought no ID token, which is allowed')]
  }
  if (idToken.kind !== 'jws') {
    const reason = idToken.kind === 'encrypted' ? 'an encrypted one (JWE)' : plainText(idToken.reason)
    const code = idToken.kind === 'encrypted' ? 'ENCRYPTED' : 'MALFORMED'
    return [failed('refresh_id_token', spec, code, { expected: 'a signed JWT', found: reason })]
  }
  const { claims } = idToken
  const issuedAt = checkIssuedAt(claims, { now, serverDate })
  return [
    { id: 'refresh_signature', spec: 'RFC 7515 §5.2', ...signature },
    ...(before === null
      ? [notChecked('refresh_subject', spec, 'the sign-in brought no ID token to compare with')]
      : [
          unchanged('subject', 'SUBJECT', before.sub, claims.sub),
          unchanged('issuer', 'ISSUER', before.iss, claims.iss),
          unchanged('audience', 'AUDIENCE', before.aud, claims.aud),
          ...whenPresent('auth_time', 'AUTH_TIME', before.auth_time, claims.auth_time),
          ...whenPresent('azp', 'AUDIENCE', before.azp, claims.azp),
          ...whenPresent('nonce', 'NONCE', before.nonce, claims.nonce),
        ]),
    { ...issuedAt, id: 'refresh_issued_at', spec },
  ]
}

function unchanged(name: string, code: VerdictCode, before: unknown, after: unknown): Check {
  const facts = { expected: plainValue(before), found: plainValue(after) }
  return sameValue(before, after)
    ? passed(`refresh_${name}`, spec, facts)
    : failed(`refresh_${name}`, spec, after === undefined ? 'CLAIM_MISSING' : code, facts)
}

/** These may be left out of a refreshed ID token, but not changed. */
function whenPresent(name: string, code: VerdictCode, before: unknown, after: unknown): readonly Check[] {
  return after === undefined || before === undefined ? [] : [unchanged(name, code, before, after)]
}

/** Audiences are a set: order does not count (OIDC Core §12.2 asks for the same audience). */
function sameValue(before: unknown, after: unknown): boolean {
  const key = (value: unknown): string =>
    JSON.stringify(Array.isArray(value) ? [...value].sort() : [value]) ?? ''
  return key(before) === key(after)
}
