import { genericGrantRequest, initiateDeviceAuthorization } from 'openid-client'
import { problem } from '../../../shared/oauth/explain-problem.ts'
import { plainText } from '../../../shared/oauth/plain-text.ts'
import type { DevicePrompt, RunPhase, RunProblem } from '../../../shared/oauth/run.ts'
import { discover } from '../discover.ts'
import { dpopOptions } from '../dpop.ts'
import { judgeTokens } from '../judge-tokens.ts'
import { keepTokens } from '../keep-tokens.ts'
import { defaultInterval, longestInterval, pollTokens } from '../poll-tokens.ts'
import { problemOfAnswer, problemOfError } from '../problem-of-error.ts'
import { membersOf, type RawAnswer, stringMember } from '../raw-answer.ts'
import type { RunSession } from '../run-session.ts'
import { tokenParameters } from '../token-request.ts'
import type { GrantOptions } from './grant.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:device_code'

type Started = { readonly prompt: DevicePrompt; readonly deviceCode: string; readonly deadline: number }

/** RFC 8628: a short code for the person, who signs in wherever they like, and polling until they have. */
export async function runDeviceAuthorization(session: RunSession, options: GrantOptions): Promise<RunPhase> {
  await discover(session, ['device_authorization_endpoint', 'token_endpoint'])
  const started = await startDevice(session)
  if ('kind' in started) return started
  const { recorder, now } = session
  const { completeUri, verificationUri } = started.prompt
  session.authorizationUrl = completeUri ?? verificationUri
  const since = now()
  const waiting = (device: DevicePrompt): RunPhase => ({
    kind: 'waiting',
    since,
    deadline: started.deadline,
    device,
  })
  recorder.update({ phase: waiting(started.prompt) })
  const signIn = recorder.begin('sign_in', 'you', 'provider')
  const polling = recorder.begin('poll', 'claimscope', 'provider')
  const polled = await pollTokens(session, options, {
    key: polling,
    interval: started.prompt.interval,
    deadline: started.deadline,
    expired: expired(),
    send: (configuration) =>
      genericGrantRequest(
        configuration,
        grantType,
        { device_code: started.deviceCode },
        dpopOptions(session),
      ),
    onInterval: (interval) => recorder.update({ phase: waiting({ ...started.prompt, interval }) }),
  })
  recorder.end(signIn, { status: polled.kind === 'answer' ? 'done' : 'failed' })
  session.authorizationUrl = null
  if (polled.kind !== 'answer') return polled
  recorder.update({ phase: { kind: 'exchanging' } })
  keepTokens(session, polled.answer)
  return judgeTokens(session, polled)
}

async function startDevice(
  session: RunSession,
): Promise<Started | Extract<RunPhase, { kind: 'failed' | 'refused' }>> {
  const { provider, recorder, now } = session
  if (provider === null) throw new Error('no provider')
  const key = recorder.begin('device_authorization', 'claimscope', 'provider')
  session.expect(key)
  const askedAt = now()
  const clientError = await initiateDeviceAuthorization(
    provider.configuration,
    tokenParameters(session),
  ).then(
    () => null,
    (error: unknown) => error ?? new Error('refused'),
  )
  session.controller.signal.throwIfAborted()
  const answer = session.seen()
  if (answer === null) return { kind: 'failed', problem: problemOfError(clientError) }
  const formProblem = problemOfAnswer(answer, 'The device authorization endpoint', recorder.redactor.body)
  if (formProblem !== null) return { kind: 'failed', problem: formProblem }
  const read = readAnswer(answer)
  if (typeof read === 'string') return { kind: 'refused', problem: problem('MALFORMED', read) }
  const { deviceCode, prompt, expiresIn } = read
  recorder.redactor.add(deviceCode)
  for (const uri of [prompt.verificationUri, prompt.completeUri])
    if (uri !== null) session.assertOpenable(uri)
  recorder.addFact(key, 'User code', prompt.userCode)
  recorder.addFact(key, 'Verification URI', prompt.verificationUri)
  recorder.addFact(key, 'Good for', `${expiresIn} s; asked every ${prompt.interval} s`)
  return { prompt, deviceCode, deadline: askedAt + expiresIn * 1000 }
}

/** The members of RFC 8628 §3.2, or what is wrong with them. */
function readAnswer(
  answer: RawAnswer,
): string | { readonly deviceCode: string; readonly prompt: DevicePrompt; readonly expiresIn: number } {
  const text = (name: string) => stringMember(answer.json, name)
  const deviceCode = text('device_code')
  const userCode = text('user_code')
  const verificationUri = text('verification_uri')
  const { expires_in: expiresIn, interval = defaultInterval } = membersOf(answer.json)
  if (deviceCode === null || userCode === null || verificationUri === null) {
    return 'The answer lacks device_code, user_code or verification_uri, all of which are required.'
  }
  if (typeof expiresIn !== 'number' || !(expiresIn > 0))
    return 'expires_in is required and a number of seconds.'
  if (typeof interval !== 'number' || !(interval >= 0)) return 'interval is a number of seconds.'
  const prompt = {
    userCode: plainText(userCode, 60),
    verificationUri,
    completeUri: text('verification_uri_complete'),
    interval: Math.min(interval, longestInterval),
  }
  return { deviceCode, prompt, expiresIn: Math.min(expiresIn, 86_400) }
}

function expired(): RunProblem {
  return problem(
    'TIMEOUT',
    'The code expired before it was entered.',
    'Run it again and enter the new code in time.',
  )
}
