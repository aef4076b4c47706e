import * as client from 'openid-client'
import { AppError } from '../../shared/error.ts'
import { checkRefresh } from '../../shared/oauth/check-refresh.ts'
import { findRefusal } from '../../shared/oauth/check-run.ts'
import { checkTokenAnswer } from '../../shared/oauth/check-token-answer.ts'
import { problemOfCheck } from '../../shared/oauth/explain-flow-check.ts'
import { problem } from '../../shared/oauth/explain-problem.ts'
import { readIdToken } from '../../shared/oauth/read-id-token.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { bindingsOf } from './bindings-of.ts'
import { checkEncryption } from './check-encryption.ts'
import { dpopOptions } from './dpop.ts'
import { findSignature } from './find-signature.ts'
import { isTrusted, keepTokens, keepUntrustedTokens } from './keep-tokens.ts'
import { problemOfAnswer, problemOfError } from './problem-of-error.ts'
import { dateOf, membersOf, type RawAnswer, stringMember } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'
import { secondJudgeCheck } from './second-judge.ts'

/** RFC 6749 §6, with the ID token rules of OIDC Core §12.2. Returns the problem, or null when all went well. */
export async function refreshTokens(session: RunSession): Promise<RunProblem | null> {
  const { recorder, tokens } = session
  const refreshToken = tokens.get('refresh_token')
  session.forgetKeys()
  const { provider } = session
  if (provider === null || refreshToken === undefined) throw notPossible('refresh')
  const key = recorder.begin('refresh', 'claimscope', 'provider')
  session.expect(key)
  const clientError = await client
    .refreshTokenGrant(provider.configuration, refreshToken, undefined, dpopOptions(session))
    .then(() => null)
    .catch((error: unknown) => error ?? new Error('refused'))
  const answer = session.seen()
  if (answer === null) return problemOfError(clientError)
  const formProblem = problemOfAnswer(answer, 'The token endpoint', session.recorder.redactor.body)
  if (formProblem !== null) {
    // The provider no longer accepts this session: keeping the token would only repeat the refusal.
    if (stringMember(answer.json, 'error') === 'invalid_grant') dropRefreshToken(session)
    return formProblem
  }
  const rotated = stringMember(answer.json, 'refresh_token')
  if (rotated !== null) {
    // Before anything else: the old one may be dead already (RFC 9700 §4.14.2).
    recorder.redactor.add(rotated)
    tokens.set('refresh_token', rotated)
  }
  const checks = await checksOfRefresh(session, answer, clientError)
  replaceChecks(session, 'refresh_', checks)
  const refusal = findRefusal(checks)
  if (refusal === null) {
    keepTokens(session, answer)
    return null
  }
  dropRefreshToken(session)
  keepUntrustedTokens(session, answer)
  const standing =
    rotated === null
      ? 'The refresh token was answered with tokens that cannot be trusted and is not used again'
      : 'The provider has replaced the refresh token, and the new one cannot be trusted'
  recorder.addFact(key, 'Refused', `${standing}; the session must be signed in again`)
  const { code, message } = problemOfCheck(refusal)
  return problem(
    code,
    `${message} The new tokens are kept to be looked at, and are not trusted.`,
    `${standing}. Sign in again.`,
  )
}

async function checksOfRefresh(
  session: RunSession,
  answer: RawAnswer,
  clientError: unknown,
): Promise<readonly Check[]> {
  const body = membersOf(answer.json)
  const idToken = readIdToken(body.id_token)
  const { finding: signature, notes } = await findSignature(session, body.id_token, idToken)
  const answerChecks = checkTokenAnswer(body, session.config.scope, await bindingsOf(session))
    .filter(({ id }) => ['answer', 'token_type', 'cnf', 'cnf_certificate'].includes(id))
    .map((check) => ({ ...check, id: `refresh_${check.id}` }))
  const ours = [
    ...checkEncryption(
      {
        opening: session.opening(),
        agreed: session.config.flow.id_token_encrypted_response_alg,
        came: body.id_token !== undefined,
      },
      'refresh_',
    ),
    ...answerChecks,
    ...checkRefresh({
      before: session.claims,
      idToken,
      signature,
      now: Math.floor(session.now() / 1000),
      serverDate: dateOf(answer),
    }),
  ]
  if (clientError === null || findRefusal(ours) !== null) return ours
  const refused = secondJudgeCheck(clientError, body, notes)
  const id = `refresh_${refused.id}`
  return [...ours.filter((check) => check.id !== id), { ...refused, id }]
}

function dropRefreshToken(session: RunSession): void {
  session.tokens.delete('refresh_token')
  const { recorder } = session
  recorder.update({
    tokens: recorder.run().tokens.filter((token) => token.kind !== 'refresh_token' || !isTrusted(token)),
  })
}

/** RFC 7009 §2. A provider that does not know the token answers 200 as well: what counts is that it is gone. */
export async function revokeToken(
  session: RunSession,
  kind: 'access_token' | 'refresh_token',
): Promise<RunProblem | null> {
  const { recorder, provider, tokens } = session
  const token = tokens.get(kind)
  if (provider === null || token === undefined) throw notPossible('revoke')
  session.expect(recorder.begin('revoke', 'claimscope', 'provider'))
  const clientError = await client
    .tokenRevocation(provider.configuration, token, { token_type_hint: kind })
    .then(() => null)
    .catch((error: unknown) => error ?? new Error('refused'))
  const answer = session.seen()
  if (answer === null) return problemOfError(clientError)
  if (answer.status !== 200) {
    return (
      problemOfAnswer(answer, 'The revocation endpoint', session.recorder.redactor.body) ??
      problem('HTTP_STATUS', `HTTP ${answer.status}.`)
    )
  }
  recorder.update({
    tokens: recorder
      .run()
      .tokens.map((each) => (each.kind === kind && isTrusted(each) ? { ...each, revoked: true } : each)),
  })
  return null
}

export function replaceChecks(session: RunSession, prefix: string, checks: readonly Check[]): void {
  const others = session.recorder.run().checks.filter((check) => !check.id.startsWith(prefix))
  session.recorder.update({ checks: [...others, ...checks] })
}

export function notPossible(action: string): AppError {
  return new AppError('ERR_CONFLICT', `${action} is not possible for this run now`)
}
