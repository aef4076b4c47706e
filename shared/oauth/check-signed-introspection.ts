import type { Check } from '../verdict/check.ts'
import { checkAudience, checkIssuer, type SignatureFinding } from './check-id-token.ts'
import { failed, passed } from './flow-check.ts'
import { plainText, plainValue } from './plain-text.ts'
import type { IdTokenReading, JsonObject } from './read-id-token.ts'

export type SignedIntrospection = {
  /** Null where the answer came as JSON although a signed one was asked for. */
  readonly signed: IdTokenReading | null
  readonly signature: SignatureFinding
  /** The one asked for; empty where none was. */
  readonly alg: string
  readonly issuer: string
  readonly clientId: string
}

const spec = 'RFC 9701 §5'

/** Who signed what introspection says, and for whom; what it says is compared elsewhere. */
export function checkSignedIntrospection(evidence: SignedIntrospection): readonly Check[] {
  const { signed, signature, alg, issuer, clientId } = evidence
  const expected = 'a signed JWT'
  if (signed === null) {
    return [failed('introspection_signature', spec, 'UNSECURED', { expected, found: 'JSON' })]
  }
  if (signed.kind !== 'jws') {
    const found = signed.kind === 'malformed' ? plainText(signed.reason) : 'an encrypted one (JWE)'
    const code = signed.kind === 'malformed' ? 'MALFORMED' : 'ENCRYPTED'
    return [failed('introspection_signature', spec, code, { expected, found })]
  }
  const { header, claims } = signed
  const named = (name: string, check: Check): Check => ({ ...check, id: `introspection_${name}`, spec })
  return [
    { id: 'introspection_signature', spec, ...signature },
    ...(alg === '' ? [] : [checkAlg(header, alg)]),
    checkType(header),
    named('issuer', checkIssuer(claims, issuer)),
    named('audience', checkAudience(claims, clientId)),
    ...checkShape(claims),
  ]
}

function checkAlg(header: JsonObject, alg: string): Check {
  const facts = { expected: alg, found: plainValue(header.alg, 60) }
  return header.alg === alg
    ? passed('introspection_alg', spec, facts)
    : failed('introspection_alg', spec, 'ALG_NOT_ALLOWED', facts)
}

/** Required, so that no other token of the provider passes for an answer (RFC 9701 §5, RFC 8725 §3.11). */
function checkType(header: JsonObject): Check {
  const facts = { expected: 'token-introspection+jwt', found: plainValue(header.typ, 60) }
  const plain = typeof header.typ === 'string' ? header.typ.toLowerCase().replace(/^application\//, '') : ''
  return plain === 'token-introspection+jwt'
    ? passed('introspection_type', spec, facts)
    : failed('introspection_type', spec, 'TYPE', facts)
}

function checkShape({ token_introspection: members }: JsonObject): readonly Check[] {
  if (typeof members === 'object' && members !== null && !Array.isArray(members)) return []
  const facts = { expected: 'token_introspection, an object', found: plainValue(members, 60) }
  return [failed('introspection_answer', spec, 'CLAIM_MISSING', facts)]
}
