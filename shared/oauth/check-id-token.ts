import type { Check, VerdictCode } from '../verdict/check.ts'
import { checkTimes } from './check-times.ts'
import { failed, notChecked, passed } from './flow-check.ts'
import { plainText, plainValue } from './plain-text.ts'
import type { IdTokenReading, JsonObject } from './read-id-token.ts'

/** What the verification of the signature found; made where the cryptography is. */
export type SignatureFinding =
  | { readonly status: 'pass'; readonly note: string }
  | {
      readonly status: 'fail' | 'not_checked'
      readonly code: VerdictCode
      readonly expected?: string
      readonly found?: string
      readonly note?: string
      readonly spec?: string
    }

/** Computed from what was received (OIDC Core §3.1.3.6, §3.3.2.11); null where the `alg` has no known hash. */
export type ComputedHashes = {
  readonly at_hash: string | null
  readonly c_hash: string | null
  readonly s_hash: string | null
}

export type IdTokenEvidence = {
  readonly idToken: IdTokenReading
  /** False when the scope held no `openid`: then none is required. */
  readonly required: boolean
  readonly issuer: string
  readonly clientId: string
  /** What was sent; null when none was; undefined where an earlier sign-in sent it, which is not known here. */
  readonly nonce: string | null | undefined
  /** Seconds, when `max_age` was asked for. */
  readonly maxAge: number | null
  /** `id_token_signing_alg_values_supported`; absent means RS256 (OIDC Registration §2). */
  readonly algs: readonly string[] | undefined
  readonly signature: SignatureFinding
  readonly hashes: ComputedHashes
  /** Unix seconds at receipt. */
  readonly now: number
  /** Unix seconds, from the `Date` header of the answer. */
  readonly serverDate: number | null
}

const core = 'OIDC Core §3.1.3.7'

/** Every check of the ID token that came with a token answer, each made by itself: one failure hides no other. */
export function checkIdToken(evidence: IdTokenEvidence): readonly Check[] {
  const { idToken } = evidence
  switch (idToken.kind) {
    case 'absent':
      return evidence.required
        ? [
            failed('id_token', 'OIDC Core §3.1.3.3', 'CLAIM_MISSING', {
              expected: 'an ID token',
              found: 'none',
            }),
          ]
        : [notChecked('id_token', 'OIDC Core §3.1.2.1', 'openid was not in the scope, so no ID token came')]
    case 'encrypted':
      return [
        failed('id_token', core, 'ENCRYPTED', { expected: 'a signed JWT', found: 'an encrypted one (JWE)' }),
        signatureCheck({ status: 'not_checked', code: 'ENCRYPTED', note: 'the ID token is encrypted' }),
      ]
    case 'malformed':
      return [
        failed('id_token', 'RFC 7519 §7.2', 'MALFORMED', {
          expected: 'a signed JWT',
          found: plainText(idToken.reason),
        }),
        signatureCheck({ status: 'not_checked', code: 'MALFORMED', note: 'the ID token cannot be read' }),
      ]
    case 'jws':
      return checkJws(idToken.header, idToken.claims, evidence)
  }
}

function checkJws(header: JsonObject, claims: JsonObject, evidence: IdTokenEvidence): readonly Check[] {
  const { clientId, issuer } = evidence
  return [
    passed('id_token', 'RFC 7519 §7.2'),
    checkIdTokenType(header),
    checkAlg(header, evidence.algs),
    ...checkCrit(header),
    signatureCheck(evidence.signature),
    checkIssuer(claims, issuer),
    checkAudience(claims, clientId),
    ...checkAzp(claims, clientId),
    checkSubject(claims),
    ...checkTimes(claims, evidence),
    ...checkNonce(claims, evidence.nonce),
    ...checkHashes(claims, evidence.hashes),
  ]
}

function signatureCheck(finding: SignatureFinding): Check {
  return { id: 'signature', spec: 'RFC 7515 §5.2', ...finding }
}

/** Another kind of JWT must not pass for an ID token (RFC 8725 §3.11). */
export function checkIdTokenType(header: JsonObject): Check {
  const spec = 'RFC 8725 §3.11'
  const { typ } = header
  if (typ === undefined) return passed('type', spec, { note: 'no typ, as usual for ID tokens' })
  const facts = { expected: 'JWT', found: plainValue(typ) }
  const plain = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : ''
  return ['jwt', 'id_token+jwt', 'id+jwt'].includes(plain)
    ? passed('type', spec, facts)
    : failed('type', spec, 'TYPE', facts)
}

function checkAlg(header: JsonObject, announced: readonly string[] | undefined): Check {
  const allowed = announced ?? ['RS256']
  const facts = { expected: plainText(allowed.join(' '), 200), found: plainValue(header.alg, 60) }
  // `none` is refused even where it is announced: nothing would be proved (RFC 8725 §3.2).
  if (typeof header.alg === 'string' && header.alg.toLowerCase() === 'none') {
    return failed('alg', core, 'UNSECURED', facts)
  }
  return typeof header.alg === 'string' && allowed.includes(header.alg)
    ? passed('alg', core, facts)
    : failed('alg', core, 'ALG_NOT_ALLOWED', facts)
}

function checkCrit(header: JsonObject): readonly Check[] {
  if (header.crit === undefined) return []
  return [
    failed('crit', 'RFC 7515 §4.1.11', 'CRIT', {
      expected: 'no extension that must be understood',
      found: plainValue(header.crit),
    }),
  ]
}

export function checkIssuer(claims: JsonObject, issuer: string): Check {
  const facts = { expected: issuer, found: plainValue(claims.iss) }
  if (claims.iss === undefined) return failed('issuer', core, 'CLAIM_MISSING', facts)
  if (typeof claims.iss !== 'string') return failed('issuer', core, 'CLAIM_TYPE', facts)
  return claims.iss === issuer ? passed('issuer', core, facts) : failed('issuer', core, 'ISSUER', facts)
}

export function checkAudience(claims: JsonObject, clientId: string): Check {
  const { aud } = claims
  const facts = { expected: clientId, found: plainValue(aud) }
  if (aud === undefined) return failed('audience', core, 'CLAIM_MISSING', facts)
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (list.some((value) => typeof value !== 'string')) return failed('audience', core, 'CLAIM_TYPE', facts)
  return list.includes(clientId)
    ? passed('audience', core, facts)
    : failed('audience', core, 'AUDIENCE', facts)
}

/** With several audiences the token must say that it was issued to this client. */
export function checkAzp(claims: JsonObject, clientId: string): readonly Check[] {
  const several = Array.isArray(claims.aud) && claims.aud.length > 1
  if (claims.azp === undefined && !several) return []
  const facts = { expected: clientId, found: plainValue(claims.azp) }
  if (claims.azp === undefined) return [failed('azp', core, 'CLAIM_MISSING', facts)]
  if (typeof claims.azp !== 'string') return [failed('azp', core, 'CLAIM_TYPE', facts)]
  return [claims.azp === clientId ? passed('azp', core, facts) : failed('azp', core, 'AUDIENCE', facts)]
}

export function checkSubject(claims: JsonObject): Check {
  const { sub } = claims
  const spec = 'OIDC Core §2'
  if (sub === undefined)
    return failed('subject', spec, 'CLAIM_MISSING', { expected: 'a subject', found: 'nothing' })
  return typeof sub === 'string' && sub !== ''
    ? passed('subject', spec, { found: plainText(sub, 200) })
    : failed('subject', spec, 'CLAIM_TYPE', { expected: 'a string', found: plainValue(sub) })
}

function checkNonce(claims: JsonObject, sent: string | null | undefined): readonly Check[] {
  if (sent === undefined) {
    const note = 'it must be that of the sign-in that brought the refresh token, which this run does not know'
    return claims.nonce === undefined ? [] : [notChecked('nonce', 'OIDC Core §12.2', note)]
  }
  if (sent === null && claims.nonce === undefined) return []
  const facts = { expected: sent ?? 'nothing', found: plainValue(claims.nonce) }
  return [claims.nonce === sent ? passed('nonce', core, facts) : failed('nonce', core, 'NONCE', facts)]
}

function checkHashes(claims: JsonObject, computed: ComputedHashes): readonly Check[] {
  const atHash =
    claims.at_hash === undefined
      ? notChecked(
          'at_hash',
          'OIDC Core §3.1.3.8',
          'the ID token holds no at_hash, so nothing ties the access token to it',
        )
      : checkHash('at_hash', 'OIDC Core §3.1.3.8', claims.at_hash, computed.at_hash)
  return [
    atHash,
    ...(claims.c_hash === undefined
      ? []
      : [checkHash('c_hash', 'OIDC Core §3.3.2.10', claims.c_hash, computed.c_hash)]),
    ...(claims.s_hash === undefined
      ? []
      : [checkHash('s_hash', 'FAPI 1.0 §5.1', claims.s_hash, computed.s_hash)]),
  ]
}

/** A hash claim against the hash of what was received; `computed` is null where the `alg` has no known hash. */
export function checkHash(id: string, spec: string, found: unknown, computed: string | null): Check {
  if (computed === null) {
    return notChecked(id, spec, 'no hash is defined here for the signing algorithm', 'ALG_UNSUPPORTED')
  }
  const facts = { expected: computed, found: plainValue(found, 100) }
  return found === computed ? passed(id, spec, facts) : failed(id, spec, 'HASH', facts)
}
