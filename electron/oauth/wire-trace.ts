import { AppError } from '../../shared/error.ts'
import { isLoopbackHost } from '../../shared/loopback-host.ts'
import { credentialNames, type Redactor, secretsInJson } from '../../shared/oauth/redact.ts'
import type { Exchange, RecordedRequest } from '../../shared/oauth/run.ts'
import type { Connection } from '../net/connection.ts'
import { type FetchLike, type FetchLimits, limitedFetch } from '../net/limited-fetch.ts'
import type { RawAnswer } from './raw-answer.ts'
import { redactRequest, redactResponse } from './redact-exchange.ts'
import { sentCredentials, sentSecrets } from './sent-secrets.ts'

/** Of token, userinfo and revocation answers, behind which a login server may think; metadata and keys have 10 s. */
export const wireLimits: FetchLimits = { maxBytes: 1_000_000, deadlineMs: 15_000 }

/** An answer, or the error that came instead of one. */
export type WireOutcome =
  | { readonly answer: RawAnswer }
  /** `again`: the same request follows at once. */
  | { readonly answer: null; readonly error: unknown; readonly again: boolean }

export type WireTraceDeps = {
  readonly connection: Connection
  /** Unix milliseconds. */
  readonly now: () => number
  /** Aborting it closes the sockets. */
  readonly signal: AbortSignal
  readonly redactor: Redactor
  /** Hides credentials alone, for the second record of the exchange that never leaves this process by itself. */
  readonly credentials: Redactor
  /** Throws AppError ERR_URL_REFUSED for an address this run must not talk to. */
  readonly assertAllowed: (url: string) => void
  /** Default: `wireLimits` for every address. */
  readonly limits?: (url: string) => FetchLimits
  /** Called before a request leaves; what it returns is called with what became of it, and once more where it was repeated. */
  readonly open: (url: string) => (exchange: Exchange, outcome: WireOutcome, original: () => Exchange) => void
}

/**
 * A fetch that records. What is recorded has its secrets replaced here, at capture, and nowhere later;
 * a GET whose connection broke is repeated once; redirects are not followed, because a credential must not go
 * where somebody else points (RFC 9700 §4.12).
 * Throws the AppErrors of `limitedFetch`.
 */
export function createWireTrace(deps: WireTraceDeps): FetchLike {
  return async (url, init) => {
    deps.assertAllowed(url)
    const finish = deps.open(url)
    let startedAt = deps.now()
    const sent = toRequest(url, init)
    // Before anything of the answer is recorded: the server may repeat what it was sent.
    for (const secret of sentSecrets(sent)) deps.redactor.add(secret)
    for (const secret of sentCredentials(sent)) deps.credentials.add(secret)
    const record = (answer: RawAnswer | null, byteLength: number, outcome: WireOutcome): void => {
      const peer = deps.connection.peer(url)
      const durationMs = Math.max(0, deps.now() - startedAt)
      const by = (redactor: Redactor): Exchange => ({
        request: redactRequest(sent, redactor),
        response: answer === null ? null : redactResponse(answer, byteLength, redactor),
        durationMs,
        ...(peer === null ? {} : { peer }),
      })
      finish(by(deps.redactor), outcome, () => by(deps.credentials))
    }
    const send = async (attempt: number): Promise<Response> => {
      startedAt = deps.now()
      try {
        const signal = init.signal ? AbortSignal.any([init.signal, deps.signal]) : deps.signal
        const received = await limitedFetch(
          deps.connection.fetch,
          url,
          { ...init, signal },
          deps.limits?.(url) ?? wireLimits,
        )
        const text = new TextDecoder().decode(received.bytes)
        const answer: RawAnswer = {
          url,
          status: received.status,
          headers: received.headers,
          text,
          json: parseJson(text),
        }
        for (const secret of secretsInJson(answer.json)) deps.redactor.add(secret)
        for (const secret of secretsInJson(answer.json, credentialNames)) deps.credentials.add(secret)
        record(answer, received.bytes.byteLength, { answer })
        return toResponse(answer, received.bytes)
      } catch (error) {
        const again = attempt === 0 && isRepeatable(init, error) && !deps.signal.aborted
        record(null, 0, { answer: null, error, again })
        if (again) return send(1)
        if (deps.signal.aborted) throw new AppError('ERR_CANCELLED', 'the run was cancelled')
        // The caller's own deadline is for the caller to name.
        if (init.signal?.aborted) throw init.signal.reason
        throw error
      }
    }
    return send(0)
  }
}

/** Plain http only to loopback from a loopback issuer, or to the issuer's own host where the person allowed it. */
export function createAddressRule(issuer: string, allowHttp: boolean): (url: string) => void {
  const own = URL.canParse(issuer) ? new URL(issuer) : null
  const issuerOnLoopback = own !== null && isLoopbackHost(own.hostname)
  return (text) => {
    if (!URL.canParse(text)) throw refusedAddress(text, 'it is not an address')
    const url = new URL(text)
    if (url.username !== '' || url.password !== '') throw refusedAddress(text, 'it holds credentials')
    if (url.protocol === 'https:') return
    if (url.protocol !== 'http:') throw refusedAddress(text, 'only https and http are spoken here')
    if (issuerOnLoopback && isLoopbackHost(url.hostname)) return
    if (allowHttp && own !== null && url.hostname === own.hostname) return
    throw refusedAddress(text, 'plain http is allowed on loopback only')
  }
}

/** Of addresses that the person enters for a token: https, this machine, or the issuer's own host where that was allowed. */
export function createEnteredAddressRule(issuer: string, allowHttp: boolean): (url: string) => void {
  const toIssuer = createAddressRule(issuer, allowHttp)
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : null
    const isHere = url?.protocol === 'http:' && isLoopbackHost(url.hostname)
    if (!isHere || url.username !== '' || url.password !== '') toIssuer(text)
  }
}

/**
 * Plain http in the browser only on loopback or under the issuer's own host and port: the very rule by which
 * addresses are opened, so that a run is refused before it listens and not when the browser should come.
 */
export function createBrowserRule(issuer: string): (url: string) => void {
  const own = URL.canParse(issuer) ? new URL(issuer).host : ''
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url?.protocol === 'https:') return
    if (url?.protocol === 'http:' && (isLoopbackHost(url.hostname) || url.host === own)) return
    throw new AppError(
      'ERR_URL_REFUSED',
      `${url?.host ?? 'the address'} is not opened in the browser: plain http is allowed for ${own || 'loopback'} only, under this port`,
    )
  }
}

/** Only what changes nothing at the other end: a code or a refresh token is never sent twice by itself (RFC 9110 §9.2.2). */
function isRepeatable({ method = 'GET', signal }: RequestInit, error: unknown): boolean {
  return (
    method === 'GET' && signal?.aborted !== true && error instanceof AppError && error.details.broken === true
  )
}

function refusedAddress(text: string, why: string): AppError {
  const shown = URL.canParse(text) ? new URL(text).host || new URL(text).protocol : 'the address'
  return new AppError('ERR_URL_REFUSED', `${shown} is not contacted: ${why}`)
}

function toRequest(url: string, init: RequestInit): RecordedRequest {
  const body = init.body ?? null
  return {
    method: init.method ?? 'GET',
    url,
    headers: [...new Headers(init.headers).entries()],
    body:
      body === null ? null : body instanceof URLSearchParams || typeof body === 'string' ? String(body) : '',
  }
}

function toResponse(answer: RawAnswer, bytes: Uint8Array<ArrayBuffer>): Response {
  const noBody = [204, 205, 304].includes(answer.status)
  return new Response(noBody ? null : bytes, { status: answer.status, headers: answer.headers })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
