import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '../../shared/error.ts'
import { portsOf, type RedirectSettings } from '../../shared/profile/redirect-settings.ts'

/** A free port of one family may be taken in the other; then another is tried. */
const attempts = 5

export type ListenSettings = Pick<RedirectSettings, 'host' | 'port' | 'fallback_ports'>

/** A port that could not be had: another program has it, or this machine keeps it to itself. */
export type MissedPort = { readonly port: number; readonly reason: 'taken' | 'not_allowed' }

export type Listening = {
  readonly servers: readonly Server[]
  readonly port: number
  /** Those that were tried before it. */
  readonly missed: readonly MissedPort[]
}

/**
 * Listens on loopback only, never on every interface (RFC 8252 §8.3): on one family, or for `localhost` on both under
 * one port, because a browser may try either. IPv6 may be missing on a machine; IPv4 must be there. The ports of the
 * settings are tried in their order.
 * Throws AppError ERR_PORT_IN_USE with all of them, or ERR_INPUT where the address cannot be listened on.
 */
export async function listenOn(create: () => Server, settings: ListenSettings): Promise<Listening> {
  const missed: MissedPort[] = []
  for (const port of portsOf(settings)) {
    try {
      return { ...(await listenOnPort(create, settings.host, port)), missed }
    } catch (error) {
      const cause = error as NodeJS.ErrnoException
      const reason = missReasons[cause.code ?? '']
      if (reason === undefined) {
        throw new AppError(
          'ERR_INPUT',
          `${settings.host} cannot be listened on (${cause.code ?? 'unknown'})`,
          { cause, details: { host: settings.host, port } },
        )
      }
      missed.push({ port, reason })
    }
  }
  throw new AppError('ERR_PORT_IN_USE', missedPorts(missed), {
    details: { host: settings.host, port: missed.map(({ port }) => port).join(' ') },
  })
}

const missReasons: Readonly<Record<string, MissedPort['reason']>> = {
  EADDRINUSE: 'taken',
  EACCES: 'not_allowed',
}

/** Each with its reason, for people. */
export function missedPorts(missed: readonly MissedPort[]): string {
  const taken = missed.filter(({ reason }) => reason === 'taken').map(({ port }) => port)
  const barred = missed.filter(({ reason }) => reason === 'not_allowed').map(({ port }) => port)
  return [
    ...(taken.length === 0
      ? []
      : [`${named(taken)} ${taken.length === 1 ? 'is' : 'are'} taken by another program`]),
    ...(barred.length === 0 ? [] : [`this machine does not let you listen on ${named(barred)}`]),
  ].join('; ')
}

function named(ports: readonly number[]): string {
  if (ports.length === 1) return `port ${ports[0]}`
  return `ports ${ports.slice(0, -1).join(', ')} and ${ports.at(-1)}`
}

async function listenOnPort(
  create: () => Server,
  host: RedirectSettings['host'],
  port: number,
): Promise<Omit<Listening, 'missed'>> {
  if (host !== 'localhost') {
    const server = create()
    return { servers: [server], port: await listen(server, host.replace(/[[\]]/g, ''), port) }
  }
  for (let attempt = 1; ; attempt++) {
    const four = create()
    const six = create()
    try {
      const taken = await listen(four, '127.0.0.1', port)
      const both = await listen(six, '::1', taken).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return false
          throw error
        },
      )
      return { servers: both ? [four, six] : [four], port: taken }
    } catch (error) {
      four.close()
      const { code } = error as NodeJS.ErrnoException
      if (port !== 0 || code !== 'EADDRINUSE' || attempt === attempts) throw error
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // Exclusive, so that no other process shares the port.
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners('error')
      // Errors of single connections end those connections; the server stays.
      server.on('error', () => undefined)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
