import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '../../shared/error.ts'
import type { RedirectSettings } from '../../shared/profile/profile.ts'

/** A free port of one family may be taken in the other; then another is tried. */
const attempts = 5

export type Listening = { readonly servers: readonly Server[]; readonly port: number }

/**
 * Listens on loopback only, never on every interface (RFC 8252 §8.3): on one family, or for `localhost` on both under
 * one port, because a browser may try either. IPv6 may be missing on a machine; IPv4 must be there.
 * Throws AppError ERR_PORT_IN_USE, or ERR_INPUT where the address cannot be listened on.
 */
export async function listenOn(
  create: () => Server,
  settings: Pick<RedirectSettings, 'host' | 'port'>,
): Promise<Listening> {
  const { host, port } = settings
  if (host !== 'localhost') {
    const server = create()
    try {
      return { servers: [server], port: await listen(server, host.replace(/[[\]]/g, ''), port) }
    } catch (error) {
      throw listenError(error as NodeJS.ErrnoException, settings)
    }
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
      if (port !== 0 || code !== 'EADDRINUSE' || attempt === attempts) {
        throw listenError(error as NodeJS.ErrnoException, settings)
      }
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

function listenError(
  cause: NodeJS.ErrnoException,
  settings: Pick<RedirectSettings, 'host' | 'port'>,
): AppError {
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
