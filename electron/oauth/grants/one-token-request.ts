import type { Configuration } from 'openid-client'
import type { RunPhase } from '../../../shared/oauth/run.ts'
import { discover } from '../discover.ts'
import { judgeTokens } from '../judge-tokens.ts'
import type { RunSession } from '../run-session.ts'
import { requestTokens } from '../token-request.ts'

/** A grant that is the token request and nothing before it. */
export async function runOneTokenRequest(
  session: RunSession,
  send: (configuration: Configuration) => Promise<unknown>,
): Promise<RunPhase> {
  await discover(session, ['token_endpoint'])
  session.recorder.update({ phase: { kind: 'exchanging' } })
  const received = await requestTokens(session, send)
  return received.kind === 'failed' ? received : judgeTokens(session, received)
}
