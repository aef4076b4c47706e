import { type NameInfo, nameInfo } from '../name-info.ts'
import { issuerHost, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Ping docs')

/** Ping Identity: PingOne, PingFederate, and PingAM (ForgeRock). */
export const ping: ProviderPack = {
  id: 'ping',
  name: 'Ping Identity',
  recognise({ claims, ...rest }) {
    const facts = { claims, ...rest }
    if (/^auth\.pingone\.(?:com|eu|ca|asia|sg|com\.au)$/.test(issuerHost(facts)))
      return `its issuer is at ${issuerHost(facts)}`
    if (claims.has('pi.sri') || claims.has('pi.atm')) return 'it has claims of PingFederate (pi.)'
    return claims.has('auditTrackingId') && claims.has('tokenName')
      ? 'it has claims of PingAM (auditTrackingId, tokenName)'
      : null
  },
  describe(facts) {
    const name = textOf(facts, 'tokenName')
    if (name !== '') return `${name.replaceAll('_', ' ')} of PingAM`
    if (facts.claims.has('pi.sri') || facts.claims.has('pi.atm')) return 'token of PingFederate'
    return 'token of PingOne'
  },
  claims: {
    env: info('Environment', 'The PingOne environment.'),
    org: info('Organization', 'The PingOne organization.'),
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
  quirks: [],
}
