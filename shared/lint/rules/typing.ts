import { hasClaims, isJose, type LintSubject, shown } from '../lint-subject.ts'
import { inHeader, inToken, type Rule, unmet } from '../rule.ts'

const family = 'typing' as const

/** Kinds that have a registered type, and which. */
const typeOfKind: Readonly<Record<string, string>> = {
  access_token: 'at+jwt',
  logout_token: 'logout+jwt',
  dpop_proof: 'dpop+jwt',
  request_object: 'oauth-authz-req+jwt',
  client_assertion: 'client-authentication+jwt',
}
/** For these the type is a MUST, and their own rules say so. */
const hasOwnRule = ['dpop_proof', 'access_token']

const genericTypes = [null, 'jwt', 'jws', 'jose']

/** What the token says it is, and whether it can be taken for something else: T01 to T05. */
export const typingRules: readonly Rule[] = [
  {
    id: 'JWT-T01',
    family,
    severity: 'warning',
    title: 'No type of its own',
    why: 'Without an explicit type one kind of token can be passed off as another; JWT says nothing.',
    advice: 'Set the registered type in typ, and let recipients insist on it.',
    spec: 'RFC 8725 §3.11',
    needs: ['token'],
    applies: (token) =>
      hasClaims(token) && Object.hasOwn(typeOfKind, token.kind) && !hasOwnRule.includes(token.kind),
    check: (token) => {
      if (!genericTypes.includes(token.typ) || typeof token.header.get('typ') === 'object') return null
      return {
        sentence: `typ is ${shown(token.header.get('typ'))}; ${typeOfKind[token.kind]} is registered for this kind of token.`,
        // Widely left out, and the draft that registers it is young.
        severity: token.kind === 'client_assertion' ? 'info' : 'warning',
        where: inHeader(token.header.has('typ') ? 'typ' : undefined),
      }
    },
  },
  {
    id: 'JWT-T02',
    family,
    severity: 'info',
    title: 'Long form of the type',
    why: 'application/ may be left out, and readers that compare without care see two different types.',
    advice: 'Write the short form; compare without application/ and regardless of case.',
    spec: 'RFC 7515 §4.1.9',
    needs: ['token'],
    applies: isJose,
    check: (token) => {
      const typ = token.header.get('typ')
      return typeof typ === 'string' && /^application\/[^/]+$/i.test(typ)
        ? {
            sentence: `typ is ${shown(typ)}; ${shown(typ.slice(12))} is the recommended form.`,
            where: inHeader('typ'),
          }
        : null
    },
  },
  {
    id: 'JWT-T03',
    family,
    severity: 'error',
    title: 'The type contradicts the use',
    why: 'A token of one kind that is accepted as another lets its holder do what nobody granted.',
    advice: 'Refuse it, and use the token that was made for this.',
    spec: 'RFC 8725 §3.12',
    needs: ['flow'],
    applies: (token) => hasClaims(token) && token.typ !== null,
    check: (token, { flow, as }) => {
      if (genericTypes.includes(token.typ)) return null
      const role = flow?.usedAs ?? (as === undefined || as === 'generic' ? undefined : as)
      if (role === undefined) return unmet('flow', 'what the token is used as is not known')
      const allowed = typesOfRole[role]
      if (!allowed || token.typ === null || allowed.includes(token.typ)) return null
      return {
        sentence: `typ is ${shown(token.header.get('typ'))}; it is used as ${role.replaceAll('_', ' ')}.`,
        where: inHeader('typ'),
      }
    },
  },
  {
    id: 'JWT-T04',
    family,
    severity: 'warning',
    title: 'Passes as an ID token and as an access token',
    why: 'It has what both kinds need and says of neither that it is one, so each is accepted for the other.',
    advice: 'Set typ at+jwt on access tokens, and different audiences for the two kinds.',
    spec: 'RFC 8725 §3.12',
    needs: ['token'],
    applies: hasClaims,
    check: (token) =>
      genericTypes.includes(token.typ) && looksLikeBoth(token)
        ? {
            sentence: 'The claims fit an ID token and an access token, and typ does not decide.',
            where: inToken,
          }
        : null,
  },
  {
    id: 'JWT-T05',
    family,
    severity: 'error',
    title: 'The type is not text',
    why: 'Readers that do not expect this skip the check of the type.',
    advice: 'Write typ as a string.',
    spec: 'RFC 7515 §4.1.9',
    needs: ['token'],
    applies: isJose,
    check: (token) =>
      token.headers.flatMap(({ values, index }) => {
        const typ = values.get('typ')
        return typ === undefined || typeof typ === 'string'
          ? []
          : [
              {
                sentence: `typ is ${shown(typ)}; a string is expected.`,
                where: inHeader('typ', index ?? undefined),
              },
            ]
      }),
  },
]

const typesOfRole: Readonly<Record<string, readonly string[]>> = {
  bearer: ['at+jwt'],
  dpop_access_token: ['at+jwt'],
  access_token: ['at+jwt'],
  id_token: [],
  logout_token: ['logout+jwt'],
  client_assertion: ['client-authentication+jwt'],
  dpop_proof: ['dpop+jwt'],
  request_object: ['oauth-authz-req+jwt'],
  jarm: ['oauth-authz-resp+jwt'],
  sd_jwt_vc: ['dc+sd-jwt', 'vc+sd-jwt'],
}

function looksLikeBoth(token: LintSubject): boolean {
  const has = (name: string) => token.claims?.has(name) === true
  const isId =
    ['iss', 'sub', 'aud', 'exp', 'iat'].every(has) && ['nonce', 'at_hash', 'auth_time', 'azp'].some(has)
  // A claim that says which of the two it is keeps careful recipients from mixing them up.
  const use = token.claims?.get('token_use') ?? token.claims?.get('typ')
  return isId && ['scope', 'scp', 'client_id'].some(has) && typeof use !== 'string'
}
