import type { IncomingMessage } from 'node:http'
import { checkFrontChannelLogout } from '../../../shared/oauth/check-logout.ts'
import { flowCheckTitle } from '../../../shared/oauth/explain-flow-check.ts'
import { plainText } from '../../../shared/oauth/plain-text.ts'
import type { Redactor } from '../../../shared/oauth/redact.ts'
import { redirectUri } from '../../../shared/oauth/redirect-uri.ts'
import type { Exchange, RecordedRequest, RecordedResponse } from '../../../shared/oauth/run.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { createKeptKeySets } from '../../jose/kept-key-sets.ts'
import { readRequestBody } from '../../net/read-request-body.ts'
import { replaceChecks } from '../follow-ups.ts'
import { type GuardedAnswer, isAddressedTo, mediaTypeOf, startGuardedServer } from '../guarded-server.ts'
import { redactRequest } from '../redact-exchange.ts'
import type { RunSession } from '../run-session.ts'
import { judgeLogoutToken } from './judge-logout-token.ts'
import { acceptedAnswer, frameAnswer, refusedAnswer } from './logout-answer.ts'

const frontPath = '/frontchannel-logout'
const backPath = '/backchannel-logout'
/** A logout token is small; one with a post-quantum signature still fits. */
const maxBodyBytes = 32 * 1024
const maxHeaderBytes = 8 * 1024
/** Anybody on this machine can call; what they send is shown and judged, but not without end. */
const maxLooked = 50

export type LogoutReceiver = { readonly close: () => Promise<void>; readonly abort: () => void }

/**
 * Listens on loopback for what a provider sends when a session ends: in a frame of the browser (OpenID Connect
 * Front-Channel Logout 1.0 §2) and straight to the client (Back-Channel Logout 1.0 §2.5). Each is a step of the run with
 * its verdict. Throws AppError ERR_PORT_IN_USE, or ERR_INPUT where the address cannot be listened on.
 */
export async function receiveLogouts(session: RunSession, port: number): Promise<LogoutReceiver> {
  const { recorder, config, now } = session
  const { host } = config.redirect
  let listened = port
  const addressOf = (path: string) => redirectUri({ ...config.redirect, path }, listened)
  const seen = new Set<string>()
  const keptKeySets = createKeptKeySets({ now })
  let looked = 0
  /** One token after the other, so that of two equal ones the second is a replay. */
  let last: Promise<unknown> = Promise.resolve()

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }

  const answerBack = async (request: IncomingMessage): Promise<GuardedAnswer> => {
    if (request.method !== 'POST') return refusedAnswer('POST', 405)
    const type = mediaTypeOf(request)
    const body = await readRequestBody(request, maxBodyBytes)
    if (body === null) return refusedAnswer('the request is larger than a logout token can be', 413)
    if (++looked > maxLooked)
      return refusedAnswer('too many requests came; switch the receiver off and on again')
    return inTurn(async () => {
      const tokens = new URLSearchParams(body).getAll('logout_token')
      for (const token of tokens) recorder.redactor.add(token)
      const headers = type === undefined ? [] : [['content-type', plainText(type, 100)] as const]
      const key = recorder.begin('backchannel_logout', 'provider', 'claimscope')
      const recorded: RecordedRequest = {
        method: 'POST',
        url: addressOf(backPath),
        headers,
        body,
      }
      const since = now()
      const end = (answer: GuardedAnswer, note: string): GuardedAnswer => {
        // After the requests for keys: the last exchange of a step is the one that is shown first.
        const durationMs = Math.max(0, now() - since)
        const by = (redactor: Redactor): Exchange => ({
          request: redactRequest(recorded, redactor),
          response: responseOf(answer),
          durationMs,
        })
        recorder.addExchange(key, by(recorder.redactor), () => by(recorder.credentials))
        recorder.end(key, {
          status: answer.status === 200 ? 'done' : 'failed',
          note: `${answer.status} · ${note}`,
        })
        return answer
      }
      const formProblem = formProblemOf(request, type, tokens)
      if (formProblem !== null) return end(refusedAnswer(formProblem), formProblem)
      const judgement = await judgeLogoutToken(session, tokens[0] ?? '', { stepKey: key, seen, keptKeySets })
      const { accepted, checks, claims } = judgement
      recorder.addFact(key, 'Claims', plainText(recorder.redactor.body(JSON.stringify(claims)), 2000))
      for (const check of checks) recorder.addFact(key, flowCheckTitle(check.id), factOf(check))
      if (accepted && typeof claims.jti === 'string') seen.add(claims.jti)
      // What a stranger posts does not stand in the place of what was proved.
      if (accepted || seen.size === 0) replaceChecks(session, 'backlogout_', checks)
      if (accepted) return end(acceptedAnswer, 'proved: this session was ended')
      const refusal = checks.find(({ status }) => status === 'fail')
      return end(refusedAnswer('the logout token was not accepted'), refusal?.code ?? 'not proved')
    })
  }

  const answerFront = (request: IncomingMessage): GuardedAnswer => {
    if (request.method !== 'GET') return refusedAnswer('GET', 405)
    if (++looked > maxLooked) return frameAnswer(400)
    const query = (request.url ?? '').slice(frontPath.length + 1)
    const url = `${addressOf(frontPath)}${query === '' ? '' : `?${query}`}`
    const key = recorder.begin('frontchannel_logout', 'browser', 'claimscope')
    recorder.addRequest(key, { method: 'GET', url, headers: [], body: null })
    const checks = checkFrontChannelLogout(new URLSearchParams(query), config.issuer, session.claims)
    replaceChecks(session, 'frontlogout_', checks)
    const refusal = checks.find(({ status }) => status === 'fail')
    const isNamed = checks.every(({ status }) => status === 'pass')
    recorder.end(key, {
      status: refusal === undefined ? 'done' : 'failed',
      note:
        refusal === undefined
          ? isNamed
            ? '200 · names this session'
            : '200 · names no session'
          : `400 · ${refusal.code}`,
    })
    return frameAnswer(refusal === undefined ? 200 : 400)
  }

  const server = await startGuardedServer({
    settings: { host, port },
    maxHeaderBytes,
    async answer(request, ownPort) {
      if (!isAddressedTo(host, ownPort, request))
        return refusedAnswer('the request was addressed to another host')
      const [path] = (request.url ?? '').split('?', 1)
      if (path === backPath) return answerBack(request)
      return path === frontPath ? answerFront(request) : refusedAnswer('nothing is here', 404)
    },
  })
  listened = server.port
  // Whoever aborts gives the run up: nobody looks at it any more.
  const stop = (): void => server.abort()
  session.controller.signal.addEventListener('abort', stop, { once: true })
  recorder.update({
    receiver: {
      frontchannelUri: addressOf(frontPath),
      backchannelUri: addressOf(backPath),
    },
  })
  return {
    abort: stop,
    async close() {
      session.controller.signal.removeEventListener('abort', stop)
      await server.close()
      recorder.update({ receiver: null })
    },
  }
}

function responseOf({ status, headers, body }: GuardedAnswer): RecordedResponse {
  return {
    status,
    headers: Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const),
    body,
    byteLength: Buffer.byteLength(body),
    truncated: false,
  }
}

function formProblemOf(
  request: IncomingMessage,
  type: string | undefined,
  tokens: readonly string[],
): string | null {
  if (type !== 'application/x-www-form-urlencoded') return 'a posted form is expected'
  if ((request.url ?? '').includes('?')) return 'a posted form has no query beside it'
  if (tokens.length !== 1)
    return tokens.length === 0 ? 'there is no logout_token' : 'logout_token came more than once'
  return null
}

function factOf({ status, code, found, note }: Check): string {
  const words = { pass: 'passed', fail: `failed (${code ?? 'no code'})`, not_checked: 'not checked' }[status]
  const more = [found, note].filter((text) => text !== undefined && text !== '').join('. ')
  return more === '' ? words : `${words}: ${more}`
}
