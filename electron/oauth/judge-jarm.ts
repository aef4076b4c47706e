import { checkJarm } from '../../shared/oauth/check-jarm.ts'
import { expectedAnswer } from '../../shared/profile/response-type.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { announced } from './announced.ts'
import type { CallbackOutcome } from './await-callback.ts'
import { checkEncryption } from './check-encryption.ts'
import { findSignature } from './find-signature.ts'
import type { RunSession } from './run-session.ts'

/** The checks of a signed answer (JARM §2.4), where one was asked for; none otherwise. */
export async function judgeJarm(
  session: RunSession,
  { reading: { signed }, opening }: Pick<CallbackOutcome, 'reading' | 'opening'>,
): Promise<readonly Check[]> {
  const { config, now, provider } = session
  const { flow } = config
  if (!expectedAnswer(flow).jarm) return []
  const { authorization_signed_response_alg: agreed } = flow
  const token = signed === null ? ({ kind: 'absent' } as const) : ({ kind: 'jws', ...signed } as const)
  const { finding } = await findSignature(session, signed?.token, token, agreed)
  const announcedAlgs =
    provider === null ? undefined : announced(provider.metadata).authorization_signing_alg_values_supported
  return [
    ...checkEncryption(
      { opening, agreed: flow.authorization_encrypted_response_alg, came: signed !== null },
      'jarm_',
    ),
    ...checkJarm({
      signed,
      algs: agreed === '' ? announcedAlgs : [agreed],
      issuer: config.issuer,
      clientId: config.client_id,
      signature: finding,
      now: Math.floor(now() / 1000),
    }),
  ]
}
