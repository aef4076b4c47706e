import { algorithmOf, audiences, isKind, type LintSubject, shown, textClaim } from '../lint-subject.ts'
import { type Hit, inClaims, inHeader, type Rule, type Severity, unmet } from '../rule.ts'

const family = 'access_token' as const
const applies = isKind('access_token')
const required = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'] as const

/** It says, or a person says, that it follows RFC 9068; other access tokens follow their issuer's own rules. */
const followsProfile = (token: LintSubject): boolean => token.typ === 'at+jwt' || token.isDeclared
const severityIn = (token: LintSubject): Severity => (followsProfile(token) ? 'error' : 'info')

/** JWT access tokens, RFC 9068: AT-01 to AT-11. */
export const accessTokenRules: readonly Rule[] = [
  {
    id: 'AT-01',
    family,
    severity: 'error',
    title: 'Not typed as an access token',
    why: 'typ at+jwt is what keeps an ID token from being used as an access token.',
    advice: 'Let the issuer set typ at+jwt, and the API insist on it.',
    spec: 'RFC 9068 §2.1',
    needs: ['token'],
    applies,
    check: (token) =>
      token.typ === 'at+jwt'
        ? null
        : {
            sentence: followsProfile(token)
              ? `typ is ${shown(token.header.get('typ'))}; RFC 9068 asks for at+jwt.`
              : 'typ is not at+jwt, so the token does not say that it follows RFC 9068.',
            severity: severityIn(token),
            where: inHeader(token.header.has('typ') ? 'typ' : undefined),
          },
  },
  {
    id: 'AT-02',
    family,
    severity: 'error',
    title: 'Not signed with a private key',
    why: 'With a shared secret every API that can check a token can also make one.',
    advice: 'Sign access tokens with RS256, PS256 or ES256.',
    spec: 'RFC 9068 §2.1',
    needs: ['token'],
    applies: (token) => applies(token) || (token.reading.format === 'unsecured' && token.typ === 'at+jwt'),
    check: (token) => {
      const alg = algorithmOf(token.header)
      if (token.reading.format === 'unsecured' || alg === 'none')
        return { sentence: 'The access token is not signed.', where: inHeader('alg') }
      return alg?.startsWith('HS')
        ? { sentence: `The access token has a MAC (${alg}).`, severity: 'warning', where: inHeader('alg') }
        : null
    },
  },
  {
    id: 'AT-03',
    family,
    severity: 'error',
    title: 'A required claim is missing',
    why: 'APIs that follow the standard rely on these claims and refuse tokens without them.',
    advice: 'Let the issuer add the claim.',
    spec: 'RFC 9068 §2.2',
    needs: ['token'],
    applies,
    check: (token) =>
      required
        .filter((name) => !token.claims?.has(name))
        .map((name) => ({
          sentence: followsProfile(token)
            ? `${name} is missing.`
            : `There is no ${name}; only RFC 9068 asks for it, which this token does not say it follows.`,
          severity: severityIn(token),
          where: inClaims(name),
        })),
  },
  {
    id: 'AT-04',
    family,
    severity: 'error',
    title: 'Not from this authorization server',
    why: 'iss must be the issuer of the metadata, character by character.',
    advice: 'Look at trailing slashes, tenants and environments.',
    spec: 'RFC 9068 §4',
    needs: ['metadata'],
    applies,
    check: (token, { metadata, policy }) => {
      const issuer = (metadata?.refused ? undefined : metadata?.issuer) ?? policy?.iss
      if (issuer === undefined) return unmet('metadata', 'the authorization server is not known')
      const iss = token.claims?.get('iss')
      return iss === issuer
        ? null
        : { sentence: `iss is ${shown(iss)}; expected is ${shown(issuer)}.`, where: inClaims('iss') }
    },
  },
  {
    id: 'AT-05',
    family,
    severity: 'error',
    title: 'Not for this resource',
    why: 'The API must find itself in aud, or it takes tokens that were made for others.',
    advice: 'Ask for the token with the resource of this API.',
    spec: 'RFC 9068 §4',
    needs: ['policy'],
    applies,
    check: (token, { policy, flow }) => {
      const expected = [...(policy?.aud ?? []), ...(flow?.resource === undefined ? [] : [flow.resource])]
      if (expected.length === 0) return unmet('policy', 'the resource is not known')
      const found = audiences(token)
      return expected.some((resource) => found.includes(resource))
        ? null
        : {
            sentence: `aud is ${shown(token.claims?.get('aud'))}; the resource is ${expected.map(shown).join(' or ')}.`,
            where: inClaims('aud'),
          }
    },
  },
  {
    id: 'AT-06',
    family,
    severity: 'warning',
    title: 'Scope absent or of the wrong form',
    why: 'scope is one string with spaces between the names; an API that splits it otherwise grants too much or nothing.',
    advice: 'Write scope as one string separated by spaces.',
    spec: 'RFC 9068 §2.2.3',
    needs: ['token'],
    applies,
    check: (token, { flow }) => {
      const scope = token.claims?.get('scope')
      const where = inClaims(scope === undefined ? undefined : 'scope')
      if (scope === undefined)
        return flow?.requestedScope && !token.claims?.has('scp')
          ? {
              sentence: `A scope was asked for (${shown(flow.requestedScope)}); the token names none.`,
              where,
            }
          : null
      if (Array.isArray(scope))
        return { sentence: 'scope is a list; one string with spaces is expected.', where }
      if (typeof scope !== 'string')
        return { sentence: `scope is ${shown(scope)}; a string is expected.`, where }
      return /^[^ ,]+(?:,[^ ,]+)+$/.test(scope)
        ? { sentence: 'scope is separated by commas; spaces are expected.', where }
        : null
    },
  },
  {
    id: 'AT-07',
    family,
    severity: 'warning',
    title: 'More scope than was asked for',
    why: 'A token that can do more than needed does more harm when it is stolen.',
    advice: 'Let the issuer grant at most what was asked for.',
    spec: 'RFC 9700 §2.3',
    needs: ['flow'],
    applies,
    check: (token, { flow }) => {
      if (flow?.requestedScope === undefined) return unmet('flow', 'what was asked for is not known')
      const granted = namesOf(token.claims?.get('scope') ?? token.claims?.get('scp'))
      const asked = namesOf(flow.requestedScope ?? '')
      const more = granted.filter((name) => !asked.includes(name))
      return more.length > 0 && asked.length > 0
        ? {
            sentence: `Granted without being asked for: ${more.slice(0, 5).map(shown).join(', ')}.`,
            where: inClaims('scope'),
          }
        : null
    },
  },
  {
    id: 'AT-08',
    family,
    severity: 'warning',
    title: 'Scopes for several resources at once',
    why: 'With more than one audience nobody can say which scope is meant for which API.',
    advice: 'One resource for each access token.',
    spec: 'RFC 9068 §3',
    needs: ['token'],
    applies,
    check: (token) => {
      const count = audiences(token).length
      return count > 1 && namesOf(token.claims?.get('scope') ?? token.claims?.get('scp')).length > 0
        ? {
            sentence: `aud names ${count} resources, and scope does not say which name is for which.`,
            where: inClaims('aud'),
          }
        : null
    },
  },
  {
    id: 'AT-09',
    family,
    severity: 'warning',
    title: 'A client that could pass for a user',
    why: 'An API that knows users by sub may take this client for one of them.',
    advice: 'Let clients have subjects that no user can have, or look at client_id and sub together.',
    spec: 'RFC 9068 §5',
    needs: ['flow'],
    applies,
    check: (token, { flow }) => {
      if (flow?.grant === undefined) return unmet('flow', 'the grant is not known')
      if (flow.grant !== 'client_credentials') return null
      const sub = textClaim(token, 'sub')
      const client = textClaim(token, 'client_id') ?? textClaim(token, 'azp') ?? flow.client_id
      return sub === null || client === undefined || sub === client || sub.startsWith(`${client}@`)
        ? null
        : {
            sentence: `The token is a client’s own, yet sub is ${shown(sub)} and the client ${shown(client)}.`,
            where: inClaims('sub'),
          }
    },
  },
  {
    id: 'AT-10',
    family,
    severity: 'warning',
    title: 'Claims of an ID token',
    why: 'With them the access token passes checks that are meant for ID tokens.',
    advice: 'Leave nonce, at_hash and c_hash to ID tokens.',
    spec: 'RFC 9068 §5',
    needs: ['token'],
    applies,
    check: (token) =>
      ['nonce', 'at_hash', 'c_hash']
        .filter((name) => token.claims?.has(name))
        .map((name) => ({ sentence: `${name} belongs to ID tokens.`, where: inClaims(name) })),
  },
  {
    id: 'AT-11',
    family,
    severity: 'info',
    title: 'Roles under another name or form',
    why: 'RFC 9068 takes roles, groups and entitlements from SCIM, each a list; others need code of their own.',
    advice: 'Use lists of strings under roles, groups or entitlements.',
    spec: 'RFC 9068 §2.2.3.1',
    needs: ['token'],
    applies,
    check: (token): readonly Hit[] => {
      const hits: Hit[] = []
      for (const name of ['roles', 'groups', 'entitlements']) {
        const value = token.claims?.get(name)
        if (value !== undefined && !Array.isArray(value))
          hits.push({ sentence: `${name} is ${shown(value)}; a list is expected.`, where: inClaims(name) })
      }
      for (const name of ['role', 'group', 'entitlement', 'authorities'])
        if (token.claims?.has(name))
          hits.push({ sentence: `${name} is not one of roles, groups, entitlements.`, where: inClaims(name) })
      return hits
    },
  },
]

function namesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((name): name is string => typeof name === 'string')
  return typeof value === 'string' ? value.split(' ').filter((name) => name) : []
}
