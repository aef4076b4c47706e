import { AppError } from '../../../shared/error.ts'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import type { GrantType } from '../../../shared/profile/flow-settings.ts'
import type { RunnableGrant } from '../../../shared/profile/runnable-grants.ts'
import { practicesWithoutAnswer } from '../practices-of-run.ts'
import { problemOfError } from '../problem-of-error.ts'
import type { RunSession } from '../run-session.ts'
import { withRemedies } from '../with-remedies.ts'
import { runAuthorization } from './authorization.ts'
import { runCiba } from './ciba.ts'
import { runClientCredentials } from './client-credentials.ts'
import { runDeviceAuthorization } from './device-authorization.ts'
import type { Grant, GrantOptions } from './grant.ts'
import { runJwtBearer } from './jwt-bearer.ts'
import { runPassword } from './password.ts'
import { runRefreshToken } from './refresh-token.ts'
import { runSaml2Bearer } from './saml2-bearer.ts'
import { runTokenExchange } from './token-exchange.ts'

const grants: Readonly<Record<RunnableGrant, Grant>> = {
  authorization_code: runAuthorization,
  implicit: runAuthorization,
  client_credentials: runClientCredentials,
  'urn:ietf:params:oauth:grant-type:device_code': runDeviceAuthorization,
  'urn:openid:params:grant-type:ciba': runCiba,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': runJwtBearer,
  password: runPassword,
  refresh_token: runRefreshToken,
  'urn:ietf:params:oauth:grant-type:token-exchange': runTokenExchange,
  'urn:ietf:params:oauth:grant-type:saml2-bearer': runSaml2Bearer,
}

/** Throws AppError ERR_INPUT for a grant that cannot be run. */
export function grantOf(grantType: GrantType): Grant {
  const grant = (grants as Partial<Record<GrantType, Grant>>)[grantType]
  if (grant) return grant
  throw new AppError('ERR_INPUT', `${grantType} cannot be run yet`, { details: { field: 'grant_type' } })
}

/** Runs the grant that the configuration names. Never throws: how it ended stands in the run's phase. */
export async function runGrant(session: RunSession, options: GrantOptions): Promise<void> {
  const { config, controller, recorder, now } = session
  const phase = await Promise.resolve()
    .then(() => grantOf(config.flow.grant_type)(session, options))
    .catch((error: unknown): RunPhase => ({ kind: 'failed', problem: problemOfError(error) }))
  const cancelled = controller.signal.aborted
  if (recorder.run().practices === null) recorder.update(practicesWithoutAnswer(session) ?? {})
  recorder.failActive(cancelled ? 'cancelled' : 'stopped here')
  recorder.update({ phase: cancelled ? { kind: 'cancelled' } : withRemedies(session, phase), endedAt: now() })
}
