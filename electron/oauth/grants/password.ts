import { genericGrantRequest } from 'openid-client'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import { discover } from '../discover.ts'
import { judgeTokens } from '../judge-tokens.ts'
import type { RunSession } from '../run-session.ts'
import { requestTokens, tokenParameters } from '../token-request.ts'

/** RFC 6749 §4.3. Legacy: RFC 9700 §2.4 forbids it, because the client sees the person's password. */
export async function runPassword(session: RunSession): Promise<RunPhase> {
  const { flow, secrets } = session.config
  await discover(session, ['token_endpoint'])
  session.recorder.update({ phase: { kind: 'exchanging' } })
  const received = await requestTokens(session, (configuration) => {
    const parameters = tokenParameters(session)
    parameters.set('username', flow.username)
    parameters.set('password', secrets.password ?? '')
    return genericGrantRequest(configuration, 'password', parameters)
  })
  return received.kind === 'failed' ? received : judgeTokens(session, received)
}
