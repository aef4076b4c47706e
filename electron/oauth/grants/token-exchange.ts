import { genericGrantRequest } from 'openid-client'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import { dpopOptions } from '../dpop.ts'
import type { RunSession } from '../run-session.ts'
import { tokenParameters } from '../token-request.ts'
import { runOneTokenRequest } from './one-token-request.ts'

/** RFC 8693 §2.1: one token for another, for the subject or for an actor in its name. */
export function runTokenExchange(session: RunSession): Promise<RunPhase> {
  const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange'
  const { flow, secrets } = session.config
  return runOneTokenRequest(session, (configuration) => {
    const parameters = tokenParameters(session)
    parameters.set('subject_token', secrets.subject_token ?? '')
    parameters.set('subject_token_type', flow.subject_token_type)
    if (secrets.actor_token) {
      parameters.set('actor_token', secrets.actor_token)
      parameters.set('actor_token_type', flow.actor_token_type)
    }
    if (flow.requested_token_type !== '') parameters.set('requested_token_type', flow.requested_token_type)
    for (const audience of flow.audience) parameters.append('audience', audience)
    return genericGrantRequest(configuration, grantType, parameters, dpopOptions(session))
  })
}
