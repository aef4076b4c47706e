import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import type { Socket } from 'node:net'
import { AppError } from '../../shared/error.ts'

const deadlineMs = 10_000

/**
 * A socket to the target through a proxy (CONNECT, RFC 9110 §9.3.6): the proxy sees host and port and nothing of what
 * is said. Throws AppError ERR_NETWORK.
 */
export function openTunnel(proxy: URL, credentials: string, target: URL): Promise<Socket> {
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') {
    const message = `the proxy ${proxy.host} speaks ${proxy.protocol.slice(0, -1)}; http and https proxies are used here`
    return Promise.reject(refused(message))
  }
  const authority = `${target.hostname}:${target.port || (target.protocol === 'https:' ? 443 : 80)}`
  const login = credentials || loginOf(proxy)
  return new Promise((resolve, reject) => {
    const asked = (proxy.protocol === 'https:' ? requestTls : requestPlain)({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      agent: false,
      timeout: deadlineMs,
      headers: {
        host: authority,
        ...(login === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
      },
    })
    asked.once('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(socket)
      socket.destroy()
      reject(refused(`the proxy ${proxy.host} ${answerOf(statusCode)}`))
    })
    asked.once('response', ({ statusCode = 0 }) => {
      asked.destroy()
      reject(refused(`the proxy ${proxy.host} ${answerOf(statusCode)}`))
    })
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')))
    asked.once('error', (error: NodeJS.ErrnoException) =>
      reject(refused(`the proxy ${proxy.host} cannot be reached (${error.code ?? error.message})`)),
    )
    asked.end()
  })
}

function loginOf({ username, password }: URL): string {
  return username === '' ? '' : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
}

function answerOf(status: number): string {
  if (status === 407) return 'demands credentials, or does not take those that were given (HTTP 407)'
  return `refused to connect (HTTP ${status})`
}

/** Nothing reached the provider. */
function refused(message: string): AppError {
  return new AppError('ERR_NETWORK', message, { details: { sent: false } })
}
