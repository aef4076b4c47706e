import { clientCredentialsGrant } from 'openid-client'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import { dpopOptions } from '../dpop.ts'
import type { RunSession } from '../run-session.ts'
import { tokenParameters } from '../token-request.ts'
import { runOneTokenRequest } from './one-token-request.ts'

/** RFC 6749 §4.4: the client asks for itself; nobody signs in, so no ID token is expected. */
export function runClientCredentials(session: RunSession): Promise<RunPhase> {
  return runOneTokenRequest(session, (configuration) =>
    clientCredentialsGrant(configuration, tokenParameters(session), dpopOptions(session)),
  )
}
