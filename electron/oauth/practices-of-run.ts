import { findPractices, type PracticeFinding } from '../../shared/oauth/find-practices.ts'
import { type JsonObject, readIdToken } from '../../shared/oauth/read-id-token.ts'
import { partsOf, responseTypeOf } from '../../shared/profile/response-type.ts'
import { stringMember } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

/** The findings of good practice for a token answer, whether it was accepted or not. */
export function practicesOf(
  { config, provider, recorder }: RunSession,
  body: JsonObject,
  signIn: object | null,
): readonly PracticeFinding[] {
  // Any JWS can be read this way; nothing here trusts it.
  const accessToken = readIdToken(body.access_token)
  const parts = partsOf(responseTypeOf(config.flow))
  const methods = provider?.metadata.code_challenge_methods_supported
  const authMethods = provider?.metadata.token_endpoint_auth_methods_supported
  return findPractices({
    grantType: config.flow.grant_type,
    authMethod: config.token_endpoint_auth_method,
    scopeAsked: config.scope,
    scopeGranted: stringMember(body, 'scope'),
    redirectUri: signIn === null ? null : recorder.run().redirectUri,
    ...(signIn !== null && parts.code ? { codeChallengeMethod: config.flow.code_challenge_method } : {}),
    ...(signIn !== null && parts.token ? { frontChannelToken: true } : {}),
    metadata: {
      ...(methods === undefined ? {} : { code_challenge_methods_supported: methods }),
      ...(authMethods === undefined ? {} : { token_endpoint_auth_methods_supported: authMethods }),
    },
    tokenType: stringMember(body, 'token_type')?.toLowerCase() ?? null,
    accessTokenClaims: accessToken.kind === 'jws' ? accessToken.claims : null,
    hasRefreshToken: stringMember(body, 'refresh_token') !== null,
  })
}
