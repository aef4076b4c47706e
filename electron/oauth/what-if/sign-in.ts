import { buildAuthorizationUrl } from 'openid-client'
import { type CallbackReading, parseCallback } from '../../../shared/oauth/callback.ts'
import { scopeValues } from '../../../shared/oauth/check-token-answer.ts'
import { firstParameters } from '../../../shared/profile/extra-parameter.ts'
import { answerPage, providerErrorPage, strangerPage } from '../callback-page.ts'
import { startLoopbackServer } from '../loopback-server.ts'
import type { RunSession } from '../run-session.ts'
import { createTransaction, type Transaction } from '../transaction.ts'
import { NotChecked } from './not-checked.ts'

/** What is left out of, or changed in, an authorization request that is otherwise the profile's own. */
export type RequestChange = {
  readonly pkce?: false
  readonly state?: false
  readonly moreScope?: string
  readonly parameters?: Readonly<Record<string, string>>
}

export type SignedIn = {
  readonly reading: CallbackReading
  readonly redirectUri: string
  readonly transaction: Transaction
}

export type SignInOptions = {
  readonly openExternal: (url: string) => Promise<void>
  readonly signInDeadlineMs: number
  /** The person gives up on this case; the run goes on with the next. */
  readonly skip: AbortSignal
  /** Null when the wait is over. */
  readonly onWaiting: (deadline: number | null) => void
}

/** The parameters of one authorization request, with the change in it. */
export function requestParameters(
  { config }: RunSession,
  transaction: Transaction,
  redirectUri: string,
  change: RequestChange,
): URLSearchParams {
  const parameters = new URLSearchParams({ redirect_uri: redirectUri })
  if (change.state !== false) parameters.set('state', transaction.state)
  if (change.pkce !== false && transaction.codeChallenge !== null) {
    parameters.set('code_challenge', transaction.codeChallenge)
    parameters.set('code_challenge_method', config.flow.code_challenge_method)
  }
  const scope = [...scopeValues(config.scope), ...(change.moreScope ? [change.moreScope] : [])]
  if (scope.length > 0) parameters.set('scope', scope.join(' '))
  if (transaction.nonce !== null) parameters.set('nonce', transaction.nonce)
  for (const { name, value } of firstParameters(config.parameters)) parameters.append(name, value)
  for (const [name, value] of Object.entries(change.parameters ?? {})) parameters.set(name, value)
  return parameters
}

/**
 * One sign-in in the person's browser: they are asked once, and later ones find their session at the provider. Only an
 * answer with this transaction's state counts (or without any, where none was sent). Throws NotChecked where none came.
 */
export async function signIn(
  session: RunSession,
  options: SignInOptions,
  change: RequestChange = {},
): Promise<SignedIn> {
  const { recorder, provider, config, controller } = session
  if (provider === null) throw new NotChecked('The provider is not known')
  const transaction = await createTransaction(session)
  const expected = change.state === false ? null : transaction.state
  let answered: (reading: CallbackReading) => void = () => undefined
  const answer = new Promise<CallbackReading>((resolve) => {
    answered = resolve
  })
  const server = await startLoopbackServer({
    settings: config.redirect,
    certificate: session.certificate,
    decide(query, via) {
      const reading = parseCallback(query, via)
      const isOurs = expected === null || (reading.state === expected && reading.duplicates.length === 0)
      if (reading.isEmpty || !isOurs) return { page: strangerPage, final: false }
      if (reading.code !== null) recorder.redactor.add(reading.code)
      answered(reading)
      const page =
        reading.error === null ? answerPage : providerErrorPage(reading.error, reading.error_description)
      return { page, final: true }
    },
  })
  try {
    const { redirectUri } = server
    const parameters = requestParameters(session, transaction, redirectUri, change)
    const url = buildAuthorizationUrl(provider.configuration, parameters).href
    const key = recorder.begin('sign_in', 'claimscope', 'browser')
    recorder.addRequest(key, get(url))
    const deadline = session.now() + options.signInDeadlineMs
    options.onWaiting(deadline)
    // A browser that does not open ends as a case without an answer, unless the person skips it.
    void Promise.resolve()
      .then(() => options.openExternal(url))
      .catch(() => undefined)
    const reading = await inTime(answer, options, controller.signal)
    recorder.addRequest(key, get(callbackUrl(redirectUri, reading)))
    recorder.end(key)
    return { reading, redirectUri, transaction }
  } finally {
    options.onWaiting(null)
    await server.close()
  }
}

/** The same, for cases that need a code to go on with. */
export async function signInForCode(
  session: RunSession,
  options: SignInOptions,
  change: RequestChange = {},
): Promise<SignedIn & { readonly code: string }> {
  const signedIn = await signIn(session, options, change)
  const { code, error } = signedIn.reading
  if (error !== null) throw new NotChecked(`The sign-in itself was refused: ${error}`)
  if (code === null) throw new NotChecked('The sign-in brought no code')
  return { ...signedIn, code }
}

function get(url: string) {
  return { method: 'GET', url, headers: [], body: null }
}

function callbackUrl(redirectUri: string, { code, state, iss, error }: CallbackReading): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries({ code, state, iss, error })) {
    if (value !== null) parameters.set(name, value)
  }
  return `${redirectUri}?${parameters}`
}

function inTime<T>(answer: Promise<T>, options: SignInOptions, cancelled: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (message: string) => {
      clearTimeout(timer)
      reject(new NotChecked(message))
    }
    const timer = setTimeout(() => stop('No answer came from the browser in time'), options.signInDeadlineMs)
    if (options.skip.aborted) stop('Skipped')
    options.skip.addEventListener('abort', () => stop('Skipped'), { once: true })
    cancelled.addEventListener('abort', () => stop('Cancelled'), { once: true })
    answer.then((value) => {
      clearTimeout(timer)
      resolve(value)
    }, reject)
  })
}
