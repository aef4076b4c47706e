import { buildAuthorizationUrl, buildAuthorizationUrlWithPAR } from 'openid-client'
import { scopeValues } from '../../shared/oauth/check-token-answer.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import { firstParameters } from '../../shared/profile/extra-parameter.ts'
import { partsOf, responseTypeOf } from '../../shared/profile/response-type.ts'
import { dpopOptions } from './dpop.ts'
import { problemOfAnswer, problemOfError } from './problem-of-error.ts'
import { membersOf, stringMember } from './raw-answer.ts'
import { asRequestObject } from './request-object.ts'
import type { RunSession } from './run-session.ts'
import type { Transaction } from './transaction.ts'

/** The parameters of the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 9449 §10, OIDC Core §3.1.2.1). */
export async function requestOf(
  { config, dpop }: RunSession,
  redirectUri: string,
  transaction: Transaction,
): Promise<URLSearchParams> {
  const parameters = new URLSearchParams({ redirect_uri: redirectUri, state: transaction.state })
  if (transaction.codeChallenge !== null) {
    parameters.set('code_challenge', transaction.codeChallenge)
    parameters.set('code_challenge_method', config.flow.code_challenge_method)
  }
  const type = responseTypeOf(config.flow)
  if (type !== 'code') parameters.set('response_type', type)
  if (config.flow.response_mode !== '') parameters.set('response_mode', config.flow.response_mode)
  if (config.scope !== '') parameters.set('scope', scopeValues(config.scope).join(' '))
  if (transaction.nonce !== null) parameters.set('nonce', transaction.nonce)
  // The code is then of use only together with the key.
  if (dpop !== null && partsOf(type).code) parameters.set('dpop_jkt', await dpop.calculateThumbprint())
  // Appended, not set: resource (RFC 8707) may be given more than once.
  for (const { name, value } of firstParameters(config.parameters)) parameters.append(name, value)
  const { claims, authorization_details, login_hint } = config.flow
  for (const [name, value] of Object.entries({ claims, authorization_details, login_hint })) {
    if (value.trim() !== '') parameters.set(name, value)
  }
  return parameters
}

/**
 * Puts the request into the session, pushed to the provider first where that is asked for or required (RFC 9126 §5).
 * Returns what stopped it, or null. Nothing is opened yet.
 */
export async function authorize(
  session: RunSession,
  parameters: URLSearchParams,
  transaction: Transaction,
): Promise<RunProblem | null> {
  const { config, recorder, provider } = session
  if (provider === null) throw new Error('no provider')
  const request = await asRequestObject(session, parameters)
  const isPushed =
    config.flow.pushed_authorization || provider.metadata.require_pushed_authorization_requests === true
  const pushed = isPushed ? await push(session, request) : null
  if (pushed !== null && 'problem' in pushed) return pushed.problem
  const key = recorder.begin('authorize', 'claimscope', 'browser')
  const url = pushed?.url ?? buildAuthorizationUrl(provider.configuration, request).href
  session.authorizationUrl = url
  session.notes.address(url, 'The authorization request')
  recorder.addRequest(key, { method: 'GET', url, headers: [], body: null })
  const type = responseTypeOf(config.flow)
  const method = config.flow.code_challenge_method
  if (partsOf(type).code) recorder.addFact(key, 'PKCE method', method)
  if (transaction.codeChallenge !== null) {
    const { length } = transaction.codeVerifier
    recorder.addFact(
      key,
      'Code challenge',
      method === 'S256'
        ? `${transaction.codeChallenge}: SHA-256 of the code verifier's ${length} characters, base64url`
        : `the code verifier itself, ${length} characters: whoever sees the request can use the code`,
    )
  }
  const parts = [
    ...(isPushed ? ['request_uri'] : []),
    ...(request === parameters ? [] : ['request object']),
    ...(type === 'code' ? [] : [type]),
    ...(partsOf(type).code ? [method === 'none' ? 'no PKCE' : `PKCE ${method}`] : []),
    'state',
    ...(transaction.nonce === null ? [] : ['nonce']),
  ]
  recorder.end(key, { note: parts.join(', ') })
  return null
}

async function push(
  session: RunSession,
  parameters: URLSearchParams,
): Promise<{ readonly url: string } | { readonly problem: RunProblem }> {
  const { recorder, provider, controller } = session
  if (provider === null) throw new Error('no provider')
  const key = recorder.begin('pushed_authorization', 'claimscope', 'provider')
  session.expect(key)
  try {
    const url = await buildAuthorizationUrlWithPAR(provider.configuration, parameters, dpopOptions(session))
    const answer = session.seen()
    const uri = stringMember(answer?.json, 'request_uri')
    recorder.addFact(key, 'request_uri', uri ?? 'none')
    recorder.addFact(key, 'Good for', `${String(membersOf(answer?.json).expires_in)} s`)
    return { url: url.href }
  } catch (error) {
    controller.signal.throwIfAborted()
    const answer = session.seen()
    recorder.end(key, { status: 'failed' })
    const who = 'The pushed authorization request endpoint'
    const formProblem =
      answer === null || answer.status === 201 ? null : problemOfAnswer(answer, who, recorder.redactor.body)
    return { problem: formProblem ?? problemOfError(error) }
  }
}
