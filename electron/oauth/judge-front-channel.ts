import type { CallbackReading } from '../../shared/oauth/callback.ts'
import { answerOf, checkFrontChannel } from '../../shared/oauth/check-front-channel.ts'
import type { IdTokenEvidence } from '../../shared/oauth/check-id-token.ts'
import { findRefusal } from '../../shared/oauth/check-run.ts'
import { problemOfCheck } from '../../shared/oauth/explain-flow-check.ts'
import { type JsonObject, readIdToken } from '../../shared/oauth/read-id-token.ts'
import type { RunPhase } from '../../shared/oauth/run.ts'
import { partsOf, responseTypeOf } from '../../shared/profile/response-type.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { tokenHash } from '../jose/token-hash.ts'
import { acceptedAlgs } from './accepted-algs.ts'
import { checkEncryption } from './check-encryption.ts'
import { findSignature } from './find-signature.ts'
import { followUpsOf, keepTokens } from './keep-tokens.ts'
import { type Opening, openToken } from './open-token.ts'
import { practicesOf } from './practices-of-run.ts'
import type { RawAnswer } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'
import { secondJudgeCheck } from './second-judge.ts'
import type { Transaction } from './transaction.ts'

export type FrontFinding = {
  readonly checks: readonly Check[]
  /** Of the ID token that came through the browser; null where none did. */
  readonly claims: JsonObject | null
  readonly keyNotes: readonly string[]
  /** The same token, opened where it was encrypted. */
  readonly idToken: string | null
}

/** Checks the tokens of the front channel, and keeps them to be looked at. */
export async function judgeFrontChannel(
  session: RunSession,
  transaction: Transaction,
  received: CallbackReading,
): Promise<FrontFinding> {
  const { config, provider } = session
  if (provider === null) throw new Error('no provider')
  const parts = partsOf(responseTypeOf(config.flow))
  if (!parts.id_token && !parts.token) return { checks: [], claims: null, keyNotes: [], idToken: null }
  const { idToken: token, opening } = await openFrontToken(session, received)
  const callback = { ...received, idToken: token }
  keepTokens(session, asAnswer(callback))
  const idToken = readIdToken(token ?? undefined)
  const { finding: signature, notes: keyNotes } = await findSignature(session, token ?? undefined, idToken)
  const alg = idToken.kind === 'jws' ? idToken.header.alg : undefined
  const evidence: IdTokenEvidence = {
    idToken,
    required: true,
    issuer: config.issuer,
    clientId: config.client_id,
    nonce: transaction.nonce,
    maxAge: transaction.maxAge,
    algs: acceptedAlgs(session),
    signature,
    hashes: {
      at_hash: callback.accessToken === null ? null : tokenHash(alg, callback.accessToken),
      c_hash: callback.code === null ? null : tokenHash(alg, callback.code),
      s_hash: tokenHash(alg, transaction.state),
    },
    now: Math.floor(session.now() / 1000),
    serverDate: null,
  }
  const checks = checkFrontChannel({
    callback,
    scope: config.scope,
    idToken: parts.id_token ? evidence : null,
  })
  const encryption = checkEncryption({
    opening,
    agreed: config.flow.id_token_encrypted_response_alg,
    came: token !== null,
  })
  return {
    checks: [...encryption, ...checks],
    claims: idToken.kind === 'jws' ? idToken.claims : null,
    keyNotes,
    idToken: token,
  }
}

/** The ID token of the browser as it came, or what was inside where it was encrypted to this client. */
async function openFrontToken(
  { config, recorder }: RunSession,
  { idToken }: CallbackReading,
): Promise<{ readonly idToken: string | null; readonly opening: Opening | null }> {
  if (idToken === null || readIdToken(idToken).kind !== 'encrypted') return { idToken, opening: null }
  const agreed = config.flow.id_token_encrypted_response_alg
  const { inner, opening } = await openToken(idToken, { agreed, secrets: config.secrets })
  if (inner !== null) recorder.redactor.add(inner)
  return { idToken: inner ?? idToken, opening }
}

/** The end of an implicit flow: what came through the browser is all there is (OIDC Core §3.2, RFC 6749 §4.2). */
export function endImplicit(
  session: RunSession,
  callback: CallbackReading,
  before: readonly Check[],
  { checks: found, claims, keyNotes }: FrontFinding,
  clientError: unknown,
): RunPhase {
  const { recorder } = session
  const key = recorder.begin('validate', 'claimscope', 'claimscope')
  const ours = [...before, ...found]
  const checks =
    clientError === null || findRefusal(ours) !== null
      ? ours
      : [...ours, secondJudgeCheck(clientError, answerOf(callback), keyNotes)]
  const refusal = findRefusal(checks)
  const passed = checks.filter(({ status }) => status === 'pass').length
  const note = refusal === null ? `${passed} checks passed` : `refused: ${refusal.code ?? refusal.id}`
  recorder.update({ checks, ...practicesOf(session, answerOf(callback), {}) })
  recorder.end(key, { status: refusal === null ? 'done' : 'failed', note })
  if (refusal !== null) return { kind: 'refused', problem: problemOfCheck(refusal) }
  session.claims = claims
  recorder.update({ can: followUpsOf(session) })
  return { kind: 'done' }
}

function asAnswer(callback: CallbackReading): RawAnswer {
  return { url: '', status: 200, headers: new Headers(), text: '', json: answerOf(callback) }
}
