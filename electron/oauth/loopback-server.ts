import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { AppError } from '../../shared/error.ts'
import { redirectUri } from '../../shared/oauth/redirect-uri.ts'
import type { RedirectSettings } from '../../shared/profile/profile.ts'
import { alreadyDonePage, type CallbackPage, emptyPage, refusedPage, renderPage } from './callback-page.ts'

/** A callback is small; more is an attack or a mistake. */
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
  /** Called with the query of a GET to the redirect URI, until it answers with `final`. */
  readonly decide: (query: string) => CallbackDecision
  /** Called when the redirect URI was asked for without a query, as an answer in the fragment does. */
  readonly onEmpty?: () => void
  readonly slowestRequestMs?: number
}

/**
 * Listens for the redirect of one transaction on the loopback interface (RFC 8252 §7.3, §8.3): one path, one
 * use, GET only, and only under its own name, so that DNS rebinding finds nothing.
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

  const pageFor = (request: IncomingMessage): CallbackPage => {
    const refusal = refuse(request, settings, port)
    if (refusal) return refusal
    // A browser that fetches ahead of the person must not use up the code.
    const purpose = `${request.headers['sec-purpose'] ?? ''} ${request.headers.purpose ?? ''}`
    if (purpose.includes('prefetch')) return { ...emptyPage, status: 503 }
    if (answered) return alreadyDonePage
    const query = (request.url ?? '').slice(settings.path.length + 1)
    if (query === '') {
      options.onEmpty?.()
      return emptyPage
    }
    const decision = decide(query)
    answered = decision.final
    return decision.page
  }

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
      send(response, pageFor(request))
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
  port = await listen(server, settings)

  let closing: Promise<void> | null = null
  const abort = (): void => {
    closing ??= new Promise((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
  }
  return {
    redirectUri: redirectUri(settings, port),
    close() {
      if (closing === null) {
        closing = new Promise((resolve) => server.close(() => resolve()))
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), deliveryMs).unref()
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
    return { ...refusedPage('The request is larger than a callback can be.'), status: 413 }
  }
  // Not by prefix, and before any decoding: one path, spelled one way.
  if (target.split('?', 1)[0] !== settings.path) {
    return { status: 404, title: 'Nothing here', paragraphs: ['Claimscope answers one address only.'] }
  }
  // HEAD must not use up the code, and a form post is not what was asked for.
  if (request.method !== 'GET') {
    return { ...refusedPage('Only GET is answered here.'), status: 405 }
  }
  return null
}

function send(response: ServerResponse, page: CallbackPage): void {
  const { status, headers, body } = renderPage(page)
  response.writeHead(status, status === 405 ? { ...headers, Allow: 'GET' } : headers)
  response.end(body)
}

function listen(server: ReturnType<typeof createServer>, settings: RedirectSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, settings)))
    // Loopback only, never every interface (RFC 8252 §8.3); exclusive, so that no other process shares the port.
    server.listen({ host: settings.host.replace(/[[\]]/g, ''), port: settings.port, exclusive: true }, () => {
      server.removeAllListeners('error')
      // Errors of single connections end those connections; the server stays.
      server.on('error', () => undefined)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function listenError(cause: NodeJS.ErrnoException, settings: RedirectSettings): AppError {
  const details = { host: settings.host, port: settings.port }
  switch (cause.code) {
    case 'EADDRINUSE':
      return new AppError('ERR_PORT_IN_USE', `port ${settings.port} is taken by another program`, {
        cause,
        details,
      })
    case 'EACCES':
      return new AppError(
        'ERR_PORT_IN_USE',
        `this machine does not let you listen on port ${settings.port}`,
        {
          cause,
          details,
        },
      )
    default:
      return new AppError(
        'ERR_INPUT',
        `${settings.host} cannot be listened on (${cause.code ?? 'unknown'})`,
        {
          cause,
          details,
        },
      )
  }
}
