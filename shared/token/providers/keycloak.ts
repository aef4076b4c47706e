import { type NameInfo, nameInfo } from '../name-info.ts'
import { findOpaqueShape } from '../opaque-shapes.ts'
import { audiencesOf, lookUp, type ProviderFacts, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Keycloak docs')

const isAccess = (facts: ProviderFacts) => textOf(facts, 'typ') === 'Bearer'

/** Keycloak and what is built on it. */
export const keycloak: ProviderPack = {
  id: 'keycloak',
  name: 'Keycloak',
  recognise(facts) {
    if (facts.isOpaque)
      return findOpaqueShape(facts.token)?.id === 'keycloak_code'
        ? 'it is three UUIDs, as an authorization code there'
        : null
    const issuer = textOf(facts, 'iss')
    const realm = URL.canParse(issuer)
      ? /\/realms\/([^/]+)\/?$/.exec(new URL(issuer).pathname)?.[1]
      : undefined
    if (realm !== undefined) return 'its issuer ends in a realm'
    return facts.claims.has('realm_access') || facts.claims.has('resource_access')
      ? 'it has realm_access or resource_access'
      : null
  },
  describe: (facts) =>
    lookUp({
      Bearer: 'access token',
      ID: 'ID token',
      Refresh: 'refresh token',
      Offline: 'offline refresh token',
      Logout: 'logout token',
    })(textOf(facts, 'typ')),
  claims: {
    typ: info('Token type', 'What kind of token this is, as a claim; the header says JWT for most of them.'),
    azp: info('Client', 'The client the token was issued to.'),
    realm_access: info('Realm roles', 'Roles of the user that hold in the whole realm.'),
    'realm_access.roles': info('Realm roles', 'Roles of the user that hold in the whole realm.'),
    resource_access: info('Client roles', 'Roles of the user, for each client by its name.'),
    'allowed-origins': info('Allowed origins', 'Web origins of the client, for CORS.'),
    session_state: info('Session', 'The session at Keycloak; newer versions write sid only.'),
    sid: info('Session', 'The session at Keycloak.'),
    preferred_username: info(
      'User name',
      'The user’s name in the realm; can change where the realm allows it.',
    ),
    acr: info(
      'Authentication level',
      '0: signed in by a cookie; 1: signed in just now; other levels as the realm maps them.',
    ),
    'trusted-certs': info('Trusted certificates', 'Certificates that the holder may use.'),
    authorization: info(
      'Permissions',
      'What the token allows at a resource server (Authorization Services).',
    ),
  },
  values: {
    typ: lookUp({
      Bearer: 'an access token',
      ID: 'an ID token',
      Refresh: 'a refresh token',
      Offline: 'a refresh token that outlives the session',
      Logout: 'a logout token',
    }),
    aud: lookUp({ account: 'Keycloak’s own account service' }),
    'realm_access.roles': lookUp({
      offline_access: 'may get offline tokens',
      uma_authorization: 'may use User-Managed Access',
    }),
  },
  quirks: [
    {
      id: 'keycloak_account_audience',
      applies: (facts) =>
        isAccess(facts) && audiencesOf(facts).join() === 'account'
          ? 'Its only audience is account, Keycloak’s own account service.'
          : null,
      advice: 'Add an audience mapper (client scope) for your API, and expect that; azp is not an audience.',
    },
    {
      id: 'keycloak_no_audience',
      applies: (facts) =>
        isAccess(facts) && !facts.claims.has('aud') ? 'The access token has no audience.' : null,
      advice:
        'Add an audience mapper (client scope) for your API; without one any API of the realm may take it.',
    },
    {
      id: 'keycloak_refresh',
      applies: (facts) =>
        ['Refresh', 'Offline'].includes(textOf(facts, 'typ'))
          ? 'It is a refresh token, signed for Keycloak itself; usually with a secret of the realm that is not published.'
          : null,
      advice: 'Do not validate it; send it only to the token endpoint.',
    },
    {
      id: 'keycloak_service_account',
      applies: (facts) =>
        textOf(facts, 'preferred_username').startsWith('service-account-')
          ? 'No user takes part: the client acts for itself, through its service account.'
          : null,
      advice: 'Decide by the roles of the service account.',
    },
  ],
}
