import { refreshTokenGrant } from 'openid-client'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import { dpopOptions } from '../dpop.ts'
import type { RunSession } from '../run-session.ts'
import { tokenParameters } from '../token-request.ts'
import { runOneTokenRequest } from './one-token-request.ts'

/** RFC 6749 §6 with a refresh token that the person has from elsewhere. */
export function runRefreshToken(session: RunSession): Promise<RunPhase> {
  return runOneTokenRequest(session, (configuration) =>
    refreshTokenGrant(
      configuration,
      session.config.secrets.refresh_token ?? '',
      tokenParameters(session),
      dpopOptions(session),
    ),
  )
}
