import { findPractices, type PracticeFinding } from '../../shared/oauth/find-practices.ts'
import { judgeEvidence, noEvidence } from '../../shared/oauth/judge-evidence.ts'
import { type JsonObject, readIdToken } from '../../shared/oauth/read-id-token.ts'
import type { Run } from '../../shared/oauth/run.ts'
import { partsOf, responseTypeOf } from '../../shared/profile/response-type.ts'
import { stringMember } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

type Practices = Required<Pick<Run, 'practices' | 'practiceGaps'>>

/** The findings of good practice for a token answer, whether it was accepted or not. */
export function practicesOf(session: RunSession, body: JsonObject, signIn: object | null): Practices {
  const { findings, gaps } = evidenceOf(session)
  const practices = [...practicesOfAnswer(session, body, signIn), ...findings]
  return { practices: practices.sort((a, b) => a.id.localeCompare(b.id)), practiceGaps: gaps }
}

/** What a run showed that got no token answer; null where that is nothing. */
export function practicesWithoutAnswer(session: RunSession): Practices | null {
  const { findings, gaps } = evidenceOf(session)
  return findings.length === 0 ? null : { practices: findings, practiceGaps: gaps }
}

function evidenceOf({ notes, knowledge, config }: RunSession) {
  const { probes, authorizationCors } = knowledge?.probes(config) ?? noEvidence
  return judgeEvidence({ ...notes.evidence(), probes, authorizationCors })
}

function practicesOfAnswer(
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
