import type { CallbackReading } from '../../shared/oauth/callback.ts'
import { checkSameIdToken } from '../../shared/oauth/check-front-channel.ts'
import { checkRun, findRefusal } from '../../shared/oauth/check-run.ts'
import { scopeValues } from '../../shared/oauth/check-token-answer.ts'
import { problemOfCheck } from '../../shared/oauth/explain-flow-check.ts'
import { type JsonObject, readIdToken } from '../../shared/oauth/read-id-token.ts'
import type { RunPhase } from '../../shared/oauth/run.ts'
import { expectedAnswer, responseTypeOf } from '../../shared/profile/response-type.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { hashName, tokenHash } from '../jose/token-hash.ts'
import { acceptedAlgs } from './accepted-algs.ts'
import { announced } from './announced.ts'
import { bindingsOf } from './bindings-of.ts'
import { checkEncryption } from './check-encryption.ts'
import { findSignature } from './find-signature.ts'
import { followUpsOf } from './keep-tokens.ts'
import { practicesOf } from './practices-of-run.ts'
import { dateOf, membersOf } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'
import { secondJudgeCheck } from './second-judge.ts'
import type { TokenAnswer } from './token-request.ts'
import type { Transaction } from './transaction.ts'

/** What a sign-in in the browser sent and brought back; the token answer must fit it. */
export type SignIn = {
  readonly transaction: Transaction
  readonly callback: CallbackReading
  /** What came through the browser beside the code, already accepted. */
  readonly front: { readonly checks: readonly Check[]; readonly claims: JsonObject | null }
}

/**
 * Every check of a token answer. It is accepted only where openid-client accepts it and none of our own checks
 * refuses it. Where nobody was asked who they are no ID token is required.
 */
export async function judgeTokens(
  session: RunSession,
  { answer, clientError }: TokenAnswer,
  signIn: SignIn | null = null,
): Promise<RunPhase> {
  const { recorder, config, provider } = session
  if (provider === null) throw new Error('no provider')
  const body = membersOf(answer.json)
  const encryption = checkEncryption({
    opening: session.opening(),
    agreed: config.flow.id_token_encrypted_response_alg,
    came: body.id_token !== undefined,
  })
  const idToken = readIdToken(body.id_token)
  const { finding: signature, notes } = await findSignature(session, body.id_token, idToken)
  const key = recorder.begin('validate', 'claimscope', 'claimscope')
  const alg = idToken.kind === 'jws' ? idToken.header.alg : undefined
  const hashes = {
    at_hash: typeof body.access_token === 'string' ? tokenHash(alg, body.access_token) : null,
    c_hash: signIn === null ? null : tokenHash(alg, signIn.callback.code ?? ''),
    s_hash: signIn === null ? null : tokenHash(alg, signIn.transaction.state),
  }
  const metadata = announced(provider.metadata)
  const asksWho = signIn !== null || config.flow.grant_type === 'urn:openid:params:grant-type:ciba'
  const fromRun = [
    ...encryption,
    ...checkRun({
      issuer: config.issuer,
      metadata,
      callback: signIn && {
        state: signIn.transaction.state,
        callback: signIn.callback,
        codeChallengeMethod: config.flow.code_challenge_method,
        answer: expectedAnswer(config.flow),
        modeAsked: config.flow.response_mode !== '',
        responseType: responseTypeOf(config.flow),
      },
      answer: body,
      scope: config.scope,
      authorizationDetails: config.flow.authorization_details,
      bindings: await bindingsOf(session),
      idToken: {
        idToken,
        required: asksWho && scopeValues(config.scope).includes('openid'),
        issuer: config.issuer,
        clientId: config.client_id,
        nonce: config.flow.grant_type === 'refresh_token' ? undefined : (signIn?.transaction.nonce ?? null),
        maxAge: signIn?.transaction.maxAge ?? null,
        algs: acceptedAlgs(session),
        signature,
        hashes,
        now: Math.floor(session.now() / 1000),
        serverDate: dateOf(answer),
      },
    }),
  ]
  const backClaims = idToken.kind === 'jws' ? idToken.claims : null
  const ours =
    signIn === null
      ? fromRun
      : [...fromRun, ...signIn.front.checks, ...checkSameIdToken(signIn.front.claims, backClaims)]
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
  recorder.update({ checks, ...practicesOf(session, body, signIn) })
  recorder.end(key, { status: refusal === null ? 'done' : 'failed', note })
  if (refusal !== null) {
    return { kind: 'refused', problem: problemOfCheck(refusal) }
  }
  session.claims = backClaims
  recorder.update({ can: followUpsOf(session) })
  return { kind: 'done' }
}

/** In the place of the check of that name, or at the end. */
function withCheck(checks: readonly Check[], check: Check): readonly Check[] {
  return checks.some(({ id }) => id === check.id)
    ? checks.map((each) => (each.id === check.id ? check : each))
    : [...checks, check]
}
