import type { TokenReading } from './reading.ts'
import type { KindGuess, TokenKindGuess } from './token-types.ts'
import { isWholeObject } from './whole-object.ts'

export type Values = ReadonlyMap<string, unknown>

type Rule = (claims: Values, has: (...names: readonly string[]) => boolean) => KindGuess | null

const guess = (kind: TokenKindGuess, title: string, reason: string): KindGuess => ({ kind, title, reason })

/** From the most telling to the vaguest; the first that fits is taken. */
const rules: readonly Rule[] = [
  (claims) => {
    const events = claims.get('events')
    if (typeof events !== 'object' || events === null) return null
    return Object.keys(events).some((name) => name.includes('logout'))
      ? guess('logout_token', 'Logout token', 'It names a logout event.')
      : guess(
          'security_event',
          'Security event token',
          'It has events, as security event tokens do (RFC 8417).',
        )
  },
  (_claims, has) => (has('htm', 'htu') ? guess('dpop_proof', 'DPoP proof', 'It has htm and htu.') : null),
  (claims, has) =>
    has('kubernetes.io') ||
    has('kubernetes.io/serviceaccount/namespace') ||
    claims.get('iss') === 'kubernetes/serviceaccount'
      ? guess(
          'service_account',
          'Service account token (Kubernetes)',
          'It names a service account of Kubernetes.',
        )
      : null,
  (claims, has) =>
    claims.get('iss') === 'https://token.actions.githubusercontent.com' ||
    has('job_workflow_ref', 'repository')
      ? guess(
          'workload_identity',
          'OIDC token of a GitHub Actions job',
          'It names a repository and a workflow run.',
        )
      : null,
  (_claims, has) =>
    has('vc')
      ? guess(
          'verifiable_credential',
          'Verifiable credential',
          'It has vc, a credential of the W3C data model.',
        )
      : has('vp')
        ? guess(
            'verifiable_credential',
            'Verifiable presentation',
            'It has vp, a presentation of the W3C data model.',
          )
        : null,
  (claims) => {
    const type = claims.get('type')
    return claims.has('@context') && (Array.isArray(type) ? type : [type]).includes('VerifiableCredential')
      ? guess('verifiable_credential', 'Verifiable credential', 'Its type says VerifiableCredential.')
      : null
  },
  (_claims, has) =>
    has('token_introspection')
      ? guess('introspection', 'Introspection answer', 'It has token_introspection (RFC 9701).')
      : null,
  (_claims, has) =>
    has('sd_hash', 'nonce') ? guess('key_binding', 'Key binding JWT', 'It has sd_hash and a nonce.') : null,
  (_claims, has) =>
    has('iss', 'sub', 'jwks') && (has('metadata') || has('authority_hints') || has('metadata_policy'))
      ? guess(
          'entity_statement',
          'Entity statement',
          'It has jwks and the metadata of an entity, as OpenID Federation has them.',
        )
      : null,
  (_claims, has) =>
    has('software_id') || (has('redirect_uris') && has('iss'))
      ? guess('registration', 'Software statement', 'It holds the metadata of a client (RFC 7591).')
      : null,
  (claims) => {
    const use = claims.get('token_use') ?? claims.get('typ')
    const reason = `A claim says ${JSON.stringify(use)}.`
    if (use === 'access' || use === 'Bearer') return guess('access_token', 'Access token', reason)
    if (use === 'id' || use === 'ID') return guess('id_token', 'ID token', reason)
    if (use === 'Refresh' || use === 'Offline') return guess('refresh_token', 'Refresh token', reason)
    return use === 'Logout' ? guess('logout_token', 'Logout token', reason) : null
  },
  (_claims, has) =>
    has('response_type', 'client_id')
      ? guess('request_object', 'Request object', 'It holds the parameters of an authorization request.')
      : null,
  (_claims, has) =>
    has('iss', 'aud', 'exp') && !has('sub') && (has('code') || has('error') || has('response'))
      ? guess(
          'jarm_response',
          'Authorization response (JARM)',
          'It holds the parameters of an authorization response.',
        )
      : null,
  (_claims, has) => {
    const telling = ['nonce', 'at_hash', 'c_hash', 's_hash'].filter((name) => has(name))
    if (!has('iss', 'sub', 'aud', 'exp') || telling.length === 0) return null
    const what = listOf([...telling.map(withArticle), 'an audience'])
    return guess('id_token', 'ID token', `It has ${what}, as ID tokens do.`)
  },
  (_claims, has) => {
    const telling = ['scope', 'scp', 'client_id', 'realm_access', 'permissions'].filter((name) => has(name))
    return telling.length > 0
      ? guess('access_token', 'Access token', `It has ${telling.join(', ')}, as access tokens do.`)
      : null
  },
  (claims, has) =>
    has('iss', 'sub', 'aud', 'exp', 'jti') && claims.get('iss') === claims.get('sub')
      ? guess(
          'client_assertion',
          'Client assertion',
          'Issuer and subject are the same, as in a client’s own assertion.',
        )
      : null,
  (_claims, has) => {
    const telling = ['azp', 'auth_time'].filter((name) => has(name))
    return has('iss', 'sub', 'aud', 'exp', 'iat') && telling.length > 0
      ? guess('id_token', 'ID token', `It has ${telling.join(', ')} and no scope.`)
      : null
  },
  (_claims, has) =>
    has('iss', 'sub', 'aud') &&
    !has('exp') &&
    ['email', 'name', 'given_name', 'family_name'].some((name) => has(name))
      ? guess(
          'userinfo',
          'UserInfo answer',
          'It says who the user is and has no end, as a signed UserInfo answer does.',
        )
      : null,
]

/** What the claims of a signed token make it look like (a guess, with its ground). */
export function guessByClaims(reading: TokenReading, claims: Values): KindGuess {
  const has = (...names: readonly string[]) => names.every((name) => claims.has(name))
  for (const rule of rules) {
    const found = rule(claims, has)
    if (found) return found
  }
  const payload = reading.segments.find(({ name }) => name === 'payload')
  if (!payload) return guess('jws', 'Signed text (JWS), broken off', 'Only its header is here.')
  if (payload.members && !isWholeObject(payload))
    return guess(
      'jwt',
      'JWT',
      'Its claims could not be read whole; those that stand here fit no particular kind.',
    )
  if (payload.members) return guess('jwt', 'JWT', 'Its claims fit no particular kind of token.')
  if (!reading.detached && payload.byteLength === null)
    return guess('jws', 'Signed text (JWS)', 'Its payload cannot be read.')
  return reading.detached
    ? guess('jws', 'Detached signature (JWS)', 'Its payload is not in here: what it signs travels elsewhere.')
    : guess('jws', 'Signed text (JWS)', 'Its payload is not a JSON object.')
}

function withArticle(name: string): string {
  return /^(?:[aeiou]|s_)/.test(name) ? `an ${name}` : `a ${name}`
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
