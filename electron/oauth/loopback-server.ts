import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ResponseMode } from '../../shared/oauth/callback.ts'
import { redirectUri } from '../../shared/oauth/redirect-uri.ts'
import type { RedirectSettings } from '../../shared/profile/profile.ts'
import { readRequestBody } from '../net/read-request-body.ts'
import {
  alreadyDonePage,
  type CallbackPage,
  emptyPage,
  fragmentField,
  refusedPage,
  renderPage,
} from './callback-page.ts'
import { listenOn } from './listen-on.ts'

/** A callback is small, also as a form; more is an attack or a mistake. */
const maxRequestBytes = 8 * 1024
/** A browser tab sends its one request at once; whoever dribbles loses the connection. */
const slowestRequestMs = 2_000
/** Enough for a browser's parallel attempts; beyond it, whoever has waited longest without asking anything goes. */
const maxConnections = 32
/** How long a page under way may take to be delivered after the transaction is over. */
const deliveryMs = 1_000

/** What the run makes of a callback; `final` ends the server's interest in any other. */
export type CallbackDecision = { readonly page: CallbackPage; readonly final: boolean }

export type LoopbackServer = {
  /** With the port that is really listened on. */
  readonly redirectUri: string
  /** Stops listening at once; a page under way is still delivered. */
  readonly close: () => Promise<void>
  /** Stops listening and cuts every connection. */
  readonly abort: () => void
}

export type LoopbackOptions = {
  readonly settings: RedirectSettings
  /** Called with the answer, in the form of a query wherever it came, until it answers with `final`. */
  readonly decide: (query: string, via: ResponseMode) => CallbackDecision
  /** Called when the redirect URI was asked for without a query, as an answer in the fragment does. */
  readonly onEmpty?: () => void
  readonly slowestRequestMs?: number
}

/**
 * Listens for the redirect of one transaction on the loopback interface (RFC 8252 §7.3, §8.3): one path, one
 * use, GET or a posted form, and only under its own name, so that DNS rebinding finds nothing.
 * Throws AppError ERR_PORT_IN_USE, or ERR_INPUT where the address cannot be listened on.
 */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const { settings, decide } = options
  const slowest = options.slowestRequestMs ?? slowestRequestMs
  let port = settings.port
  let answered = false
  /** In the order in which they came; `silent` ones have not sent a request yet. */
  const open = new Set<Socket>()
  const silent = new Set<Socket>()
  const forget = (socket: Socket): void => {
    open.delete(socket)
    silent.delete(socket)
  }

  const judge = (query: string, via: ResponseMode): CallbackPage => {
    if (answered) return alreadyDonePage
    const decision = decide(query, via)
    answered = decision.final
    return decision.page
  }

  const pageFor = async (request: IncomingMessage): Promise<CallbackPage> => {
    const refusal = refuse(request, settings, port)
    if (refusal) return refusal
    // A browser that fetches ahead of the person must not use up the code.
    const purpose = `${request.headers['sec-purpose'] ?? ''} ${request.headers.purpose ?? ''}`
    if (purpose.includes('prefetch')) return { ...emptyPage, status: 503 }
    if (request.method === 'POST') {
      const form = await readRequestBody(request, maxRequestBytes)
      if (form === null) return tooLargePage
      const fragment = new URLSearchParams(form).get(fragmentField)
      return fragment === null ? judge(form, 'form_post') : judge(fragment, 'fragment')
    }
    const query = (request.url ?? '').slice(settings.path.length + 1)
    if (query === '' && !answered) {
      options.onEmpty?.()
      return emptyPage
    }
    return judge(query, 'query')
  }

  const create = (): Server => {
    const server = createServer(
      {
        maxHeaderSize: maxRequestBytes,
        headersTimeout: slowest,
        requestTimeout: slowest,
        connectionsCheckingInterval: Math.min(1_000, slowest),
        keepAliveTimeout: 1,
      },
      (request, response) => {
        silent.delete(request.socket)
        pageFor(request).then(
          (page) => send(response, page),
          () => request.destroy(),
        )
      },
    )
    server.on('connection', (socket) => {
      // The newest may be the browser with the answer, so idle sockets must not be able to keep it out.
      if (open.size >= maxConnections) {
        const [oldest] = silent
        if (oldest === undefined) {
          socket.destroy()
          return
        }
        forget(oldest)
        oldest.destroy()
      }
      open.add(socket)
      silent.add(socket)
      socket.once('close', () => forget(socket))
    })
    server.maxRequestsPerSocket = 1
    // A connection that says nothing at all is not kept either.
    server.setTimeout(slowest * 2)
    return server
  }
  const { servers, port: listened } = await listenOn(create, settings)
  port = listened
  const closeAll = () =>
    Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())))).then(
      () => undefined,
    )

  let closing: Promise<void> | null = null
  const abort = (): void => {
    closing ??= closeAll()
    for (const server of servers) server.closeAllConnections()
  }
  return {
    redirectUri: redirectUri(settings, port),
    close() {
      if (closing === null) {
        closing = closeAll()
        for (const server of servers) {
          server.closeIdleConnections()
          setTimeout(() => server.closeAllConnections(), deliveryMs).unref()
        }
      }
      return closing
    },
    abort,
  }
}

/** Everything that is no callback gets a page and leaves no trace in the run. */
function refuse(request: IncomingMessage, settings: RedirectSettings, port: number): CallbackPage | null {
  const target = request.url ?? ''
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  const expected = port === 80 ? [settings.host, `${settings.host}:80`] : [`${settings.host}:${port}`]
  if (hosts.length !== 1 || !expected.includes(request.headers.host ?? '') || !target.startsWith('/')) {
    return { ...refusedPage('The request was addressed to another host.'), status: 400 }
  }
  if (Number(request.headers['content-length'] ?? 0) > maxRequestBytes) {
    return tooLargePage
  }
  // Not by prefix, and before any decoding: one path, spelled one way.
  if (target.split('?', 1)[0] !== settings.path) {
    return { status: 404, title: 'Nothing here', paragraphs: ['Claimscope answers one address only.'] }
  }
  // HEAD must not use up the code.
  if (request.method !== 'GET' && request.method !== 'POST') {
    return { ...refusedPage('Only GET and POST are answered here.'), status: 405 }
  }
  if (request.method === 'POST') {
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
    if (type !== 'application/x-www-form-urlencoded') {
      return { ...refusedPage('Only a posted form is read here.'), status: 415 }
    }
    // One answer, in one place.
    if (target.includes('?')) return { ...refusedPage('A posted form has no query beside it.'), status: 400 }
  }
  return null
}

const tooLargePage: CallbackPage = {
  ...refusedPage('The request is larger than a callback can be.'),
  status: 413,
}

function send(response: ServerResponse, page: CallbackPage): void {
  const { status, headers, body } = renderPage(page)
  response.writeHead(status, status === 405 ? { ...headers, Allow: 'GET, POST' } : headers)
  response.end(body)
}
