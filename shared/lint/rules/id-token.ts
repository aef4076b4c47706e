import { algorithmOf, audiences, isKind, shown, textClaim } from '../lint-subject.ts'
import { type Hit, inClaims, inHeader, type Rule, unmet } from '../rule.ts'

const family = 'id_token' as const
const applies = isKind('id_token')
const required = ['iss', 'sub', 'aud', 'exp', 'iat'] as const

/** ID tokens by themselves and against the client's registration: ID-01 to ID-07, ID-13, ID-14, ID-16, ID-18. */
export const idTokenRules: readonly Rule[] = [
  {
    id: 'ID-01',
    family,
    severity: 'error',
    title: 'A required claim is missing',
    why: 'Without these five claims a client cannot know by whom, of whom, for whom and for how long this was said.',
    advice: 'Let the provider add the claim.',
    spec: 'OIDC Core §2',
    needs: ['token'],
    applies,
    check: (token) =>
      required
        .filter((name) => !token.claims?.has(name))
        .map((name) => ({ sentence: `${name} is missing.`, where: inClaims(name) })),
  },
  {
    id: 'ID-02',
    family,
    severity: 'error',
    title: 'Not from this provider',
    why: 'iss must be the issuer of the provider’s metadata exactly; otherwise one provider can speak for another.',
    advice: 'Compare character by character: slash, case, tenant.',
    spec: 'OIDC Core §3.1.3.7',
    needs: ['metadata'],
    applies,
    check: (token, { metadata, policy }) => {
      const issuer = metadata?.issuer ?? policy?.iss
      if (issuer === undefined) return unmet('metadata', 'the provider is not known')
      const iss = token.claims?.get('iss')
      return iss === issuer
        ? null
        : { sentence: `iss is ${shown(iss)}; expected is ${shown(issuer)}.`, where: inClaims('iss') }
    },
  },
  {
    id: 'ID-03',
    family,
    severity: 'error',
    title: 'Not for this client',
    why: 'An ID token for another client, or shared with one that is not trusted, lets that client sign in as the user.',
    advice: 'Refuse it unless aud is this client alone.',
    spec: 'OIDC Core §3.1.3.7',
    needs: ['policy'],
    applies,
    check: (token, { policy, flow }) => {
      const client = policy?.client_id ?? flow?.client_id
      if (client === undefined) return unmet('policy', 'the client_id is not known')
      const list = audiences(token)
      if (!list.includes(client))
        return {
          sentence: `aud is ${shown(token.claims?.get('aud'))}; the client is ${shown(client)}.`,
          where: inClaims('aud'),
        }
      const trusted = policy?.aud ?? []
      const others = list.filter((audience) => audience !== client && !trusted.includes(audience))
      return others.length > 0
        ? {
            sentence: `aud also names ${others.slice(0, 5).map(shown).join(', ')}, which this client does not know.`,
            where: inClaims('aud'),
          }
        : null
    },
  },
  {
    id: 'ID-04',
    family,
    severity: 'warning',
    title: 'Issued to another client',
    why: 'azp names the client that asked; a difference means that the token was passed on.',
    advice: 'Refuse it unless you know that client.',
    spec: 'OIDC Core §2',
    needs: ['policy'],
    applies,
    check: (token, { policy, flow }) => {
      const azp = token.claims?.get('azp')
      // The step that asked for azp with several audiences was dropped in errata set 2.
      if (azp === undefined)
        return audiences(token).length > 1
          ? {
              sentence: 'aud names several, and azp does not say which of them asked.',
              severity: 'info',
              where: inClaims('aud'),
            }
          : null
      const client = policy?.client_id ?? flow?.client_id
      if (client === undefined) return unmet('policy', 'the client_id is not known')
      return azp === client
        ? null
        : { sentence: `azp is ${shown(azp)}; the client is ${shown(client)}.`, where: inClaims('azp') }
    },
  },
  {
    id: 'ID-05',
    family,
    severity: 'warning',
    title: 'Another algorithm than registered',
    why: 'The client registered which algorithm its ID tokens have; RS256 where it said nothing.',
    advice: 'Register the algorithm that is meant, and refuse others.',
    spec: 'OIDC Core §3.1.3.7',
    needs: ['flow'],
    applies,
    check: (token, { flow, metadata }) => {
      const registered = flow?.id_token_signed_response_alg
      const alg = algorithmOf(token.header)
      if (registered === undefined) {
        const announced = metadata?.id_token_signing_alg_values_supported ?? []
        // What the issuer does not offer, nobody can have registered; what it offers may be another's.
        return alg === null || announced.length === 0 || announced.includes(alg)
          ? unmet('flow', 'the registered algorithm is not known')
          : {
              sentence: `alg is ${shown(alg)}; the issuer announces ${announced.slice(0, 10).join(', ')} for ID tokens.`,
              where: inHeader('alg'),
            }
      }
      return alg === registered
        ? null
        : { sentence: `alg is ${shown(alg)}; registered is ${registered}.`, where: inHeader('alg') }
    },
  },
  {
    id: 'ID-06',
    family,
    severity: 'error',
    title: 'An ID token without a signature',
    why: 'It is allowed only straight from the token endpoint, for a client that registered it; elsewhere anyone can write it.',
    advice: 'Let the provider sign.',
    spec: 'OIDC Core §2',
    needs: ['token'],
    applies: (token) => token.reading.format === 'unsecured' && token.claims !== null,
    check: (token, { flow, as }) => {
      const isIdToken = as === 'id_token' || required.every((name) => token.claims?.has(name))
      if (!isIdToken) return null
      const isAllowed = flow?.issuedFrom === 'token_endpoint' && flow.id_token_signed_response_alg === 'none'
      return isAllowed ? null : { sentence: 'The ID token has alg none.', where: inHeader('alg') }
    },
  },
  {
    id: 'ID-07',
    family,
    severity: 'warning',
    title: 'Keys in the header of an ID token',
    why: 'ID tokens should not name or bring keys; clients take them from the provider’s metadata.',
    advice: 'Leave x5u, x5c, jku and jwk out.',
    spec: 'OIDC Core §2',
    needs: ['token'],
    applies,
    check: (token) =>
      ['x5u', 'x5c', 'jku', 'jwk']
        .filter((name) => token.header.has(name))
        .map((name) => ({ sentence: `The header of the ID token has ${name}.`, where: inHeader(name) })),
  },
  {
    id: 'ID-13',
    family,
    severity: 'error',
    title: 'A MAC with an unfit secret',
    why: 'The MAC is as strong as the client secret, and a public client has none.',
    advice: 'Use RS256 or ES256, or a random secret at least as long as the hash.',
    spec: 'OIDC Core §10.1',
    needs: ['flow'],
    applies: (token) => applies(token) && /^HS\d/.test(algorithmOf(token.header) ?? ''),
    check: (token, { flow, key }) => {
      const alg = algorithmOf(token.header) ?? ''
      const where = inHeader('alg')
      if (flow?.isPublicClient === true)
        return { sentence: `The client is public and has no secret, yet alg is ${alg}.`, where }
      if (key?.kty !== 'oct' || key.bits === undefined)
        return unmet('flow', 'the client and its secret are not known')
      const needed = Number(alg.slice(2))
      return key.bits < needed
        ? { sentence: `The client secret has ${key.bits} bits; ${alg} needs ${needed}.`, where }
        : null
    },
  },
  {
    id: 'ID-14',
    family,
    severity: 'warning',
    title: 'Not encrypted although registered',
    why: 'The client asked for encrypted ID tokens; one in the clear may come from elsewhere.',
    advice: 'Refuse it, or register without encryption.',
    spec: 'OIDC Core §3.1.3.7',
    needs: ['flow'],
    applies,
    check: (_token, { flow }) => {
      const registered = flow?.id_token_encrypted_response_alg
      if (registered === undefined) return unmet('flow', 'the client’s registration is not known')
      return registered === null
        ? null
        : {
            sentence: `The client registered ${registered} for encryption; the token is readable.`,
            where: { part: 'token' },
          }
    },
  },
  {
    id: 'ID-16',
    family,
    severity: 'error',
    title: 'An ID token used as an access token',
    why: 'It is made for the client. An API that takes it lets every client that saw the user act in their name.',
    advice: 'Send the access token.',
    spec: 'RFC 9068 §5',
    needs: ['flow'],
    applies,
    check: (token, { flow }) => {
      if (flow?.usedAs === undefined) return unmet('flow', 'what the token is used as is not known')
      if (flow.usedAs === 'id_token') return null
      const where = { part: 'token' } as const
      return token.isDeclared
        ? { sentence: 'The ID token is sent to an API.', where }
        : { sentence: 'It looks like an ID token, and is sent to an API.', severity: 'warning', where }
    },
  },
  {
    id: 'ID-18',
    family,
    severity: 'warning',
    title: 'An e-mail address that is not verified',
    why: 'Whoever types in another’s address at such a provider signs in as them elsewhere.',
    advice: 'Recognise users by iss and sub; use email only where email_verified is true.',
    spec: 'OIDC Core §5.1',
    needs: ['token'],
    applies: (token) => applies(token) && token.claims?.has('email') === true,
    check: (token, { flow }): Hit | null => {
      const verified = token.claims?.get('email_verified')
      if (verified === true || verified === 'true') return null
      const says =
        verified === undefined
          ? 'the token does not say whether it is verified'
          : `email_verified is ${shown(verified)}`
      return {
        sentence: `The token has an e-mail address, and ${says}.`,
        severity: flow?.emailIsIdentifier === true || textClaim(token, 'sub') === null ? 'warning' : 'info',
        where: inClaims('email'),
      }
    },
  },
]
