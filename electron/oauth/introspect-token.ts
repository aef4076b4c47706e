import { tokenIntrospection } from 'openid-client'
import { checkIntrospection, introspectionIsJwt } from '../../shared/oauth/check-introspection.ts'
import { findRefusal } from '../../shared/oauth/check-run.ts'
import { checkSignedIntrospection } from '../../shared/oauth/check-signed-introspection.ts'
import { problemOfCheck } from '../../shared/oauth/explain-flow-check.ts'
import { type IdTokenReading, readIdToken } from '../../shared/oauth/read-id-token.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { bindingsOf } from './bindings-of.ts'
import { findSignature } from './find-signature.ts'
import { notPossible, replaceChecks } from './follow-ups.ts'
import { isTrusted } from './keep-tokens.ts'
import { problemOfAnswer, problemOfError } from './problem-of-error.ts'
import { membersOf } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

/**
 * RFC 7662 §2: what the provider says of a token, held against what it said when it gave it out. Returns the problem,
 * or null when all went well.
 */
export async function introspectToken(
  session: RunSession,
  kind: 'access_token' | 'refresh_token',
): Promise<RunProblem | null> {
  const { recorder, provider, tokens, config } = session
  const token = tokens.get(kind)
  if (provider === null || token === undefined) throw notPossible('introspection')
  const key = recorder.begin('introspect', 'claimscope', 'provider')
  session.expect(key)
  const clientError = await tokenIntrospection(provider.configuration, token, { token_type_hint: kind })
    .then(() => null)
    .catch((error: unknown) => error ?? new Error('refused'))
  const answer = session.seen()
  if (answer === null) return problemOfError(clientError)
  const isJwt = answer.status === 200 && introspectionIsJwt(answer.headers.get('content-type'))
  if (!isJwt) {
    const formProblem = problemOfAnswer(answer, 'The introspection endpoint', recorder.redactor.body)
    if (formProblem !== null) return formProblem
  }
  const received = recorder.run().tokens.find((each) => each.kind === kind && isTrusted(each))
  const signed = isJwt ? readIdToken(answer.text.trim()) : null
  const signedChecks = await checksOfSigned(session, signed, answer.text.trim())
  const refusal = findRefusal(signedChecks)
  if (refusal !== null) {
    replaceChecks(session, 'introspection_', signedChecks)
    return problemOfCheck(refusal)
  }
  if (isJwt && clientError !== null) return problemOfError(clientError)
  const answered =
    signed?.kind === 'jws' ? membersOf(signed.claims.token_introspection) : membersOf(answer.json)
  if (signed !== null)
    recorder.addFact(key, 'token_introspection', recorder.redactor.body(JSON.stringify(answered)))
  const checks = checkIntrospection({
    answer: answered,
    clientId: config.client_id,
    subject: typeof session.claims?.sub === 'string' ? session.claims.sub : null,
    scope: kind === 'access_token' ? recorder.run().scope : null,
    expiresAt: received?.expiresAt ?? null,
    revoked: received?.revoked ?? false,
    bindings: kind === 'access_token' ? await bindingsOf(session) : [],
    now: Math.floor(session.now() / 1000),
  })
  replaceChecks(session, 'introspection_', [...signedChecks, ...checks])
  const failed = checks.find(({ status }) => status === 'fail')
  return failed === undefined ? null : problemOfCheck(failed)
}

/** Of a signed answer, and of plain JSON where a signed one was asked for; none otherwise. `signed` is null for JSON. */
async function checksOfSigned(
  session: RunSession,
  signed: IdTokenReading | null,
  text: string,
): Promise<readonly Check[]> {
  const { config } = session
  if (signed === null && config.flow.introspection_signed_response_alg === '') return []
  const { finding } = await findSignature(
    session,
    text,
    signed ?? { kind: 'absent' },
    config.flow.introspection_signed_response_alg,
  )
  return checkSignedIntrospection({
    signed,
    signature: finding,
    alg: config.flow.introspection_signed_response_alg,
    issuer: config.issuer,
    clientId: config.client_id,
  })
}
