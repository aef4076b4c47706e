import { createServer as createPlainServer, type Server } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect as connectSocket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { chooseProxy } from './choose-proxy.ts'
import { type ConnectionSettings, createConnect } from './connection.ts'
import { environmentProxy } from './environment-proxy.ts'
import { limitedFetch } from './limited-fetch.ts'
import { makeAuthority } from './make-certificate.ts'
import { openTunnel } from './open-tunnel.ts'

const plain: ConnectionSettings = {
  authorities: '',
  clientCertificate: '',
  passphrase: '',
  proxy: '',
  proxyCredentials: '',
}
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A proxy that takes every target to this machine's `port`, and remembers what it was asked. */
async function startProxy(port: number, login: string | null = null) {
  const asked: string[] = []
  const server = createPlainServer((_, response) => response.writeHead(400).end())
  server.on('connect', (request, socket) => {
    asked.push(`${request.url}`)
    const given = request.headers['proxy-authorization']
    if (login !== null && given !== `Basic ${Buffer.from(login).toString('base64')}`) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')
      return
    }
    const target = connectSocket(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    target.on('error', () => socket.destroy())
    socket.on('error', () => target.destroy())
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, asked }
}

async function startTls(name: string) {
  const authority = await makeAuthority('Proxy test', 1)
  const own = await authority.issue({ name, dnsNames: [name], days: 1 })
  const server = createServer({ cert: own.certificate, key: own.privateKey }, (_, response) => {
    response.end('through')
  })
  return { port: await listen(server), authorities: authority.certificate }
}

describe('a proxy', () => {
  test('is asked for a tunnel, and the TLS inside is with the server', async () => {
    const { port, authorities } = await startTls('op.example')
    const proxy = await startProxy(port)
    const connection = createConnect(async () => null)({ ...plain, authorities, proxy: proxy.url })
    const answer = await connection.fetch('https://op.example/x', {})
    expect(await answer.text()).toBe('through')
    expect(proxy.asked).toEqual(['op.example:443'])
    expect(connection.peer('https://op.example/y')).toMatchObject({ subject: 'op.example', own: null })
  })

  test('of the system is used where the profile names none', async () => {
    const { port, authorities } = await startTls('op.example')
    const proxy = await startProxy(port)
    const connect = createConnect(async () => new URL(proxy.url))
    const connection = connect({ ...plain, authorities })
    expect((await connection.fetch('https://op.example:8443/x', {})).status).toBe(200)
    expect(proxy.asked).toEqual(['op.example:8443'])
    const direct = connect({ ...plain, authorities, proxy: 'none' })
    await expect(direct.fetch('https://op.invalid/x', {})).rejects.toThrow()
    expect(proxy.asked).toHaveLength(1)
  })

  test('is given its credentials, and without them says what it wants', async () => {
    const { port, authorities } = await startTls('op.example')
    const proxy = await startProxy(port, 'ada:secret word')
    const settings = { ...plain, authorities, proxy: proxy.url }
    const connect = createConnect(async () => null)
    const good = connect({ ...settings, proxyCredentials: 'ada:secret word' })
    expect((await good.fetch('https://op.example/', {})).status).toBe(200)
    await expect(limitedFetch(connect(settings).fetch, 'https://op.example/')).rejects.toMatchObject({
      code: 'ERR_NETWORK',
      message: expect.stringContaining('HTTP 407'),
      details: { sent: false },
    })
  })

  test('that is not there, or speaks something else, is named', async () => {
    const port = await listen(createPlainServer())
    servers.at(-1)?.close()
    await expect(
      openTunnel(new URL(`http://127.0.0.1:${port}`), '', new URL('https://op.example')),
    ).rejects.toMatchObject({ message: expect.stringContaining('cannot be reached (ECONNREFUSED)') })
    await expect(
      openTunnel(new URL('socks5://127.0.0.1:1080'), '', new URL('https://op.example')),
    ).rejects.toMatchObject({ message: expect.stringContaining('speaks socks5') })
  })

  test.each(['http://127.0.0.1:1/', 'https://localhost/', 'http://[::1]:8080/'])(
    'is never used for %s',
    async (target) => {
      const asked: string[] = []
      const system = async (url: URL) => {
        asked.push(url.href)
        return new URL('http://proxy.example')
      }
      expect(await chooseProxy(new URL(target), '', system)).toBeNull()
      expect(await chooseProxy(new URL(target), 'http://proxy.example:8080', system)).toBeNull()
      expect(asked).toEqual([])
    },
  )
})

test.each([
  [{}, 'https://a.example', null],
  [{ HTTPS_PROXY: 'http://p:1' }, 'https://a.example', 'http://p:1/'],
  [{ https_proxy: 'p:1' }, 'https://a.example', 'http://p:1/'],
  [{ HTTPS_PROXY: 'http://p:1' }, 'http://a.example', null],
  [{ ALL_PROXY: 'http://p:1' }, 'http://a.example', 'http://p:1/'],
  [{ ALL_PROXY: 'http://p:1', NO_PROXY: '*' }, 'https://a.example', null],
  [{ ALL_PROXY: 'http://p:1', NO_PROXY: 'b.example, .example' }, 'https://a.example', null],
  [{ ALL_PROXY: 'http://p:1', NO_PROXY: 'ample' }, 'https://a.example', 'http://p:1/'],
  [{ ALL_PROXY: 'http://p:1', no_proxy: 'a.example:8443' }, 'https://a.example:8443', null],
  [{ ALL_PROXY: 'http://[' }, 'https://a.example', null],
] as const)('%j for %s means %s', async (env, url, expected) => {
  expect((await environmentProxy(env)(new URL(url)))?.href ?? null).toBe(expected)
})
