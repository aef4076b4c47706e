import { genericGrantRequest } from 'openid-client'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import { dpopOptions } from '../dpop.ts'
import type { RunSession } from '../run-session.ts'
import { tokenParameters } from '../token-request.ts'
import { runOneTokenRequest } from './one-token-request.ts'

/** RFC 6749 §4.3. Legacy: RFC 9700 §2.4 forbids it, because the client sees the person's password. */
export function runPassword(session: RunSession): Promise<RunPhase> {
  const { flow, secrets } = session.config
  return runOneTokenRequest(session, (configuration) => {
    const parameters = tokenParameters(session)
    parameters.set('username', flow.username)
    parameters.set('password', secrets.password ?? '')
    return genericGrantRequest(configuration, 'password', parameters, dpopOptions(session))
  })
}
