import { type NameInfo, nameInfo } from '../name-info.ts'
import { issuerHost, type ProviderFacts, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Ping docs')

const isPingOne = (facts: ProviderFacts) => issuerHost(facts).startsWith('auth.pingone.')
const isPingFederate = ({ claims }: ProviderFacts) => claims.has('pi.sri') || claims.has('pi.atm')
/** An ID token of PingOne has no client_id. */
const isAccess = ({ claims }: ProviderFacts) => claims.has('client_id') && claims.has('scope')

/** Ping Identity: PingOne, PingFederate, and PingAM (ForgeRock). */
export const ping: ProviderPack = {
  id: 'ping',
  name: 'Ping Identity',
  recognise({ claims, ...rest }) {
    const facts = { claims, ...rest }
    if (/^auth\.pingone\.(?:com|eu|ca|asia|sg|com\.au)$/.test(issuerHost(facts)))
      return `its issuer is at ${issuerHost(facts)}`
    if (isPingFederate(facts)) return 'it has claims of PingFederate (pi.)'
    return claims.has('auditTrackingId') && claims.has('tokenName')
      ? 'it has claims of PingAM (auditTrackingId, tokenName)'
      : null
  },
  describe(facts) {
    const name = textOf(facts, 'tokenName')
    if (name !== '') return `${name.replaceAll('_', ' ')} of PingAM`
    if (isPingFederate(facts)) return 'token of PingFederate'
    return 'token of PingOne'
  },
  claims: {
    env: info('Environment', 'The PingOne environment. Only in tokens for PingOne’s own API.'),
    org: info('Organization', 'The PingOne organization. Only in tokens for PingOne’s own API.'),
    client_id: info('Client', 'The application that asked for the token.'),
    acr: info(
      'Sign-in policy',
      'PingOne: the name of the sign-on policy, or the identifier of the flow policy.',
    ),
    sid: info('Session', 'The user’s session. Absent where no user takes part.'),
    'p1.rid': info('Resource request', 'PingOne: ties the token to a request. Internal.'),
    'pi.sri': info('Session reference', 'PingFederate: the session, for revoking it.'),
    'pi.atm': info('Token manager', 'PingFederate: which access token manager made it.'),
    realm: info('Realm', 'PingAM: the realm that issued the token.'),
    tokenName: info('Token name', 'PingAM: what kind of token this is.'),
    subname: info('Subject name', 'PingAM: the user’s name, without the type that sub carries.'),
    auditTrackingId: info('Audit identifier', 'PingAM: for finding the request in the audit log.'),
    authGrantId: info('Grant', 'PingAM: the grant the token came from.'),
    cts: info('Token store', 'PingAM: how the token is stored. Internal.'),
    authLevel: info('Authentication level', 'PingAM: how strong the sign-in was, as the realm counts it.'),
  },
  quirks: [
    {
      id: 'ping_platform_token',
      applies: (facts) =>
        isPingOne(facts) && isAccess(facts) && facts.claims.has('env') && facts.claims.has('org')
          ? 'env and org stand only in access tokens for PingOne’s own API.'
          : null,
      advice: 'Define a resource of your own with its own audience, and refuse tokens for the platform.',
    },
    {
      id: 'ping_no_subject',
      applies: (facts) =>
        isPingOne(facts) && isAccess(facts) && !facts.claims.has('sub')
          ? 'There is no sub: no user takes part, the client acts for itself.'
          : null,
      advice: 'Decide by client_id.',
    },
    {
      id: 'ping_type',
      applies: (facts) =>
        isPingOne(facts) && isAccess(facts) && !facts.header.has('typ')
          ? 'The header has no typ; PingOne has announced at+jwt on all its access tokens from 2 March 2027 on.'
          : null,
      advice: 'Let what checks it accept at+jwt before then.',
    },
    {
      id: 'ping_policy_acr',
      applies: (facts) =>
        isPingOne(facts) && facts.claims.has('acr')
          ? 'acr is the name of a sign-on policy, or the identifier of a flow policy, of this environment.'
          : null,
      advice: 'Compare it with your own policies; it changes when they are renamed.',
    },
    {
      id: 'ping_federate_claims',
      applies: (facts) => {
        const absent = ['iss', 'aud'].filter((name) => !facts.claims.has(name))
        return isPingFederate(facts) && absent.length > 0
          ? `There is no ${absent.join(' and no ')}: PingFederate writes them only where its access token manager is told to.`
          : null
      },
      advice: 'Set the issuer and the audience claim value in the access token manager, and check both.',
    },
    {
      id: 'ping_scope_list',
      applies: (facts) =>
        isPingFederate(facts) && Array.isArray(facts.claims.get('scope'))
          ? 'scope is a list; RFC 9068 and most other readers expect text with spaces.'
          : null,
      advice: 'Read both, or switch on “Space delimit scope values” in the access token manager.',
    },
  ],
}
