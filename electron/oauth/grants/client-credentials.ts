import { clientCredentialsGrant } from 'openid-client'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import { discover } from '../discover.ts'
import { judgeTokens } from '../judge-tokens.ts'
import type { RunSession } from '../run-session.ts'
import { requestTokens, tokenParameters } from '../token-request.ts'

/** RFC 6749 §4.4: the client asks for itself; nobody signs in, so no ID token is expected. */
export async function runClientCredentials(session: RunSession): Promise<RunPhase> {
  await discover(session, ['token_endpoint'])
  session.recorder.update({ phase: { kind: 'exchanging' } })
  const received = await requestTokens(session, (configuration) =>
    clientCredentialsGrant(configuration, tokenParameters(session)),
  )
  return received.kind === 'failed' ? received : judgeTokens(session, received)
}
