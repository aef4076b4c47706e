import * as client from 'openid-client'
import { findRefusal } from '../../shared/oauth/check-run.ts'
import { checkSignedUserinfo, checkUserinfo } from '../../shared/oauth/check-userinfo.ts'
import { problemOfCheck } from '../../shared/oauth/explain-flow-check.ts'
import { plainText } from '../../shared/oauth/plain-text.ts'
import { readIdToken } from '../../shared/oauth/read-id-token.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { checkEncryption } from './check-encryption.ts'
import { dpopOptions } from './dpop.ts'
import { findSignature } from './find-signature.ts'
import { notPossible, replaceChecks } from './follow-ups.ts'
import { challengeProblem, problemOfAnswer, problemOfError } from './problem-of-error.ts'
import { membersOf, type RawAnswer } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

/** OIDC Core §5.3: the answer counts only where its subject is the ID token's, and a signed one where its signature fits. */
export async function fetchUserinfo(session: RunSession): Promise<RunProblem | null> {
  const { recorder, provider, tokens } = session
  const accessToken = tokens.get('access_token')
  if (provider === null || accessToken === undefined) throw notPossible('userinfo')
  const subject = typeof session.claims?.sub === 'string' ? session.claims.sub : null
  const key = recorder.begin('userinfo', 'claimscope', 'provider')
  session.expect(key)
  const clientError = await client
    .fetchUserInfo(
      provider.configuration,
      accessToken,
      subject ?? client.skipSubjectCheck,
      dpopOptions(session),
    )
    .then(() => null)
    .catch((error: unknown) => error ?? new Error('refused'))
  const answer = session.seen()
  if (answer === null) return problemOfError(clientError)
  const isJwt = answer.headers.get('content-type')?.startsWith('application/jwt') === true
  const formProblem =
    isJwt && answer.status === 200
      ? null
      : ((answer.status === 200 ? null : challengeProblem(answer, recorder.redactor.text)) ??
        problemOfAnswer(answer, 'Userinfo', recorder.redactor.body))
  if (formProblem !== null) return formProblem
  const encryption = checkEncryption(
    {
      opening: session.opening(),
      agreed: session.config.flow.userinfo_encrypted_response_alg,
      came: true,
    },
    'userinfo_',
  )
  const judged = isJwt
    ? await checksOfSigned(session, { answer, key, subject })
    : [checkUserinfo(subject, membersOf(answer.json))]
  const checks = [...encryption, ...judged]
  replaceChecks(session, 'userinfo_', checks)
  const refusal = findRefusal(checks)
  if (refusal !== null) return problemOfCheck(refusal)
  return clientError === null ? null : problemOfError(clientError)
}

/** Signed, and encrypted as well or not (OIDC Core §5.3.2); an answer that is encrypted alone proves nothing. */
async function checksOfSigned(
  session: RunSession,
  {
    answer,
    key,
    subject,
  }: { readonly answer: RawAnswer; readonly key: string; readonly subject: string | null },
): Promise<readonly Check[]> {
  const { recorder, config } = session
  const token = answer.text.trim()
  const reading = readIdToken(token)
  const { finding } = await findSignature(session, token, reading)
  if (reading.kind === 'jws') {
    recorder.addFact(key, 'Claims', plainText(recorder.redactor.body(JSON.stringify(reading.claims)), 2000))
  }
  return checkSignedUserinfo({
    reading,
    signature: finding,
    subject,
    issuer: config.issuer,
    clientId: config.client_id,
  })
}
