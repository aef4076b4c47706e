import { startCandidate } from './candidate.ts'
import { collect } from './collected.ts'
import type { Import } from './imported.ts'
import { member, memberAt, objectOf, textAt } from './json-value.ts'

/** `auth_config.json` of AppAuth for Android, or the configuration of react-native-app-auth. */
export function isAppAuth(value: unknown): boolean {
  return (
    member(value, 'authorization_scope') !== undefined ||
    member(value, 'discovery_uri') !== undefined ||
    isReactNative(value)
  )
}

function isReactNative(value: unknown): boolean {
  return (
    textAt(value, 'redirectUrl') !== null &&
    textAt(value, 'clientId') !== null &&
    (textAt(value, 'issuer') !== null || objectOf(member(value, 'serviceConfiguration')) !== null)
  )
}

export function readAppAuth(value: unknown): Import {
  const candidate = startCandidate('AppAuth')
  if (isReactNative(value)) {
    candidate.issuer('issuer', member(value, 'issuer'))
    candidate.clientId('clientId', member(value, 'clientId'))
    candidate.secret('clientSecret', 'client_secret', member(value, 'clientSecret'))
    candidate.scope('scopes', member(value, 'scopes'))
    candidate.redirect('redirectUrl', member(value, 'redirectUrl'))
    candidate.method('clientAuthMethod', member(value, 'clientAuthMethod'))
    const service = member(value, 'serviceConfiguration')
    candidate.endpoint(
      'authorizationEndpoint',
      'authorization_endpoint',
      member(service, 'authorizationEndpoint'),
    )
    candidate.endpoint('tokenEndpoint', 'token_endpoint', member(service, 'tokenEndpoint'))
    candidate.endpoint('revocationEndpoint', 'revocation_endpoint', member(service, 'revocationEndpoint'))
    candidate.endpoint('endSessionEndpoint', 'end_session_endpoint', member(service, 'endSessionEndpoint'))
    if (member(value, 'usePKCE') === false) candidate.pkce('usePKCE', null)
    for (const [name, each] of Object.entries(objectOf(memberAt(value, 'additionalParameters')) ?? {})) {
      candidate.parameter(`additionalParameters.${name.slice(0, 60)}`, name, each)
    }
    if (member(value, 'dangerouslyAllowInsecureHttpRequests') === true) {
      candidate.leave('dangerouslyAllowInsecureHttpRequests', 'plain http is allowed by you, in the profile')
    }
    return collect('AppAuth configuration', [candidate.finish])
  }
  candidate.metadataAddress('discovery_uri', member(value, 'discovery_uri'))
  candidate.clientId('client_id', member(value, 'client_id'))
  candidate.secret('client_secret', 'client_secret', member(value, 'client_secret'))
  candidate.scope('authorization_scope', member(value, 'authorization_scope'))
  candidate.redirect('redirect_uri', member(value, 'redirect_uri'))
  candidate.endpoint(
    'authorization_endpoint_uri',
    'authorization_endpoint',
    member(value, 'authorization_endpoint_uri'),
  )
  candidate.endpoint('token_endpoint_uri', 'token_endpoint', member(value, 'token_endpoint_uri'))
  candidate.endpoint('user_info_endpoint_uri', 'userinfo_endpoint', member(value, 'user_info_endpoint_uri'))
  candidate.endpoint(
    'registration_endpoint_uri',
    'registration_endpoint',
    member(value, 'registration_endpoint_uri'),
  )
  candidate.endpoint('end_session_endpoint', 'end_session_endpoint', member(value, 'end_session_endpoint'))
  if (textAt(value, 'end_session_redirect_uri')) {
    candidate.leave('end_session_redirect_uri', 'the redirect URI is sent after a logout too')
  }
  if (member(value, 'https_required') === false) {
    candidate.leave('https_required', 'plain http is allowed by you, in the profile')
  }
  return collect('AppAuth configuration', [candidate.finish])
}
