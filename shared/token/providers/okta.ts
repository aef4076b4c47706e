import { type NameInfo, nameInfo } from '../name-info.ts'
import { issuerHost, lookUp, type ProviderFacts, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Okta docs')

const isOktaHost = (host: string) => /\.(?:okta|oktapreview|okta-emea|okta-gov)\.com$/.test(host)
const isAccess = ({ claims }: ProviderFacts) => claims.has('cid') && claims.has('scp')

/** An org server's issuer is the bare address; a custom one has `/oauth2/` and its identifier. */
const isOrgServer = (facts: ProviderFacts) => /^https:\/\/[^/]+\/?$/.test(textOf(facts, 'iss'))

/** Okta, at its own domains, or told by its claims at a custom one. */
export const okta: ProviderPack = {
  id: 'okta',
  name: 'Okta',
  recognise(facts) {
    if (isOktaHost(issuerHost(facts))) return `its issuer is at ${issuerHost(facts)}`
    return isAccess(facts) && /^AT\./.test(textOf(facts, 'jti')) && Array.isArray(facts.claims.get('scp'))
      ? 'it has cid, a list of scopes, and an identifier that begins with AT.'
      : null
  },
  describe(facts) {
    const kind = isAccess(facts)
      ? 'access token'
      : textOf(facts, 'jti').startsWith('ID.')
        ? 'ID token'
        : 'token'
    return `${kind} of ${isOrgServer(facts) ? 'the org authorization server' : 'a custom authorization server'}`
  },
  claims: {
    cid: info('Client', 'The client that asked for the token.'),
    uid: info('User', 'The user’s identifier at Okta. Absent where no user takes part.'),
    scp: info('Scopes', 'What the token allows, as a list rather than as text.'),
    sub: info(
      'Subject',
      'In an access token the user’s login, or the client; in an ID token the user’s identifier.',
    ),
    ver: info('Version', 'Version of Okta’s token format.'),
    idp: info('Identity provider', 'Who signed the user in: Okta’s own directory or another provider.'),
    groups: info('Groups', 'Names of the user’s groups, where the server is configured to tell.'),
    jti: info('Token identifier', 'Begins with AT. for access tokens and ID. for ID tokens.'),
    auth_time: info('Signed in at', 'When the user last signed in at Okta.'),
  },
  values: {
    amr: lookUp({
      pwd: 'password',
      mfa: 'multiple factors',
      otp: 'one-time code',
      sms: 'text message',
      swk: 'software key',
      hwk: 'hardware key',
    }),
  },
  quirks: [
    {
      id: 'okta_org_server',
      applies: (facts) =>
        isAccess(facts) && isOrgServer(facts)
          ? 'It is an access token of the org authorization server: meant for Okta’s own APIs, and its format is not promised.'
          : null,
      advice:
        'Do not validate it; use a custom authorization server (issuer with /oauth2/…) for an API of your own.',
    },
    {
      id: 'okta_scope_list',
      applies: ({ claims }) =>
        Array.isArray(claims.get('scp')) && !claims.has('scope')
          ? 'The scopes are a list in scp; there is no scope.'
          : null,
      advice: 'Tell your library the name of the claim; most look for scope.',
    },
    {
      id: 'okta_client_name',
      applies: ({ claims }) =>
        claims.has('cid') && !claims.has('client_id')
          ? 'The client stands in cid instead of client_id.'
          : null,
      advice: 'Compare cid where you check which client called.',
    },
  ],
}
