import { type NameInfo, nameInfo } from '../name-info.ts'
import { issuerHost, lookUp, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Cognito docs')

/** Amazon Cognito user pools. */
export const cognito: ProviderPack = {
  id: 'cognito',
  name: 'Amazon Cognito',
  recognise(facts) {
    if (/^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/.test(issuerHost(facts)))
      return `its issuer is at ${issuerHost(facts)}`
    return facts.claims.has('token_use') && facts.claims.has('event_id')
      ? 'it has token_use and event_id'
      : null
  },
  describe: (facts) => {
    const use = textOf(facts, 'token_use')
    return use === 'access' ? 'access token' : use === 'id' ? 'ID token' : null
  },
  claims: {
    token_use: info('Token use', 'id or access. Check it: both are signed with the same keys.'),
    client_id: info('App client', 'The app client the access token was issued to; takes the place of aud.'),
    username: info('User name', 'The user’s name in the pool.'),
    'cognito:username': info('User name', 'The user’s name in the pool.'),
    'cognito:groups': info('Groups', 'Names of the user’s groups in the pool.'),
    'cognito:roles': info('Roles', 'IAM roles of the user’s groups.'),
    'cognito:preferred_role': info(
      'Preferred role',
      'The IAM role of the user’s group with the best precedence.',
    ),
    origin_jti: info('Original token', 'Identifies the sign-in; revoking it revokes all tokens from it.'),
    event_id: info('Event', 'Identifies the sign-in event, for example in a trigger.'),
    device_key: info('Device', 'The remembered device the user signed in from.'),
    identities: info('Linked identities', 'The provider that signed the user in, and who they are there.'),
    version: info('Version', 'Version of the token format; 2 where scopes or claims were customised.'),
    scope: info(
      'Scope',
      'What the token allows; aws.cognito.signin.user.admin lets the user change their own account.',
    ),
  },
  values: {
    token_use: lookUp({
      id: 'an ID token: about the user, for the client',
      access: 'an access token: for APIs',
    }),
    scope: lookUp({ 'aws.cognito.signin.user.admin': 'the user’s own account at Cognito' }),
  },
  quirks: [
    {
      id: 'cognito_no_audience',
      applies: (facts) =>
        textOf(facts, 'token_use') === 'access' && !facts.claims.has('aud')
          ? 'Access tokens of Cognito have no aud by default.'
          : null,
      advice: 'Check client_id and that token_use is access instead; leave the expected audience empty here.',
    },
    {
      id: 'cognito_same_keys',
      applies: (facts) =>
        textOf(facts, 'token_use') === 'id'
          ? 'It is an ID token: it says who the user is, to the client in aud.'
          : null,
      advice: 'An API should ask for the access token and check that token_use is access.',
    },
    {
      id: 'cognito_self_service',
      applies: (facts) =>
        textOf(facts, 'scope').split(' ').includes('aws.cognito.signin.user.admin')
          ? 'Whoever holds it can change the user’s own attributes at Cognito.'
          : null,
      advice: 'Make attributes that decide anything read-only for the app client.',
    },
  ],
}
