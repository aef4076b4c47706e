import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { RedirectSettings } from '../../shared/profile/profile.ts'
import type { LoopbackCertificate } from '../net/loopback-certificate.ts'
import { type ListenSettings, listenOn, type MissedPort } from './listen-on.ts'

/** A browser or a provider sends its one request at once; whoever dribbles loses the connection. */
const slowestRequestMs = 2_000
/** Enough for a browser's parallel attempts; beyond it, whoever has waited longest without asking anything goes. */
const maxConnections = 32
/** How long an answer under way may take to be delivered after the server was closed. */
const deliveryMs = 1_000

export type GuardedAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type GuardedServer = {
  /** The one that is really listened on. */
  readonly port: number
  /** Those that were wanted more and could not be had. */
  readonly missed: readonly MissedPort[]
  /** Stops listening at once; an answer under way is still delivered. */
  readonly close: () => Promise<void>
  /** Stops listening and cuts every connection. */
  readonly abort: () => void
}

export type GuardedOptions = {
  readonly settings: ListenSettings
  /** Absent: plain http. */
  readonly certificate?: LoopbackCertificate | undefined
  readonly maxHeaderBytes: number
  /** A rejection cuts the connection. */
  readonly answer: (request: IncomingMessage, port: number) => Promise<GuardedAnswer>
  readonly slowestRequestMs?: number
}

/**
 * A server on this machine's loopback (RFC 8252 §8.3) that no slow or silent connection can keep busy; each request has
 * a connection of its own. Throws AppError ERR_PORT_IN_USE, or ERR_INPUT where the address cannot be listened on.
 */
export async function startGuardedServer(options: GuardedOptions): Promise<GuardedServer> {
  const { settings, answer, certificate } = options
  const slowest = options.slowestRequestMs ?? slowestRequestMs
  let port = settings.port
  /** In the order in which they came; `silent` ones have not sent a request yet. */
  const open = new Map<string, Socket>()
  const silent = new Map<string, Socket>()
  const forget = (name: string): void => {
    open.delete(name)
    silent.delete(name)
  }

  const create = (): Server => {
    const limits = {
      maxHeaderSize: options.maxHeaderBytes,
      headersTimeout: slowest,
      requestTimeout: slowest,
      connectionsCheckingInterval: Math.min(1_000, slowest),
      keepAliveTimeout: 1,
    }
    const onRequest: RequestListener = (request, response) => {
      silent.delete(nameOf(request.socket))
      answer(request, port).then(
        ({ status, headers, body }) => {
          response.writeHead(status, headers)
          response.end(body)
        },
        () => request.destroy(),
      )
    }
    const server =
      certificate === undefined
        ? createServer(limits, onRequest)
        : createTlsServer(
            {
              ...limits,
              cert: certificate.certificate,
              key: certificate.privateKey,
              handshakeTimeout: slowest,
            },
            onRequest,
          )
    server.on('connection', (socket: Socket) => {
      const name = nameOf(socket)
      // The newest may be the one that is waited for, so idle sockets must not be able to keep it out.
      if (open.size >= maxConnections) {
        const [oldest] = silent
        if (oldest === undefined) {
          socket.destroy()
          return
        }
        forget(oldest[0])
        oldest[1].destroy()
      }
      open.set(name, socket)
      silent.set(name, socket)
      socket.once('close', () => forget(name))
    })
    server.maxRequestsPerSocket = 1
    // A connection that says nothing at all is not kept either.
    server.setTimeout(slowest * 2)
    return server
  }
  const { servers, port: listened, missed } = await listenOn(create, settings)
  port = listened
  const closeAll = () =>
    Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())))).then(
      () => undefined,
    )

  let closing: Promise<void> | null = null
  return {
    port,
    missed,
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
    abort() {
      closing ??= closeAll()
      for (const server of servers) server.closeAllConnections()
    },
  }
}

/** The same for a connection and for what TLS makes of it. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

/**
 * Whether the request was addressed to this server by its own name, once: a page on the internet can point a name of
 * its own at loopback (DNS rebinding), but cannot change this header.
 */
export function isAddressedTo(
  host: RedirectSettings['host'],
  port: number,
  request: IncomingMessage,
): boolean {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  const usual = 'encrypted' in request.socket ? 443 : 80
  const expected = port === usual ? [host, `${host}:${port}`] : [`${host}:${port}`]
  return (
    hosts.length === 1 && expected.includes(request.headers.host ?? '') && (request.url ?? '').startsWith('/')
  )
}

/** The media type without its parameters, in lower case. */
export function mediaTypeOf(request: IncomingMessage): string | undefined {
  return request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
}
