import { type NameInfo, nameInfo } from '../name-info.ts'
import { findOpaqueShape } from '../opaque-shapes.ts'
import {
  audiencesOf,
  issuerHost,
  lookUp,
  type ProviderFacts,
  type ProviderPack,
  textOf,
} from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Auth0 docs')

const headerIssuer = ({ header }: ProviderFacts): string => {
  const issuer = header.get('iss')
  return typeof issuer === 'string' && URL.canParse(issuer) ? new URL(issuer).hostname : ''
}

/** Auth0 by Okta, at its own domains; at a custom domain only where the subject gives it away. */
export const auth0: ProviderPack = {
  id: 'auth0',
  name: 'Auth0',
  recognise(facts) {
    if (facts.isOpaque) {
      return findOpaqueShape(facts.token)?.id === 'auth0_refresh'
        ? 'it has the shape of a refresh token there'
        : null
    }
    if (issuerHost(facts).endsWith('.auth0.com')) return `its issuer is at ${issuerHost(facts)}`
    if (headerIssuer(facts).endsWith('.auth0.com'))
      return `its header names an issuer at ${headerIssuer(facts)}`
    const subject = textOf(facts, 'sub')
    if (/^auth0\|[0-9a-f]{24}$/.test(subject)) return 'its subject is written as Auth0 writes users'
    return subject.endsWith('@clients') && facts.claims.has('gty')
      ? 'its subject is written as Auth0 writes clients'
      : null
  },
  claims: {
    sub: info(
      'Subject',
      'Connection and user, joined by a bar, for example auth0|5f7c; a client is written id@clients.',
    ),
    azp: info('Client', 'The client the token was issued to.'),
    gty: info('Grant', 'The grant by which the token was obtained.'),
    permissions: info('Permissions', 'Permissions of the user or client at this API (RBAC).'),
    org_id: info(
      'Organization',
      'The organization the user signed in to. Check it where your customers are organizations.',
    ),
    org_name: info('Organization name', 'The organization’s name, lower case. It can change; org_id cannot.'),
    nickname: info('Nickname', 'Made from the e-mail address where the user gave none.'),
    sid: info('Session', 'The session at Auth0, for logging out.'),
  },
  values: {
    gty: lookUp({
      'client-credentials': 'client credentials: no user takes part',
      password: 'resource owner password',
    }),
  },
  quirks: [
    {
      id: 'auth0_no_audience',
      applies: (facts) =>
        facts.header.has('enc') && headerIssuer(facts) !== ''
          ? 'It is encrypted for Auth0 itself: such an access token is issued where no audience was asked for.'
          : null,
      advice:
        'Send the parameter audience with the identifier of your API to get a JWT that the API can verify.',
    },
    {
      id: 'auth0_userinfo_audience',
      applies: (facts) =>
        audiencesOf(facts).length > 1 && audiencesOf(facts).some((audience) => audience.endsWith('/userinfo'))
          ? 'One of its audiences is the UserInfo endpoint of Auth0.'
          : null,
      advice:
        'That is usual with the scope openid; your API checks that its own identifier is among the audiences.',
    },
    {
      id: 'auth0_issuer_slash',
      applies: (facts) =>
        /^https:\/\/[^/]+\/$/.test(textOf(facts, 'iss'))
          ? 'The issuer ends in a slash, which belongs to it.'
          : null,
      advice: 'Expect it with the slash; the two are compared character by character.',
    },
    {
      id: 'auth0_namespaced',
      applies: ({ claims }) => {
        const own = [...claims.keys()].filter((name) => /^https?:\/\//.test(name)).length
        return own > 0
          ? `${own === 1 ? 'A claim has' : `${own} claims have`} an address for a name: that is how custom claims are kept apart.`
          : null
      },
      advice: 'Nothing is fetched from there; read it as a name.',
    },
  ],
}
