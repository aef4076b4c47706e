import type { Check } from '../verdict/check.ts'
import type { CallbackReading } from './callback.ts'
import { checkIdToken, type IdTokenEvidence } from './check-id-token.ts'
import { checkTokenAnswer } from './check-token-answer.ts'
import { failed, passed } from './flow-check.ts'
import { plainValue } from './plain-text.ts'
import type { JsonObject } from './read-id-token.ts'

/** The checks of a token answer, made of what came through the browser instead. */
export type FrontChannelEvidence = {
  readonly callback: CallbackReading
  /** As asked for. */
  readonly scope: string
  /** Null where no ID token was asked for in the front channel. */
  readonly idToken: IdTokenEvidence | null
}

/**
 * What the hybrid and implicit flows bring through the browser (OIDC Core §3.2.2, §3.3.2). Nothing but these hashes
 * ties a code or an access token of the front channel to the signature, so they must be there (§3.3.2.11, §3.2.2.10).
 */
export function checkFrontChannel({ callback, scope, idToken }: FrontChannelEvidence): readonly Check[] {
  return [
    ...(callback.accessToken === null ? [] : checkTokenAnswer(answerOf(callback), scope).map(asFront)),
    ...(idToken === null ? [] : withNeededHashes(checkIdToken(idToken), callback, idToken)),
  ]
}

/** No token endpoint answered, and a check must not say so. */
function asFront(check: Check): Check {
  return check.id === 'answer' ? { ...check, id: 'token_in_answer', spec: 'RFC 6749 §4.2.2' } : check
}

/** The answer in the names and types of a token answer (RFC 6749 §4.2.2): numbers come as text here. */
export function answerOf(callback: CallbackReading): JsonObject {
  const { accessToken, idToken, tokenType, expiresIn, scope } = callback
  return {
    ...(accessToken === null ? {} : { access_token: accessToken }),
    ...(idToken === null ? {} : { id_token: idToken }),
    ...(tokenType === null ? {} : { token_type: tokenType }),
    ...(expiresIn === null
      ? {}
      : { expires_in: /^\d{1,12}$/.test(expiresIn) ? Number(expiresIn) : expiresIn }),
    ...(scope === null ? {} : { scope }),
  }
}

function withNeededHashes(
  checks: readonly Check[],
  { code, accessToken }: CallbackReading,
  { idToken }: IdTokenEvidence,
): readonly Check[] {
  if (idToken.kind !== 'jws') return checks
  const { claims } = idToken
  const missing = (id: string, spec: string, of: string) =>
    failed(id, spec, 'CLAIM_MISSING', { expected: `${id} of the ${of} that came with it`, found: 'nothing' })
  const isHybrid = code !== null
  return [
    // Without an access token beside it there is nothing that at_hash could be of.
    ...checks.filter(({ id }) => id !== 'at_hash' || claims.at_hash !== undefined),
    ...(accessToken !== null && claims.at_hash === undefined
      ? [missing('at_hash', isHybrid ? 'OIDC Core §3.3.2.11' : 'OIDC Core §3.2.2.10', 'access token')]
      : []),
    ...(isHybrid && claims.c_hash === undefined ? [missing('c_hash', 'OIDC Core §3.3.2.11', 'code')] : []),
  ]
}

/** Both ID tokens of a hybrid flow speak of one person of one issuer (OIDC Core §3.3.3.6). */
export function checkSameIdToken(front: JsonObject | null, back: JsonObject | null): readonly Check[] {
  if (front === null || back === null) return []
  const spec = 'OIDC Core §3.3.3.6'
  const shown = ({ iss, sub }: JsonObject) => `${plainValue(sub)} of ${plainValue(iss)}`
  const facts = { expected: shown(front), found: shown(back) }
  return [
    front.iss === back.iss && front.sub === back.sub
      ? passed('front_same', spec, facts)
      : failed('front_same', spec, 'SUBJECT', facts),
  ]
}
