import { buildAuthorizationUrl } from 'openid-client'
import { AppError } from '../../shared/error.ts'
import type { CallbackReading } from '../../shared/oauth/callback.ts'
import { checkCallback, checkMetadataIssuer } from '../../shared/oauth/check-callback.ts'
import { scopeValues } from '../../shared/oauth/check-token-answer.ts'
import { problemOfCheck } from '../../shared/oauth/explain-flow-check.ts'
import { explainProviderError, problem } from '../../shared/oauth/explain-problem.ts'
import { duration } from '../../shared/oauth/flow-check.ts'
import type { RunPhase, RunProblem } from '../../shared/oauth/run.ts'
import type { Check } from '../../shared/verdict/check.ts'
import { discoverIssuer } from '../jose/discover-issuer.ts'
import { type CallbackOutcome, type CallbackWait, createCallbackWait } from './await-callback.ts'
import { exchangeCode } from './exchange-code.ts'
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts'
import { problemOfError } from './problem-of-error.ts'
import { createConfiguration, type ProviderMetadata, type RunSession } from './run-session.ts'
import { createTransaction, type Transaction } from './transaction.ts'

export type CodeFlowOptions = {
  readonly openExternal: (url: string) => Promise<void>
  readonly signInDeadlineMs: number
}

/**
 * Authorization code with PKCE, from discovery to checked tokens (RFC 6749 §4.1, RFC 7636, RFC 8252, RFC 9207,
 * OIDC Core §3.1). Never throws: how it ended stands in the run's phase. Nothing listens when it returns.
 */
export async function runCodeFlow(session: RunSession, options: CodeFlowOptions): Promise<void> {
  let server: LoopbackServer | null = null
  const abort = (): void => server?.abort()
  session.controller.signal.addEventListener('abort', abort)
  try {
    const metadata = await discover(session)
    const transaction = await createTransaction(session, metadata)
    const wait = createCallbackWait(
      session,
      {
        state: transaction.state,
        issuer: metadata.issuer,
        issAnnounced: metadata.authorization_response_iss_parameter_supported === true,
      },
      () => server?.redirectUri ?? '',
    )
    server = await listen(session, wait)
    session.controller.signal.throwIfAborted()
    authorize(session, server.redirectUri, transaction)
    const signIn = openBrowser(session, options)
    const outcome = await wait.outcome(options.signInDeadlineMs)
    if (outcome === null) {
      endStep(session, signIn, 'failed', 'no answer in time')
      const stranger = wait.stranger()
      if (stranger) session.recorder.update({ checks: checksOf(session, transaction, stranger) })
      finish(session, {
        kind: 'failed',
        problem: deadlineProblem(options, stranger !== null, wait.cameEmpty()),
      })
      return
    }
    endStep(session, signIn, 'done')
    const checks = checksOf(session, transaction, outcome.reading)
    session.recorder.update({ checks })
    const stop = stopAtCallback(outcome, checks)
    if (stop) {
      finish(session, stop)
      return
    }
    session.recorder.update({ phase: { kind: 'exchanging' } })
    const url = new URL(`${server.redirectUri}?${outcome.query}`)
    finish(session, await exchangeCode(session, { transaction, url, reading: outcome.reading }))
  } catch (error) {
    finish(session, phaseOfError(session, error))
  } finally {
    session.controller.signal.removeEventListener('abort', abort)
    await server?.close()
  }
}

async function discover(session: RunSession): Promise<ProviderMetadata> {
  const { config, recorder } = session
  const key = recorder.begin('discovery', 'claimscope', 'provider')
  session.expect(key)
  try {
    const { metadata, form, url } = await discoverIssuer(config.issuer, {
      fetch: session.wire,
      allowHttp: config.allowHttp,
      signal: session.controller.signal,
    })
    for (const name of ['authorization_endpoint', 'token_endpoint'] as const) {
      const endpoint = metadata[name]
      if (endpoint === undefined) {
        throw new AppError('ERR_METADATA', `this provider does not announce its ${name.replace('_', ' ')}`)
      }
      session.assertAllowed(endpoint)
      if (name === 'authorization_endpoint') session.assertOpenable(endpoint)
    }
    const formName = form === 'openid' ? 'OpenID Connect discovery' : 'RFC 8414 metadata'
    recorder.addFact(key, 'Metadata', `${formName}, ${url}`)
    recorder.addFact(key, 'Issuer', 'equal to the one asked for, character by character')
    recorder.end(key, { note: `200 · ${formName}` })
    session.provider = { metadata, configuration: createConfiguration(session, metadata) }
    return metadata
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_METADATA_ISSUER') {
      const found = String(error.details.found ?? 'another issuer')
      recorder.update({ checks: [checkMetadataIssuer(config.issuer, found)] })
    }
    throw error
  }
}

async function listen(session: RunSession, { decide, onEmpty }: CallbackWait): Promise<LoopbackServer> {
  const { config, recorder } = session
  const key = recorder.begin('listen', 'claimscope', 'claimscope')
  const server = await startLoopbackServer({ settings: config.redirect, decide, onEmpty })
  recorder.update({ redirectUri: server.redirectUri })
  recorder.end(key, { note: server.redirectUri })
  return server
}

function authorize(session: RunSession, redirectUri: string, transaction: Transaction): void {
  const { config, recorder, provider } = session
  if (provider === null) return
  const key = recorder.begin('authorize', 'claimscope', 'browser')
  const challenge = transaction.codeChallenge
  const parameters = new URLSearchParams({
    redirect_uri: redirectUri,
    state: transaction.state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  if (config.scope !== '') parameters.set('scope', scopeValues(config.scope).join(' '))
  if (transaction.nonce !== null) parameters.set('nonce', transaction.nonce)
  // Appended, not set: resource (RFC 8707) may be given more than once.
  for (const { name, value } of config.parameters) parameters.append(name, value)
  const url = buildAuthorizationUrl(provider.configuration, parameters).href
  session.authorizationUrl = url
  recorder.addExchange(key, {
    request: { method: 'GET', url: recorder.redactor.url(url), headers: [], body: null },
    response: null,
    durationMs: 0,
  })
  recorder.addFact(key, 'PKCE method', 'S256')
  recorder.addFact(
    key,
    'Code challenge',
    `${challenge}: SHA-256 of the code verifier's ${transaction.codeVerifier.length} characters, base64url`,
  )
  recorder.end(key, { note: transaction.nonce === null ? 'PKCE S256, state' : 'PKCE S256, state, nonce' })
}

/** Returns the key of the sign-in step. A browser that does not open leaves the link to copy, not a dead run. */
function openBrowser(session: RunSession, options: CodeFlowOptions): string {
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
  if (verdict.kind === 'provider_error') {
    return { kind: 'failed', problem: explainProviderError(reading.error ?? '', reading.error_description) }
  }
  if (verdict.kind === 'refused') {
    const failed = checks.find((check) => check.status === 'fail' && check.id !== 'pkce')
    return {
      kind: 'refused',
      problem: failed ? problemOfCheck(failed) : problem('CALLBACK', 'The answer cannot be used.'),
    }
  }
  return null
}

function checksOf(
  session: RunSession,
  transaction: Transaction,
  callback: CallbackReading,
): readonly Check[] {
  const { metadata, state } = transaction
  return checkCallback({ issuer: session.config.issuer, metadata, state, callback })
}

function deadlineProblem(
  { signInDeadlineMs }: CodeFlowOptions,
  strangerCame: boolean,
  cameEmpty: boolean,
): RunProblem {
  const time = duration(signInDeadlineMs / 1000)
  if (cameEmpty && !strangerCame) {
    return problem(
      'TIMEOUT',
      `The browser called the redirect URI without an answer: it was empty, or it came in the fragment, which a browser keeps to itself. No other answer came within ${time}.`,
      'Set the provider to response mode query for this client, then run it again.',
    )
  }
  return strangerCame
    ? problem(
        'STATE',
        `No answer with this run's state came within ${time}; one with another state, or without, was ignored.`,
      )
    : problem('TIMEOUT', `No answer came from the browser within ${time}.`)
}

function phaseOfError(session: RunSession, error: unknown): RunPhase {
  if (session.controller.signal.aborted) return { kind: 'cancelled' }
  return { kind: 'failed', problem: problemOfError(error) }
}

function endStep(session: RunSession, key: string, status: 'done' | 'failed', note?: string): void {
  session.recorder.end(key, note === undefined ? { status } : { status, note })
}

function finish(session: RunSession, phase: RunPhase): void {
  const { recorder, now } = session
  const cancelled = session.controller.signal.aborted
  recorder.failActive(cancelled ? 'cancelled' : 'stopped here')
  recorder.update({ phase: cancelled ? { kind: 'cancelled' } : phase, endedAt: now() })
}
