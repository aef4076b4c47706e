import { fetchProtectedResource } from 'openid-client'
import { AppError } from '../../shared/error.ts'
import { type ApiRequest, apiRequestProblem } from '../../shared/oauth/api-request.ts'
import { type Challenge, parseChallenges } from '../../shared/oauth/challenge.ts'
import { challengeFacts, problemOfChallenges } from '../../shared/oauth/explain-challenge.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import { dpopOptions } from './dpop.ts'
import { notPossible } from './follow-ups.ts'
import { problemOfAnswer, problemOfError } from './problem-of-error.ts'
import type { RawAnswer } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'
import { createEnteredAddressRule } from './wire-trace.ts'

/** A header of this name usually holds a key of its own. */
const secretHeader = /key|secret|token|password|auth|session|credential/i
/** Shorter ones are words, and hiding them would hide words everywhere. */
const shortestSecret = 8

/**
 * Sends the run's access token to an address that a person entered, as a bearer token (RFC 6750 §2.1) or with a DPoP
 * proof (RFC 9449 §7.1), and to no other: redirects are not followed. Returns the problem where the API refused the
 * token; any other answer is the API's own affair. Throws what `assertSendable` throws, before anything is sent.
 */
export async function callApi(session: RunSession, request: ApiRequest): Promise<RunProblem | null> {
  const { recorder, provider, tokens, config } = session
  const token = tokens.get('access_token')
  if (provider === null || token === undefined) throw notPossible('an API call')
  assertSendable(session, request)
  const url = new URL(request.url)
  url.hash = ''
  const dpop = request.scheme === 'bearer' ? undefined : dpopOptions(session)
  const sent = dpop === undefined ? 'Bearer' : 'DPoP'
  for (const { name, value } of request.headers) {
    if (!secretHeader.test(name) || value.length < shortestSecret) continue
    recorder.redactor.add(value)
    // It outlives the run, as the client's own credentials do.
    recorder.credentials.add(value)
  }
  const key = recorder.begin('api', 'claimscope', 'api')
  recorder.addFact(key, 'Sent to', `${url.href}: the address that was entered for this call, and no other`)
  recorder.addFact(key, 'Token', howSent(sent, session))
  session.expect(key, {
    url: url.href,
    assertAllowed: addressRuleOf(config),
    isGood: (status) => status < 400,
  })
  const headers = new Headers()
  for (const { name, value } of request.headers) headers.append(name, value)
  const body = request.body === '' ? null : request.body
  const clientError = await fetchProtectedResource(
    provider.configuration,
    token,
    url,
    request.method,
    body,
    headers,
    dpop,
  )
    .then(() => null)
    .catch((error: unknown) => error ?? new Error('refused'))
  const answer = session.seen()
  if (answer === null) return problemOfError(clientError)
  const certificate = session.ownCertificate(url.href)
  if (certificate !== null) {
    const fact = `${certificate} (x5t#S256): shown in the TLS handshake, as RFC 8705 §3 binds tokens to it`
    recorder.addFact(key, 'Client certificate', fact)
  }
  return judgeAnswer(session, { key, answer, sent })
}

function judgeAnswer(
  { recorder }: RunSession,
  {
    key,
    answer,
    sent,
  }: { readonly key: string; readonly answer: RawAnswer; readonly sent: 'Bearer' | 'DPoP' },
): RunProblem | null {
  const { status, headers } = answer
  const challenges = challengesOf(answer, recorder.redactor.text)
  for (const challenge of challenges) {
    for (const [label, value] of challengeFacts(challenge)) recorder.addFact(key, label, value)
  }
  const refused = problemOfChallenges(status, challenges, sent)
  if (refused !== null) return refused
  if (status >= 300 && status < 400 && headers.has('location')) {
    return problemOfAnswer(answer, 'The API', recorder.redactor.body)
  }
  if (status < 300) {
    const fact =
      'that the API looked at the token: the same call without one, or with a changed one, shows it'
    recorder.addFact(key, 'Not proved', fact)
  }
  return null
}

function challengesOf({ headers }: RawAnswer, redact: (text: string) => string): readonly Challenge[] {
  return parseChallenges(redact(headers.get('www-authenticate') ?? ''))
}

/** Throws AppError ERR_INPUT or ERR_URL_REFUSED for a request that is not sent with a token. */
export function assertSendable({ config, tokens }: RunSession, request: ApiRequest): void {
  const found = apiRequestProblem(request)
  if (found !== null) throw new AppError('ERR_INPUT', found)
  const { url, headers, body } = request
  const places = [decoded(url), url, body, ...headers.map(({ value }) => value)]
  if ([...tokens.values()].some((token) => places.some((text) => text.includes(token)))) {
    throw new AppError(
      'ERR_INPUT',
      'a token stands in what was entered; the access token is sent in a header of its own',
    )
  }
  addressRuleOf(config)(url)
}

function addressRuleOf({ issuer, allowHttp }: RunSession['config']): (url: string) => void {
  return createEnteredAddressRule(issuer, allowHttp)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function howSent(sent: 'Bearer' | 'DPoP', { dpop }: RunSession): string {
  if (sent === 'DPoP') {
    return 'Authorization: DPoP, with a proof of the run’s key over method, address and the token’s hash (ath; RFC 9449 §7.1)'
  }
  return dpop === null
    ? 'Authorization: Bearer (RFC 6750 §2.1)'
    : 'Authorization: Bearer, although the run bound it to a key: an API that checks the binding refuses this (RFC 9449 §7.2)'
}
