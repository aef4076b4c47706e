import * as client from 'openid-client'
import type { CallbackReading } from '../../shared/oauth/callback.ts'
import { checkRun, findRefusal } from '../../shared/oauth/check-run.ts'
import { scopeValues } from '../../shared/oauth/check-token-answer.ts'
import { problemOfCheck } from '../../shared/oauth/explain-flow-check.ts'
import { readIdToken } from '../../shared/oauth/read-id-token.ts'
import type { RunPhase } from '../../shared/oauth/run.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { hashName, tokenHash } from '../jose/token-hash.ts'
import { findSignature } from './find-signature.ts'
import { followUpsOf, keepTokens } from './keep-tokens.ts'
import { problemOfAnswer, problemOfError } from './problem-of-error.ts'
import { dateOf, membersOf, type RawAnswer } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'
import { secondJudgeCheck } from './second-judge.ts'
import type { Transaction } from './transaction.ts'

export type CodeExchange = {
  readonly transaction: Transaction
  /** The whole callback URL, as it came in. */
  readonly url: URL
  readonly reading: CallbackReading
}

/**
 * Code for tokens, then every check. The answer is accepted only where openid-client accepts it and none of our
 * own checks refuses it; either way what it held is kept for display.
 */
export async function exchangeCode(session: RunSession, exchange: CodeExchange): Promise<RunPhase> {
  const { recorder, provider } = session
  if (provider === null) throw new Error('no provider')
  session.expect(recorder.begin('token', 'claimscope', 'provider'))
  const clientError = await client
    .authorizationCodeGrant(provider.configuration, exchange.url, grantChecks(exchange.transaction))
    .then(() => null)
    .catch((error: unknown) => error ?? new Error('refused'))
  session.controller.signal.throwIfAborted()
  const answer = session.seen()
  if (answer === null) return { kind: 'failed', problem: problemOfError(clientError) }
  const formProblem = problemOfAnswer(answer, 'The token endpoint', session.recorder.redactor.body)
  if (formProblem !== null) return { kind: 'failed', problem: formProblem }
  keepTokens(session, answer)
  return validate(session, exchange, answer, clientError)
}

function grantChecks(transaction: Transaction): client.AuthorizationCodeGrantChecks {
  return {
    pkceCodeVerifier: transaction.codeVerifier,
    expectedState: transaction.state,
    ...(transaction.nonce === null ? {} : { expectedNonce: transaction.nonce, idTokenExpected: true }),
    ...(transaction.maxAge === null ? {} : { maxAge: transaction.maxAge }),
  }
}

async function validate(
  session: RunSession,
  { transaction, reading }: CodeExchange,
  answer: RawAnswer,
  clientError: unknown,
): Promise<RunPhase> {
  const { recorder, config } = session
  const body = membersOf(answer.json)
  const idToken = readIdToken(body.id_token)
  const { finding: signature, notes } = await findSignature(session, body.id_token, idToken)
  const key = recorder.begin('validate', 'claimscope', 'claimscope')
  const alg = idToken.kind === 'jws' ? idToken.header.alg : undefined
  const hashes = {
    at_hash: typeof body.access_token === 'string' ? tokenHash(alg, body.access_token) : null,
    c_hash: tokenHash(alg, reading.code ?? ''),
    s_hash: tokenHash(alg, transaction.state),
  }
  const { metadata } = transaction
  const ours = checkRun({
    callback: { issuer: config.issuer, metadata, state: transaction.state, callback: reading },
    answer: body,
    scope: config.scope,
    idToken: {
      idToken,
      required: scopeValues(config.scope).includes('openid'),
      issuer: config.issuer,
      clientId: config.client_id,
      nonce: transaction.nonce,
      maxAge: transaction.maxAge,
      algs: metadata.id_token_signing_alg_values_supported,
      signature,
      hashes,
      now: Math.floor(session.now() / 1000),
      serverDate: dateOf(answer),
    },
  })
  const checks =
    clientError === null || findRefusal(ours) !== null
      ? ours
      : withCheck(ours, secondJudgeCheck(clientError, body, notes))
  if (hashes.at_hash !== null && idToken.kind === 'jws' && idToken.claims.at_hash !== undefined) {
    recorder.addFact(
      key,
      'at_hash',
      `${hashes.at_hash}: left half of ${hashName(alg)?.replace('sha', 'SHA-')} over the access token's ${session.tokens.get('access_token')?.length ?? 0} characters, base64url`,
    )
  }
  if (signature.status === 'pass') recorder.addFact(key, 'Signature', signature.note)
  const refusal = findRefusal(checks)
  const passed = checks.filter((check) => check.status === 'pass').length
  const note = refusal === null ? `${passed} checks passed` : `refused: ${refusal.code ?? refusal.id}`
  recorder.update({ checks })
  recorder.end(key, { status: refusal === null ? 'done' : 'failed', note })
  if (refusal !== null) {
    return { kind: 'refused', problem: problemOfCheck(refusal) }
  }
  session.claims = idToken.kind === 'jws' ? idToken.claims : null
  recorder.update({ can: followUpsOf(session) })
  return { kind: 'done' }
}

/** In the place of the check of that name, or at the end. */
function withCheck(checks: readonly Check[], check: Check): readonly Check[] {
  return checks.some(({ id }) => id === check.id)
    ? checks.map((each) => (each.id === check.id ? check : each))
    : [...checks, check]
}
