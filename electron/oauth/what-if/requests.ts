import { buildAuthorizationUrl, type Configuration, genericGrantRequest } from 'openid-client'
import type { AnswerFacts } from '../../../shared/what-if/judge-refusal.ts'
import { problemOfError } from '../problem-of-error.ts'
import { type RawAnswer, stringMember } from '../raw-answer.ts'
import type { RunSession } from '../run-session.ts'
import { NotChecked } from './not-checked.ts'
import type { SignedIn } from './sign-in.ts'

/** A token request exactly as given, by the client of `configuration`. Throws NotChecked where no answer came. */
export async function requestToken(
  session: RunSession,
  grantType: string,
  parameters: Readonly<Record<string, string>>,
  configuration: Configuration | undefined = session.provider?.configuration,
): Promise<RawAnswer> {
  if (configuration === undefined) throw new NotChecked('The provider is not known')
  const { recorder } = session
  session.expect(recorder.begin('token', 'claimscope', 'provider'))
  // What openid-client makes of the answer is of no interest here: the server is tested, not the tokens.
  const error = await genericGrantRequest(configuration, grantType, new URLSearchParams(parameters)).then(
    () => null,
    (reason: unknown) => reason,
  )
  const answer = session.seen()
  if (answer === null) throw new NotChecked(problemOfError(error).message.replace(/\.$/, ''))
  return answer
}

/** The parameters of the code's exchange as they should be (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export function exchangeOf({
  code,
  redirectUri,
  transaction,
}: SignedIn & { readonly code: string }): Record<'code' | 'redirect_uri' | 'code_verifier', string> {
  return { code, redirect_uri: redirectUri, code_verifier: transaction.codeVerifier }
}

/** Status and error of an answer; the error also from the challenge of a protected resource (RFC 6750 §3). */
export function factsOf(answer: RawAnswer): AnswerFacts {
  const challenge = /\berror="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1]
  return { status: answer.status, error: stringMember(answer.json, 'error') ?? challenge ?? null }
}

/** Where an authorization request leads without a browser's session: to the address it named, to a page, or on. */
export type DirectAnswer =
  | { readonly kind: 'sent_back'; readonly error: string | null; readonly hasCode: boolean }
  | { readonly kind: 'page'; readonly status: number }
  | { readonly kind: 'went_on'; readonly host: string }

/** Sends an authorization request as a browser without cookies would, and follows nothing. */
export async function askDirectly(
  session: RunSession,
  parameters: URLSearchParams,
  redirectUri: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<DirectAnswer> {
  const { provider, recorder, wire } = session
  if (provider === null) throw new NotChecked('The provider is not known')
  const url = buildAuthorizationUrl(provider.configuration, parameters).href
  session.expect(recorder.begin('authorize', 'claimscope', 'provider'))
  const answer = await wire(url, { headers: { accept: 'text/html', ...headers } })
  const { status } = answer
  const location = answer.headers.get('location')
  if (status < 300 || status >= 400 || location === null) return { kind: 'page', status }
  const target = URL.canParse(location, url) ? new URL(location, url) : null
  if (target === null) return { kind: 'page', status }
  if (`${target.origin}${target.pathname}` !== redirectUri) return { kind: 'went_on', host: target.host }
  const back = new URLSearchParams([...target.searchParams, ...new URLSearchParams(target.hash.slice(1))])
  return { kind: 'sent_back', error: back.get('error'), hasCode: back.has('code') }
}
