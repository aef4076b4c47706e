import { genericGrantRequest, initiateBackchannelAuthentication } from 'openid-client'
import { problem } from '../../../shared/oauth/explain-problem.ts'
import { plainText } from '../../../shared/oauth/plain-text.ts'
import type { BackchannelPrompt, RunPhase } from '../../../shared/oauth/run.ts'
import { discover } from '../discover.ts'
import { dpopOptions } from '../dpop.ts'
import { judgeTokens } from '../judge-tokens.ts'
import { keepTokens } from '../keep-tokens.ts'
import { defaultInterval, longestInterval, pollTokens } from '../poll-tokens.ts'
import { problemOfAnswer, problemOfError } from '../problem-of-error.ts'
import { membersOf, type RawAnswer, stringMember } from '../raw-answer.ts'
import type { RunSession } from '../run-session.ts'
import { tokenParameters } from '../token-request.ts'
import { listenForCall, type NotificationEndpoint } from './ciba-notification.ts'
import type { GrantOptions } from './grant.ts'

const grantType = 'urn:openid:params:grant-type:ciba'

type Started = {
  readonly requestId: string
  /** Seconds. */
  readonly interval: number
  readonly expiresIn: number
  readonly deadline: number
}

/**
 * CIBA Core: the provider asks the person on a device of theirs, and is asked until they have decided; in ping mode it
 * calls when they have. Nothing listens when it has ended.
 */
export async function runCiba(session: RunSession, options: GrantOptions): Promise<RunPhase> {
  await discover(session, ['backchannel_authentication_endpoint', 'token_endpoint'])
  const isPing = session.config.flow.backchannel_token_delivery_mode === 'ping'
  const endpoint = isPing ? await listen(session) : null
  try {
    return await askPerson(session, options, endpoint)
  } finally {
    await endpoint?.close()
  }
}

async function listen(session: RunSession): Promise<NotificationEndpoint> {
  const { recorder } = session
  const key = recorder.begin('listen', 'claimscope', 'claimscope')
  const endpoint = await listenForCall(session)
  recorder.addFact(key, 'client_notification_token', `${endpoint.token.length} characters, kept secret`)
  recorder.end(key, { note: endpoint.address })
  return endpoint
}

async function askPerson(
  session: RunSession,
  options: GrantOptions,
  endpoint: NotificationEndpoint | null,
): Promise<RunPhase> {
  const started = await start(session, endpoint)
  if ('kind' in started) return started
  endpoint?.expect(started.requestId)
  const { recorder, now, config } = session
  const since = now()
  const waiting = (interval: number): RunPhase => {
    const { login_hint, binding_message } = config.flow
    const backchannel: BackchannelPrompt = {
      loginHint: login_hint,
      bindingMessage: binding_message,
      interval,
      ...(endpoint === null ? {} : { notificationEndpoint: endpoint.address }),
    }
    return { kind: 'waiting', since, deadline: started.deadline, backchannel }
  }
  recorder.update({ phase: waiting(started.interval) })
  const signIn = recorder.begin('sign_in', 'you', 'provider')
  const polled = await pollTokens(session, options, {
    key: recorder.begin('poll', 'claimscope', 'provider'),
    interval: started.interval,
    ...(endpoint === null ? {} : { sooner: endpoint.called }),
    deadline: started.deadline,
    expired: problem(
      'TIMEOUT',
      'Nobody allowed it before the request expired.',
      'Run it again, and allow it on the device in time.',
    ),
    send: (configuration) =>
      genericGrantRequest(configuration, grantType, { auth_req_id: started.requestId }, dpopOptions(session)),
    onInterval: (interval) => recorder.update({ phase: waiting(interval) }),
  })
  recorder.end(signIn, { status: polled.kind === 'answer' ? 'done' : 'failed' })
  if (polled.kind !== 'answer') return polled
  recorder.update({ phase: { kind: 'exchanging' } })
  keepTokens(session, polled.answer)
  return judgeTokens(session, polled)
}

async function start(
  session: RunSession,
  endpoint: NotificationEndpoint | null,
): Promise<Started | Extract<RunPhase, { kind: 'failed' | 'refused' }>> {
  const { provider, recorder, now } = session
  if (provider === null) throw new Error('no provider')
  const key = recorder.begin('backchannel_authentication', 'claimscope', 'provider')
  session.expect(key)
  const askedAt = now()
  const clientError = await initiateBackchannelAuthentication(
    provider.configuration,
    requestParameters(session, endpoint),
  ).then(
    () => null,
    (error: unknown) => error ?? new Error('refused'),
  )
  session.controller.signal.throwIfAborted()
  const answer = session.seen()
  if (answer === null) return { kind: 'failed', problem: problemOfError(clientError) }
  const formProblem = problemOfAnswer(
    answer,
    'The backchannel authentication endpoint',
    recorder.redactor.body,
  )
  if (formProblem !== null) return { kind: 'failed', problem: formProblem }
  const read = readAnswer(answer)
  if (typeof read === 'string') return { kind: 'refused', problem: problem('MALFORMED', read) }
  // Whoever has it and the client's credentials gets the tokens.
  recorder.redactor.add(read.requestId)
  recorder.addFact(key, 'auth_req_id', `${read.requestId.length} characters, kept secret`)
  recorder.addFact(key, 'Good for', `${read.expiresIn} s; asked every ${read.interval} s`)
  return { ...read, deadline: askedAt + read.expiresIn * 1000 }
}

/** CIBA Core §7.1; one of the hints must be there, and the others may stand among the person's own parameters. */
function requestParameters(session: RunSession, endpoint: NotificationEndpoint | null): URLSearchParams {
  const parameters = tokenParameters(session)
  const { login_hint, binding_message } = session.config.flow
  for (const [name, value] of Object.entries({ login_hint, binding_message })) {
    if (value !== '') parameters.set(name, value)
  }
  if (endpoint !== null) parameters.set('client_notification_token', endpoint.token)
  return parameters
}

/** The members of CIBA Core §7.3, or what is wrong with them. */
function readAnswer(answer: RawAnswer): string | Omit<Started, 'deadline'> {
  const requestId = stringMember(answer.json, 'auth_req_id')
  const { expires_in: expiresIn, interval = defaultInterval } = membersOf(answer.json)
  if (requestId === null || requestId === '') return 'The answer lacks auth_req_id, which is required.'
  if (plainText(requestId, requestId.length) !== requestId)
    return 'auth_req_id holds characters that it must not.'
  if (typeof expiresIn !== 'number' || !(expiresIn > 0))
    return 'expires_in is required and a number of seconds.'
  if (typeof interval !== 'number' || !(interval >= 0)) return 'interval is a number of seconds.'
  return {
    requestId,
    interval: Math.min(interval, longestInterval),
    expiresIn: Math.min(expiresIn, 86_400),
  }
}
