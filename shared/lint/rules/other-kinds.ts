import { madeCheck } from '../lint-context.ts'
import {
  algorithmOf,
  audiences,
  isKind,
  type LintSubject,
  numberClaim,
  shown,
  textClaim,
} from '../lint-subject.ts'
import { type Hit, inClaims, inHeader, type Rule, unmet } from '../rule.ts'

const family = 'other_kinds' as const
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
const isJarm = (token: LintSubject): boolean =>
  token.claims !== null &&
  (token.kind === 'jarm' || token.kind === 'jarm_response' || token.typ === 'oauth-authz-resp+jwt')

function missing(token: LintSubject, names: readonly string[]): readonly Hit[] {
  return names
    .filter((name) => !token.claims?.has(name))
    .map((name) => ({ sentence: `${name} is missing.`, where: inClaims(name) }))
}

/** Logout tokens, client assertions, DPoP proofs, request objects, JARM: LO-01 to JR-01. */
export const otherKindRules: readonly Rule[] = [
  {
    id: 'LO-01',
    family,
    severity: 'error',
    title: 'Logout token out of form',
    why: 'These rules keep an ID token from passing as a logout token, and the other way round.',
    advice: 'Let the provider write logout tokens as the specification says.',
    spec: 'OIDC Back-Channel Logout §2.4',
    needs: ['token'],
    applies: isKind('logout_token'),
    check: (token) => {
      const hits: Hit[] = [...missing(token, ['iss', 'aud', 'iat', 'jti', 'events'])]
      if (token.claims?.has('nonce'))
        hits.push({ sentence: 'A logout token must not have a nonce.', where: inClaims('nonce') })
      const events = token.claims?.get('events')
      const names =
        typeof events === 'object' && events !== null && !Array.isArray(events) ? Object.keys(events) : []
      if (events !== undefined && !names.includes(logoutEvent))
        hits.push({ sentence: `events does not name ${logoutEvent}.`, where: inClaims('events') })
      if (!token.claims?.has('sub') && !token.claims?.has('sid'))
        hits.push({ sentence: 'Neither sub nor sid says who is logged out.', where: inClaims() })
      if (token.typ !== 'logout+jwt')
        hits.push({
          sentence: `typ is ${shown(token.header.get('typ'))}; logout+jwt is recommended.`,
          severity: 'warning',
          where: inHeader(token.header.has('typ') ? 'typ' : undefined),
        })
      return hits
    },
  },
  {
    id: 'CA-01',
    family,
    severity: 'error',
    title: 'Client assertion out of form',
    why: 'The client speaks of itself: iss and sub are its client_id; exp and jti keep it from being used again.',
    advice: 'Set iss and sub to the client_id, exp to a few minutes ahead, and a fresh jti.',
    spec: 'RFC 7523 §3',
    needs: ['token'],
    applies: isKind('client_assertion'),
    check: (token, { flow, policy }) => {
      const hits: Hit[] = [...missing(token, ['iss', 'sub', 'aud', 'exp', 'jti'])]
      const iss = token.claims?.get('iss')
      const sub = token.claims?.get('sub')
      if (iss !== undefined && sub !== undefined && iss !== sub)
        hits.push({
          sentence: `iss is ${shown(iss)} and sub ${shown(sub)}; both must be the client.`,
          where: inClaims('sub'),
        })
      const client = flow?.client_id ?? policy?.client_id
      if (client !== undefined && sub !== undefined && sub !== client)
        hits.push({
          sentence: `sub is ${shown(sub)}; the client is ${shown(client)}.`,
          where: inClaims('sub'),
        })
      return hits
    },
  },
  {
    id: 'CA-02',
    family,
    severity: 'warning',
    title: 'Audience of the client assertion too wide',
    why: 'An assertion for a list or for an endpoint’s address can be replayed by one server at another.',
    advice: 'Set aud to the issuer identifier of the authorization server, as one string.',
    spec: 'RFC 7523bis §4',
    needs: ['token'],
    applies: isKind('client_assertion'),
    check: (token, { metadata }) => {
      const aud = token.claims?.get('aud')
      if (aud === undefined) return null
      if (Array.isArray(aud))
        return { sentence: 'aud is a list; the issuer identifier alone is expected.', where: inClaims('aud') }
      if (metadata)
        return aud === metadata.issuer
          ? null
          : {
              sentence: `aud is ${shown(aud)}; the issuer is ${shown(metadata.issuer)}.`,
              where: inClaims('aud'),
            }
      return typeof aud === 'string' && /\/token\/?$/.test(aud)
        ? {
            sentence: `aud is ${shown(aud)}, the address of a token endpoint as it seems.`,
            where: inClaims('aud'),
          }
        : unmet('metadata', 'the authorization server is not known')
    },
  },
  {
    id: 'DP-01',
    family,
    severity: 'error',
    title: 'DPoP proof out of form',
    why: 'A server must refuse a proof that lacks any of this; otherwise it proves the possession of nothing.',
    advice: 'Build the proof as RFC 9449 §4.2 says.',
    spec: 'RFC 9449 §4.3',
    needs: ['token'],
    applies: isKind('dpop_proof'),
    check: (token) => [...proofHeader(token), ...missing(token, ['jti', 'htm', 'htu', 'iat'])],
  },
  {
    id: 'DP-02',
    family,
    severity: 'error',
    title: 'DPoP proof for something else',
    why: 'A proof is for one request, one access token and one key.',
    advice: 'Make a new proof for each request.',
    spec: 'RFC 9449 §4.3',
    needs: ['verification'],
    applies: isKind('dpop_proof'),
    check: (token, context) => {
      const names = ['htm', 'htu', 'ath', 'jkt', 'cnf'] as const
      const made = names.map((name) => [name, madeCheck(context, name)] as const)
      const failed = made.filter(([, check]) => check?.status === 'fail')
      if (failed.length > 0)
        return failed.map(([name, check]) => ({
          sentence: `${name} does not fit${check?.found === undefined ? '' : `: ${check.found}`}.`,
          where: inClaims(token.claims?.has(name) ? name : undefined),
        }))
      return made.some(([, check]) => check)
        ? null
        : unmet('verification', 'the request and the access token are not known')
    },
  },
  {
    id: 'DP-03',
    family,
    severity: 'error',
    title: 'Bound to a certificate that was not shown',
    why: 'The token works only over a connection with that client certificate.',
    advice: 'Send it with the certificate it is bound to.',
    spec: 'RFC 8705 §3',
    needs: ['flow'],
    applies: (token) => certificateOf(token) !== null,
    check: (token, { flow }) => {
      const bound = certificateOf(token)
      const shownOne = flow?.clientCertificate
      if (shownOne === undefined) return unmet('flow', 'whether a client certificate was shown is not known')
      if (shownOne === bound) return null
      return {
        sentence:
          shownOne === null ? 'No client certificate was shown.' : 'Another client certificate was shown.',
        where: inClaims('cnf'),
      }
    },
  },
  {
    id: 'RO-01',
    family,
    severity: 'error',
    title: 'Request object out of form',
    why: 'A request object speaks for the client; it must say for which server, by whom, and be signed.',
    advice: 'Set iss to the client_id, aud to the issuer, typ to oauth-authz-req+jwt, and sign it.',
    spec: 'RFC 9101 §4',
    needs: ['token'],
    applies: (token) =>
      isKind('request_object')(token) ||
      (token.reading.format === 'unsecured' && token.claims?.has('response_type') === true),
    check: (token, { metadata }) => {
      const hits: Hit[] = []
      const warn = { severity: 'warning' as const }
      if (token.reading.format === 'unsecured')
        hits.push({ sentence: 'The request object is not signed.', where: inHeader('alg') })
      if (token.typ !== 'oauth-authz-req+jwt')
        hits.push({
          ...warn,
          sentence: `typ is ${shown(token.header.get('typ'))}; oauth-authz-req+jwt is recommended.`,
          where: inHeader(token.header.has('typ') ? 'typ' : undefined),
        })
      const iss = textClaim(token, 'iss')
      const client = textClaim(token, 'client_id')
      if (client === null) hits.push({ sentence: 'client_id is missing.', where: inClaims('client_id') })
      if (iss === null)
        hits.push({ ...warn, sentence: 'iss is missing; the client_id is expected.', where: inClaims('iss') })
      else if (client !== null && iss !== client)
        hits.push({
          sentence: `iss is ${shown(iss)}; the client is ${shown(client)}.`,
          where: inClaims('iss'),
        })
      const aud = audiences(token)
      if (aud.length === 0)
        hits.push({ ...warn, sentence: 'aud is missing; the issuer is expected.', where: inClaims('aud') })
      else if (metadata && !aud.includes(metadata.issuer))
        hits.push({
          sentence: `aud is ${shown(token.claims?.get('aud'))}; the issuer is ${shown(metadata.issuer)}.`,
          where: inClaims('aud'),
        })
      return hits
    },
  },
  {
    id: 'JR-01',
    family,
    severity: 'error',
    title: 'Authorization response (JARM) out of form',
    why: 'iss, aud and exp are what protects the answer from being mixed up and replayed.',
    advice: 'Refuse it where one is missing; ten minutes are enough for a redirect.',
    spec: 'JARM',
    needs: ['token'],
    applies: isJarm,
    check: (token) => {
      const hits: Hit[] = [...missing(token, ['iss', 'aud', 'exp'])]
      const exp = numberClaim(token, 'exp')
      const iat = numberClaim(token, 'iat')
      if (exp !== null && iat !== null && exp - iat > 600)
        hits.push({
          sentence: `It is valid for ${exp - iat} s; at most 600 are recommended.`,
          severity: 'warning',
          where: inClaims('exp'),
        })
      return hits
    },
  },
]

function proofHeader(token: LintSubject): readonly Hit[] {
  const hits: Hit[] = []
  const alg = algorithmOf(token.header)
  if (token.typ !== 'dpop+jwt')
    hits.push({
      sentence: `typ is ${shown(token.header.get('typ'))}; dpop+jwt is expected.`,
      where: inHeader(token.header.has('typ') ? 'typ' : undefined),
    })
  if (alg === null || alg === 'none' || alg.startsWith('HS'))
    hits.push({ sentence: `alg is ${shown(alg)}; a signature is expected.`, where: inHeader('alg') })
  const jwk = token.header.get('jwk')
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk))
    hits.push({ sentence: 'The header has no jwk, the key that is proved.', where: inHeader() })
  else if (['d', 'p', 'q', 'k', 'priv'].some((name) => name in jwk))
    hits.push({ sentence: 'jwk holds a private key. Replace that key.', where: inHeader('jwk') })
  return hits
}

function certificateOf(token: LintSubject): string | null {
  const cnf = token.claims?.get('cnf')
  const bound =
    typeof cnf === 'object' && cnf !== null
      ? (cnf as Readonly<Record<string, unknown>>)['x5t#S256']
      : undefined
  return typeof bound === 'string' ? bound : null
}
