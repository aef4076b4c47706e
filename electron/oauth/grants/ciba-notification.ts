import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { RedirectSettings } from '../../../shared/profile/profile.ts'
import { readRequestBody } from '../../net/read-request-body.ts'
import { type GuardedAnswer, isAddressedTo, mediaTypeOf, startGuardedServer } from '../guarded-server.ts'
import { stringMember } from '../raw-answer.ts'
import type { RunSession } from '../run-session.ts'

/** A call holds one identifier. */
const maxBytes = 8 * 1024
/** Calls that were turned away are shown, but not without end. */
const shownIgnored = 20

export type NotificationEndpoint = {
  /** As it is listened on. */
  readonly address: string
  /** `client_notification_token`, for this request alone. */
  readonly token: string
  /** Says which request it is about; calls that came before are answered then. */
  readonly expect: (requestId: string) => void
  /** Resolves with the first good call. */
  readonly called: Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Listens on loopback for the provider's call that the person has decided (CIBA Core §10.2). Only one with this request's
 * token and identifier counts; every other is turned away and shown. Throws AppError ERR_PORT_IN_USE, ERR_INPUT.
 */
export async function listenForCall(session: RunSession): Promise<NotificationEndpoint> {
  const { recorder, config, controller } = session
  const address = config.flow.backchannel_client_notification_endpoint
  const { hostname, port, pathname } = new URL(address)
  const host = hostname as RedirectSettings['host']
  // CIBA Core §7.1: at least 128 bits; these are 256.
  const token = randomBytes(32).toString('base64url')
  recorder.redactor.add(token)
  let settle: () => void = () => undefined
  const called = new Promise<void>((resolve) => {
    settle = resolve
  })
  let expect: (requestId: string) => void = () => undefined
  const expected = new Promise<string>((resolve) => {
    expect = resolve
  })
  let ignored = 0
  let isCalled = false

  const record = (request: IncomingMessage, body: string | null, refusal: string | null): void => {
    if (refusal !== null && ++ignored > shownIgnored) return
    const id = refusal === null ? 'notification' : 'ignored_notification'
    const key = recorder.begin(id, 'provider', 'claimscope')
    const headers = ['authorization', 'content-type'].flatMap((name) => {
      const value = request.headers[name]
      return typeof value === 'string' ? [[name, value] as const] : []
    })
    recorder.addRequest(key, { method: request.method ?? '', url: address, headers, body })
    recorder.end(
      key,
      refusal === null
        ? { note: '204 · token and auth_req_id are this run’s' }
        : { status: 'failed', note: `refused: ${refusal}` },
    )
  }

  const answer = async (request: IncomingMessage, ownPort: number): Promise<GuardedAnswer> => {
    if (!isAddressedTo(host, ownPort, request)) return plain(400)
    if (request.url !== pathname) return plain(404)
    if (request.method !== 'POST') return plain(405, { allow: 'POST' })
    const refused = (status: number, reason: string, body: string | null = null): GuardedAnswer => {
      record(request, body, reason)
      return plain(status, status === 401 ? { 'www-authenticate': 'Bearer' } : {})
    }
    const [scheme = '', given = '', ...more] = (request.headers.authorization ?? '').split(' ')
    const isOurs = scheme.toLowerCase() === 'bearer' && more.length === 0 && isEqual(given, token)
    if (!isOurs) return refused(401, given === '' ? 'no token in it' : 'another token')
    if (mediaTypeOf(request) !== 'application/json') return refused(415, 'no JSON')
    const body = await readRequestBody(request, maxBytes)
    if (body === null) return refused(413, 'larger than a notification can be')
    const id = stringMember(parsed(body), 'auth_req_id')
    if (id === null) return refused(400, 'no auth_req_id in it', body)
    if (!isEqual(id, await expected)) return refused(400, 'another auth_req_id', body)
    if (!isCalled) record(request, body, null)
    isCalled = true
    settle()
    return plain(204)
  }

  const server = await startGuardedServer({
    settings: { host, port: Number(port === '' ? 80 : port) },
    maxHeaderBytes: maxBytes,
    answer,
  })
  const abort = (): void => server.abort()
  controller.signal.addEventListener('abort', abort, { once: true })
  return {
    address,
    token,
    expect,
    called,
    async close() {
      controller.signal.removeEventListener('abort', abort)
      // A call that still waits to be compared has nobody to tell.
      expect('')
      await server.close()
    },
  }
}

/** In a time that says nothing about where they differ. */
function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function plain(status: number, headers: Readonly<Record<string, string>> = {}): GuardedAnswer {
  return { status, headers: { ...headers, 'cache-control': 'no-store', connection: 'close' }, body: '' }
}
