import type { TLSSocket } from 'node:tls'
import type { Agent, buildConnector, RequestInit as UndiciInit } from 'undici'
import type { TlsPeer } from '../../shared/oauth/run.ts'
import { chooseProxy, type SystemProxy } from './choose-proxy.ts'
import { readClientCertificate } from './client-certificate.ts'
import type { FetchLike } from './limited-fetch.ts'
import { openTunnel } from './open-tunnel.ts'
import { describePeer } from './tls-peer.ts'
import { readAuthorities, trustedWith } from './trusted-authorities.ts'

/** How one profile reaches its provider. All empty: as every program of this machine does. */
export type ConnectionSettings = {
  /** PEM certificates of authorities that are trusted beside those of the machine. */
  readonly authorities: string
  /** Shown to servers that ask for one (RFC 8705 §2): PEM with its key, or PKCS#12 in base64. */
  readonly clientCertificate: string
  /** Of the key in it; empty: none. */
  readonly passphrase: string
  /** Empty: what the system says; `none`: directly; otherwise the proxy's address. Never for loopback. */
  readonly proxy: string
  /** `user:password`, for a proxy that demands it. */
  readonly proxyCredentials: string
}

export type Connection = {
  readonly fetch: FetchLike
  /** What the last handshake with the server of this address told; null without TLS. */
  readonly peer: (url: string) => TlsPeer | null
}

/** Throws AppError ERR_INPUT where a certificate, its key or an authority cannot be read. */
export type Connect = (settings: ConnectionSettings) => Connection

/**
 * Connections with a certificate, authorities and a proxy of their own. Nothing is opened before the first request;
 * sockets are closed some seconds after the last one. Profiles without settings of their own share theirs, as the
 * programs of this machine do.
 */
export function createConnect(systemProxy: SystemProxy): Connect {
  let plain: Connection | null = null
  return (settings) => {
    if (Object.values(settings).some((value) => value !== '')) return createConnection(settings, systemProxy)
    plain ??= createConnection(settings, systemProxy)
    return plain
  }
}

function createConnection(settings: ConnectionSettings, systemProxy: SystemProxy): Connection {
  const peers = new Map<string, TlsPeer>()
  const certificate = readClientCertificate(settings.clientCertificate, settings.passphrase)
  const authorities = readAuthorities(settings.authorities)
  const tls = {
    ...certificate,
    ...(authorities.length === 0 ? {} : { ca: trustedWith(authorities) }),
  }
  let agent: Promise<{ readonly fetch: typeof import('undici').fetch; readonly agent: Agent }> | null = null
  const open = async () => {
    const undici = await import('undici')
    const connector = withProxy(undici.buildConnector(tls), settings, systemProxy)
    return {
      fetch: undici.fetch,
      agent: new undici.Agent({ connect: noting(connector, peers) }),
    }
  }
  return {
    async fetch(url, init) {
      agent ??= open()
      const { fetch, agent: dispatcher } = await agent
      return (await fetch(url, { ...(init as unknown as UndiciInit), dispatcher })) as unknown as Response
    },
    peer: (url) => (URL.canParse(url) ? (peers.get(new URL(url).host) ?? null) : null),
  }
}

type Connector = ReturnType<typeof buildConnector>

function withProxy(direct: Connector, settings: ConnectionSettings, systemProxy: SystemProxy): Connector {
  return (options, callback) => {
    const { protocol, hostname, port } = options
    const target = new URL(`${protocol}//${hostname}${port ? `:${port}` : ''}`)
    chooseProxy(target, settings.proxy, systemProxy)
      .then((proxy) => (proxy === null ? null : openTunnel(proxy, settings.proxyCredentials, target)))
      .then(
        (tunnel) => {
          if (tunnel === null) return direct(options, callback)
          // A connector upgrades a given socket to TLS; plain http goes through the tunnel as it is.
          return protocol === 'https:'
            ? direct({ ...options, httpSocket: tunnel }, callback)
            : callback(null, tunnel)
        },
        (error: Error) => callback(error, null),
      )
  }
}

/** Remembers what each handshake told. */
function noting(connector: Connector, peers: Map<string, TlsPeer>): Connector {
  return (options, callback) => {
    connector(options, (...outcome) => {
      const [error, socket] = outcome
      const peer = error === null && 'getPeerCertificate' in socket ? describePeer(socket as TLSSocket) : null
      if (peer !== null) peers.set(new URL(`${options.protocol}//${options.host ?? ''}`).host, peer)
      callback(...outcome)
    })
  }
}
