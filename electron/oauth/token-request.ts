import type { Configuration } from 'openid-client'
import { scopeValues } from '../../shared/oauth/check-token-answer.ts'
import type { RunPhase } from '../../shared/oauth/run.ts'
import { firstParameters } from '../../shared/profile/extra-parameter.ts'
import { keepTokens } from './keep-tokens.ts'
import { problemOfAnswer, problemOfError } from './problem-of-error.ts'
import type { RawAnswer } from './raw-answer.ts'
import type { RunSession } from './run-session.ts'

/** A token answer in the right form, whatever openid-client thinks of what it says. */
export type TokenAnswer = {
  readonly kind: 'answer'
  readonly answer: RawAnswer
  /** Null where openid-client accepted it. */
  readonly clientError: unknown
}

/**
 * Makes the token request with `send` and keeps what the answer held, so that also a refused one can be looked at.
 * Rejects when the run is cancelled.
 */
export async function requestTokens(
  session: RunSession,
  send: (configuration: Configuration) => Promise<unknown>,
): Promise<TokenAnswer | Extract<RunPhase, { kind: 'failed' }>> {
  const { provider, recorder } = session
  if (provider === null) throw new Error('no provider')
  session.expect(recorder.begin('token', 'claimscope', 'provider'))
  const clientError = await send(provider.configuration)
    .then(() => null)
    .catch((error: unknown) => error ?? new Error('refused'))
  session.controller.signal.throwIfAborted()
  const answer = session.seen()
  if (answer === null) return { kind: 'failed', problem: problemOfError(clientError) }
  const formProblem = problemOfAnswer(answer, 'The token endpoint', recorder.redactor.body)
  if (formProblem !== null) return { kind: 'failed', problem: formProblem }
  keepTokens(session, answer)
  return { kind: 'answer', answer, clientError }
}

/** Scope and the person's own parameters, for a grant whose first request is the token request. */
export function tokenParameters({ config }: RunSession): URLSearchParams {
  const parameters = new URLSearchParams()
  if (config.scope !== '') parameters.set('scope', scopeValues(config.scope).join(' '))
  // Appended, not set: resource (RFC 8707) may be given more than once.
  for (const { name, value } of firstParameters(config.parameters)) parameters.append(name, value)
  if (config.flow.authorization_details.trim() !== '')
    parameters.set('authorization_details', config.flow.authorization_details)
  return parameters
}
