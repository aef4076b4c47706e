import { request } from 'node:https'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type LoopbackCertificate, makeLoopbackCertificate } from '../net/loopback-certificate.ts'
import { answerPage, strangerPage } from './callback-page.ts'
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts'

let certificate: LoopbackCertificate
let server: LoopbackServer
beforeAll(async () => {
  certificate = await makeLoopbackCertificate()
})
afterEach(async () => {
  server.abort()
  await server.close()
})

async function start(host: '127.0.0.1' | 'localhost' = '127.0.0.1'): Promise<URL> {
  server = await startLoopbackServer({
    settings: { host, port: 0, https: true, path: '/callback' },
    certificate: () => Promise.resolve(certificate),
    slowestRequestMs: 500,
    decide: (query) => ({
      page: query.includes('good') ? answerPage : strangerPage,
      final: query.includes('good'),
    }),
  })
  return new URL(server.redirectUri)
}

/** As a browser that trusts this certificate and no other. */
function get(url: URL, ca: string | undefined = certificate.certificate): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { ca, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

test.each(['127.0.0.1', 'localhost'] as const)(
  'https on %s, for whoever trusts the certificate',
  async (host) => {
    const url = await start(host)
    expect(url.href).toBe(`https://${host}:${url.port}/callback`)
    expect(server.certificate).toBe(certificate.certificate)
    expect(await get(new URL('?code=1', url))).toBe(403)
    expect(await get(new URL('?code=good', url))).toBe(200)
  },
)

test('who does not trust it gets nothing, and the server goes on waiting', async () => {
  const url = await start()
  const other = await makeLoopbackCertificate()
  await expect(get(new URL('?code=good', url), other.certificate)).rejects.toMatchObject({
    code: expect.stringMatching(/CERT|SIGNATURE|ISSUER/),
  })
  expect(await get(new URL('?code=good', url))).toBe(200)
})

test('plain http to it, and a handshake that never comes, end soon and use up nothing', async () => {
  const url = await start()
  const ended = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(url.port), '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1')
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(answer))
    })
  expect(await ended(`GET /callback?code=good HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)).not.toContain(
    'Claimscope',
  )
  expect(await ended('')).not.toContain('Claimscope')
  expect(await get(new URL('?code=good', url))).toBe(200)
})

test('connections without a handshake cannot keep the browser out', async () => {
  const url = await start()
  const idle = Array.from({ length: 40 }, () =>
    connect(Number(url.port), '127.0.0.1').on('error', () => undefined),
  )
  try {
    expect(await get(new URL('?code=good', url))).toBe(200)
  } finally {
    for (const socket of idle) socket.destroy()
  }
})

test('another name in the Host header is turned away over TLS too', async () => {
  const url = await start()
  const status = await new Promise<string>((resolve, reject) => {
    const socket = connectTls(
      { host: '127.0.0.1', port: Number(url.port), ca: certificate.certificate },
      () => socket.write(`GET /callback?code=good HTTP/1.1\r\nHost: evil.example:${url.port}\r\n\r\n`),
    )
    socket.on('data', (chunk) => resolve(chunk.toString().slice(0, 12)))
    socket.on('error', reject)
  })
  expect(status).toBe('HTTP/1.1 400')
})
