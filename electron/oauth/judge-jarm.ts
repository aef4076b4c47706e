import type { CallbackReading } from '../../shared/oauth/callback.ts'
import { checkJarm } from '../../shared/oauth/check-jarm.ts'
import { expectedAnswer } from '../../shared/profile/response-type.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { findSignature } from './find-signature.ts'
import type { RunSession } from './run-session.ts'

/** The checks of a signed answer (JARM §2.4), where one was asked for; none otherwise. */
export async function judgeJarm(session: RunSession, { signed }: CallbackReading): Promise<readonly Check[]> {
  const { config, now } = session
  if (!expectedAnswer(config.flow).jarm) return []
  const reading = signed === null ? ({ kind: 'absent' } as const) : ({ kind: 'jws', ...signed } as const)
  const { finding } = await findSignature(session, signed?.token, reading)
  return checkJarm({
    signed,
    issuer: config.issuer,
    clientId: config.client_id,
    signature: finding,
    now: Math.floor(now() / 1000),
  })
}
