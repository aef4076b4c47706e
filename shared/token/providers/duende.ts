import { type NameInfo, nameInfo } from '../name-info.ts'
import { findOpaqueShape } from '../opaque-shapes.ts'
import { audiencesOf, lookUp, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Duende docs')

/** Duende IdentityServer and IdentityServer4; it runs at any address, so only the look of its tokens tells. */
export const duende: ProviderPack = {
  id: 'duende',
  name: 'Duende IdentityServer',
  recognise(facts) {
    if (facts.isOpaque) {
      return findOpaqueShape(facts.token)?.id === 'identityserver_handle'
        ? 'it has the shape of a handle there'
        : null
    }
    const { claims } = facts
    const scopes = Array.isArray(claims.get('scope'))
    const local = claims.get('idp') === 'local'
    if (scopes && claims.has('client_id') && (local || /^[0-9A-F]{32}$/.test(textOf(facts, 'jti')))) {
      return 'its scope is a list beside client_id, and idp or jti are written as there'
    }
    return local && claims.has('auth_time') && claims.has('amr')
      ? 'it has idp local beside auth_time and amr'
      : null
  },
  claims: {
    idp: info(
      'Identity provider',
      'local where the user signed in at this server, else the name of the other provider.',
    ),
    scope: info('Scopes', 'What the token allows, as a list rather than as text.'),
    client_id: info('Client', 'The client that asked for the token.'),
    sid: info('Session', 'The session at the server, for logging out.'),
  },
  values: { idp: lookUp({ local: 'signed in at this server' }) },
  quirks: [
    {
      id: 'duende_scope_list',
      applies: ({ claims }) =>
        Array.isArray(claims.get('scope'))
          ? 'scope is a list; RFC 9068 and most other readers expect text with spaces.'
          : null,
      advice: 'Read both, or switch on EmitScopesAsSpaceDelimitedStringInJwt at the server.',
    },
    {
      id: 'duende_client_prefix',
      applies: ({ claims }) =>
        [...claims.keys()].some((name) => name.startsWith('client_') && name !== 'client_id')
          ? 'Claims that begin with client_ belong to the client, not to the user.'
          : null,
      advice: 'Do not read them as facts about the user.',
    },
    {
      id: 'duende_reference',
      applies: (facts) =>
        facts.isOpaque
          ? 'It stands for a token that the server keeps; there is nothing in it to read.'
          : null,
      advice: 'Ask the server’s introspection endpoint.',
    },
    {
      id: 'duende_resources_audience',
      applies: (facts) =>
        audiencesOf(facts).some((audience) => audience.endsWith('/resources'))
          ? 'An audience ends in /resources: every API of the server has that one in common.'
          : null,
      advice: 'Register an API resource, and expect its name instead.',
    },
  ],
}
