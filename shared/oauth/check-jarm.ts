import type { Check } from '../verdict/check.ts'
import type { SignedAnswer } from './callback.ts'
import { checkAudience, checkIssuer, type SignatureFinding } from './check-id-token.ts'
import { checkExpiry } from './check-times.ts'
import { failed, passed } from './flow-check.ts'
import { plainText, plainValue } from './plain-text.ts'
import type { JsonObject } from './read-id-token.ts'

export type JarmEvidence = {
  /** Null where the answer came as plain parameters although a signed one was asked for. */
  readonly signed: SignedAnswer | null
  /** What it may be signed with: as agreed on, else as announced; undefined where neither is known. */
  readonly algs: readonly string[] | undefined
  readonly issuer: string
  readonly clientId: string
  readonly signature: SignatureFinding
  /** Unix seconds at receipt. */
  readonly now: number
}

/** A signed authorization response (JARM §2.4): who made it, for whom, until when. Its state is judged as any other. */
export function checkJarm({
  signed,
  algs,
  issuer,
  clientId,
  signature,
  now,
}: JarmEvidence): readonly Check[] {
  if (signed === null) {
    const facts = { expected: 'a signed answer', found: 'plain parameters' }
    return [failed('jarm_signature', 'JARM §2.3', 'UNSECURED', facts)]
  }
  const { claims, header } = signed
  const spec = 'JARM §2.4'
  const named = (name: string, check: Check): Check => ({ ...check, id: `jarm_${name}`, spec })
  return [
    { id: 'jarm_signature', spec, ...signature },
    ...checkAlg(header, algs),
    named('issuer', checkIssuer(claims, issuer)),
    named('audience', checkAudience(claims, clientId)),
    named('expiry', checkExpiry(claims, { now, maxAge: null, serverDate: null })),
    ...checkType(claims),
  ]
}

function checkAlg(header: JsonObject, algs: readonly string[] | undefined): readonly Check[] {
  if (algs === undefined) return []
  const facts = { expected: plainText(algs.join(' '), 200), found: plainValue(header.alg, 60) }
  const isAllowed = typeof header.alg === 'string' && algs.includes(header.alg)
  return [
    isAllowed
      ? passed('jarm_alg', 'JARM §3', facts)
      : failed('jarm_alg', 'JARM §3', 'ALG_NOT_ALLOWED', facts),
  ]
}

/** An ID token of the same provider for the same client must not pass for an answer (RFC 8725 §3.12). */
function checkType(claims: JsonObject): readonly Check[] {
  if (claims.sub === undefined && claims.nonce === undefined) return []
  const facts = { expected: 'the parameters of an answer', found: 'the claims of an ID token' }
  return [failed('jarm_type', 'RFC 8725 §3.12', 'TYPE', facts)]
}
