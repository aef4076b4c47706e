import * as client from 'openid-client'
import { AppError } from '../../../shared/error.ts'
import type { CallbackReading } from '../../../shared/oauth/callback.ts'
import { checkCallback, checkMetadataIssuer } from '../../../shared/oauth/check-callback.ts'
import { findRefusal } from '../../../shared/oauth/check-run.ts'
import { problemOfCheck } from '../../../shared/oauth/explain-flow-check.ts'
import { explainProviderError, problem } from '../../../shared/oauth/explain-problem.ts'
import { duration } from '../../../shared/oauth/flow-check.ts'
import type { OneTimeValue } from '../../../shared/oauth/judge-evidence.ts'
import type { RunPhase, RunProblem } from '../../../shared/oauth/run.ts'
import { expectedAnswer, partsOf, responseTypeOf } from '../../../shared/profile/response-type.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { readLoopbackFacts } from '../../net/loopback-certificate.ts'
import { announced } from '../announced.ts'
import { authorize, requestOf } from '../authorization-request.ts'
import {
  type CallbackOutcome,
  type CallbackWait,
  closedProblem,
  createCallbackWait,
} from '../await-callback.ts'
import { discover } from '../discover.ts'
import { dpopOptions } from '../dpop.ts'
import { endImplicit, judgeFrontChannel } from '../judge-front-channel.ts'
import { judgeJarm } from '../judge-jarm.ts'
import { judgeTokens, type SignIn } from '../judge-tokens.ts'
import { missedPorts } from '../listen-on.ts'
import { type LoopbackServer, startLoopbackServer } from '../loopback-server.ts'
import { createOffer } from '../offer-callback.ts'
import type { RunSession } from '../run-session.ts'
import { requestTokens } from '../token-request.ts'
import { createTransaction, type Transaction } from '../transaction.ts'
import type { GrantOptions } from './grant.ts'

/**
 * The grants of the authorization endpoint, from discovery to checked tokens: code with PKCE, hybrid and implicit
 * (RFC 6749 §4.1, §4.2, RFC 7636, RFC 8252, RFC 9207, OIDC Core §3). Nothing listens when it has ended.
 */
export async function runAuthorization(session: RunSession, options: GrantOptions): Promise<RunPhase> {
  const type = responseTypeOf(session.config.flow)
  const parts = partsOf(type)
  let server: LoopbackServer | null = null
  const abort = (): void => server?.abort()
  session.controller.signal.addEventListener('abort', abort)
  try {
    const metadata = await discover(session, [
      'authorization_endpoint',
      ...(parts.code ? (['token_endpoint'] as const) : []),
      ...(session.config.flow.pushed_authorization
        ? (['pushed_authorization_request_endpoint'] as const)
        : []),
    ])
    const transaction = await createTransaction(session)
    const wait = createCallbackWait(
      session,
      {
        state: transaction.state,
        issuer: metadata.issuer,
        issAnnounced: metadata.authorization_response_iss_parameter_supported === true,
        responseType: type,
        jarm: expectedAnswer(session.config.flow).jarm,
      },
      () => session.config.redirect.remote_uri ?? server?.redirectUri ?? '',
    )
    const remote = session.config.redirect.remote_uri
    if (remote === undefined) server = await listen(session, wait)
    const redirectUri = remote ?? server?.redirectUri ?? ''
    session.recorder.update({ redirectUri })
    noteSignIn(session, redirectUri, transaction)
    session.controller.signal.throwIfAborted()
    const stopped = await authorize(session, await requestOf(session, redirectUri, transaction), transaction)
    if (stopped !== null) return { kind: 'failed', problem: stopped }
    session.offer = createOffer(redirectUri, wait)
    const signIn = openBrowser(session, options)
    const outcome = await wait.outcome(options.signInDeadlineMs)
    session.offer = null
    if (outcome === null) {
      endStep(session, signIn, 'failed', 'no answer in time')
      const stranger = wait.stranger()
      if (stranger) session.recorder.update({ checks: checksOf(session, transaction, stranger) })
      const closed = wait.closed()
      if (closed !== null) return { kind: 'failed', problem: closedProblem(closed) }
      return { kind: 'failed', problem: deadlineProblem(options, stranger !== null, wait.cameEmpty()) }
    }
    endStep(session, signIn, 'done')
    if (outcome.reading.iss !== null || outcome.reading.signed !== null) session.notes.namesIssuer()
    const callbackChecks = checksOf(session, transaction, outcome.reading)
    const isError = outcome.verdict.kind === 'provider_error' && outcome.reading.signed === null
    const jarmChecks = isError ? [] : await judgeJarm(session, outcome)
    const checks = [...callbackChecks, ...jarmChecks]
    session.recorder.update({ checks })
    const stop = stopAtCallback(outcome, checks)
    if (stop) return stop
    session.recorder.update({ phase: { kind: 'exchanging' }, actionProblem: null })
    const front = await judgeFrontChannel(session, transaction, outcome.reading)
    if (!parts.code) {
      const clientError = await askSecondJudge(session, transaction, {
        redirectUri,
        idToken: front.idToken,
      })
      return endImplicit(session, outcome.reading, checks, front, clientError)
    }
    const frontChecks = front.checks.map((check) => ({ ...check, id: `front_${check.id}` }))
    const refusal = findRefusal(frontChecks)
    if (refusal !== null) {
      session.recorder.update({ checks: [...checks, ...frontChecks] })
      return { kind: 'refused', problem: problemOfCheck(refusal) }
    }
    const answer = codeOnly(redirectUri, outcome.reading, front.claims?.iss)
    return await exchangeCode(session, answer, {
      transaction,
      callback: outcome.reading,
      front: { checks: [...jarmChecks, ...frontChecks], claims: front.claims },
    })
  } finally {
    session.controller.signal.removeEventListener('abort', abort)
    session.offer = null
    await server?.close()
  }
}

function noteSignIn(session: RunSession, redirectUri: string, transaction: Transaction): void {
  const { config, knowledge, notes, repeats } = session
  const { state, nonce, codeChallenge } = transaction
  const values = {
    state,
    ...(nonce === null ? {} : { nonce }),
    ...(codeChallenge === null ? {} : { code_challenge: codeChallenge }),
  }
  notes.signIn({
    sent: Object.keys(values) as OneTimeValue[],
    repeated: repeats(config, values),
    namesIssuer: false,
    sameRedirect: knowledge?.sameRedirect(config, redirectUri) ?? null,
  })
}

/**
 * The answer as one to a code request, wherever it came: openid-client reads that from the query, and asks for an iss that
 * is not sent beside an ID token. `issuer` is that of the ID token, once it is accepted.
 */
function codeOnly(redirectUri: string, { code, state, iss }: CallbackReading, issuer: unknown): URL {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries({ code, state, iss: iss ?? issuer })) {
    if (typeof value === 'string') url.searchParams.set(name, value)
  }
  return url
}

/** By another name, since it is no hook of React. */
const expectIdTokenAlone = client.useIdTokenResponseType

/** openid-client's word on an answer with an ID token alone, the one implicit answer that it reads; null: no objection. */
async function askSecondJudge(
  { config, provider }: RunSession,
  { nonce, state, maxAge }: Transaction,
  { redirectUri, idToken }: { readonly redirectUri: string; readonly idToken: string | null },
): Promise<unknown> {
  const { id_token_signed_response_alg: agreed } = config.flow
  // It has no way to check an HMAC; there the signature is judged by this app alone (`findSignature`).
  if (responseTypeOf(config.flow) !== 'id_token' || agreed.startsWith('HS')) return null
  if (provider === null || nonce === null || idToken === null) return null
  const answer = new URL(redirectUri)
  answer.hash = new URLSearchParams({ id_token: idToken, state }).toString()
  expectIdTokenAlone(provider.configuration)
  return client
    .implicitAuthentication(provider.configuration, answer, nonce, {
      expectedState: state,
      ...(maxAge === null ? {} : { maxAge }),
    })
    .then(
      () => null,
      (error: unknown) => error ?? new Error('refused'),
    )
}

async function exchangeCode(session: RunSession, url: URL, signIn: SignIn): Promise<RunPhase> {
  const { transaction } = signIn
  const received = await requestTokens(session, (configuration) =>
    client.authorizationCodeGrant(
      configuration,
      url,
      {
        ...(transaction.codeChallenge === null ? {} : { pkceCodeVerifier: transaction.codeVerifier }),
        expectedState: transaction.state,
        ...(transaction.nonce === null ? {} : { expectedNonce: transaction.nonce, idTokenExpected: true }),
        ...(transaction.maxAge === null ? {} : { maxAge: transaction.maxAge }),
      },
      undefined,
      dpopOptions(session),
    ),
  )
  return received.kind === 'failed' ? received : judgeTokens(session, received, signIn)
}

async function listen(session: RunSession, { decide, onEmpty }: CallbackWait): Promise<LoopbackServer> {
  const { config, recorder } = session
  const key = recorder.begin('listen', 'claimscope', 'claimscope')
  // The page itself is called empty first, and hands over what stands behind #.
  const server = await startLoopbackServer({
    settings: config.redirect,
    certificate: session.certificate,
    decide,
    onRepeatedPost: () =>
      session.notes.repeatedPost(
        'The browser posted a form to the redirect URI with the answer in its query',
      ),
    ...(expectedAnswer(config.flow).via === 'fragment' ? {} : { onEmpty }),
  })
  recorder.update({ redirectUri: server.redirectUri })
  const { missed } = server
  if (missed.length > 0) {
    const instead = `${new URL(server.redirectUri).port} instead, so ${server.redirectUri} must be registered too`
    recorder.addFact(key, 'Fallback port', `${missedPorts(missed)}; ${instead}`)
  }
  if (server.certificate !== null) {
    const { fingerprint } = readLoopbackFacts(server.certificate)
    const warning = 'the browser warns of this certificate until it is trusted on this machine'
    recorder.addFact(key, 'Certificate SHA-256', `${fingerprint} (${warning})`)
  }
  recorder.end(key, { note: server.redirectUri })
  return server
}

/** Returns the key of the sign-in step. A browser that does not open leaves the link to copy, not a dead run. */
function openBrowser(session: RunSession, options: GrantOptions): string {
  const { recorder, now } = session
  const key = recorder.begin('sign_in', 'you', 'browser')
  const since = now()
  recorder.update({ phase: { kind: 'waiting', since, deadline: since + options.signInDeadlineMs } })
  Promise.resolve()
    .then(() => options.openExternal(session.authorizationUrl ?? ''))
    .catch((error: unknown) => {
      if (recorder.run().phase.kind !== 'waiting') return
      const reason = error instanceof AppError ? ` (${error.message})` : ''
      recorder.update({ actionProblem: problem('BROWSER', `The browser could not be opened${reason}.`) })
    })
  return key
}

function stopAtCallback(outcome: CallbackOutcome, checks: readonly Check[]): RunPhase | null {
  const { verdict, reading } = outcome
  const refusal = findRefusal(checks)
  // An error is shown also where a check of ours would refuse it; a refused signature is worth more than its words.
  const isForged = reading.signed !== null && refusal !== null
  if (verdict.kind === 'provider_error' && !isForged) {
    return { kind: 'failed', problem: explainProviderError(reading.error ?? '', reading.error_description) }
  }
  if (verdict.kind !== 'accepted' || isForged) {
    return {
      kind: 'refused',
      problem: refusal ? problemOfCheck(refusal) : problem('CALLBACK', 'The answer cannot be used.'),
    }
  }
  return null
}

function checksOf(
  session: RunSession,
  transaction: Transaction,
  callback: CallbackReading,
): readonly Check[] {
  const { config, provider } = session
  if (provider === null) return []
  const metadata = announced(provider.metadata)
  return [
    checkMetadataIssuer(config.issuer, metadata.issuer),
    ...checkCallback(metadata, {
      state: transaction.state,
      callback,
      codeChallengeMethod: config.flow.code_challenge_method,
      answer: expectedAnswer(config.flow),
      modeAsked: config.flow.response_mode !== '',
      responseType: responseTypeOf(config.flow),
    }),
  ]
}

function deadlineProblem(
  { signInDeadlineMs }: GrantOptions,
  strangerCame: boolean,
  cameEmpty: boolean,
): RunProblem {
  const time = duration(signInDeadlineMs / 1000)
  if (cameEmpty && !strangerCame) {
    return problem(
      'TIMEOUT',
      `The browser called the redirect URI without an answer: it was empty, or it came in the fragment and the page’s script could not hand it over. No other answer came within ${time}.`,
      'Look at what the provider does at the end of the sign-in: it should send code and state, in the query, the fragment or a form.',
    )
  }
  return strangerCame
    ? problem(
        'STATE',
        `No answer with this run's state came within ${time}; one with another state, or without, was ignored.`,
      )
    : problem('TIMEOUT', `No answer came from the browser within ${time}.`)
}

function endStep(session: RunSession, key: string, status: 'done' | 'failed', note?: string): void {
  session.recorder.end(key, note === undefined ? { status } : { status, note })
}
