import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { RedirectSettings } from '../../shared/profile/profile.ts'
import { answerPage, providerErrorPage, renderPage, strangerPage } from './callback-page.ts'
import { type CallbackDecision, type LoopbackServer, startLoopbackServer } from './loopback-server.ts'

const settings: RedirectSettings = { host: '127.0.0.1', port: 0, path: '/callback' }
let server: LoopbackServer | undefined
let queries: string[] = []
let ways: string[] = []

async function start(change: Partial<RedirectSettings> = {}, slowestRequestMs?: number): Promise<URL> {
  queries = []
  ways = []
  server = await startLoopbackServer({
    settings: { ...settings, ...change },
    ...(slowestRequestMs === undefined ? {} : { slowestRequestMs }),
    decide(query, via): CallbackDecision {
      queries.push(query)
      ways.push(via)
      return query.includes('good') ? { page: answerPage, final: true } : { page: strangerPage, final: false }
    },
  })
  return new URL(server.redirectUri)
}

afterEach(async () => {
  server?.abort()
  await server?.close()
})

/** A request written by hand: fetch would not send most of these. */
function raw(url: URL, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname.replace(/[[\]]/g, ''))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)))
    socket.write(text)
  })
}
const get = (url: URL, target: string, host = url.host) =>
  raw(url, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
const post = (url: URL, target: string, body: string, type = 'application/x-www-form-urlencoded') =>
  `POST ${target} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])

test('one good callback: the page, its headers, then nothing more is taken', async () => {
  const url = await start()
  const answer = await get(url, '/callback?good=1')
  expect(statusOf(answer)).toBe(200)
  expect(answer).toContain('Claimscope has the answer')
  expect(answer).toContain('You can close this tab and return to Claimscope')
  expect(answer).toMatch(/cache-control: no-store/i)
  expect(answer).toMatch(/referrer-policy: no-referrer/i)
  expect(answer).toMatch(/x-content-type-options: nosniff/i)
  expect(answer).toMatch(/content-security-policy: default-src 'none'; style-src 'nonce-/i)
  const again = await get(url, '/callback?good=2')
  expect(statusOf(again)).toBe(410)
  expect(again).toContain('Already done')
  expect(queries).toEqual(['good=1'])
})

describe('requests that are no callback change nothing', () => {
  const cases: readonly (readonly [string, (url: URL) => string, readonly number[]])[] = [
    ['another host name', () => 'GET /callback?good=1 HTTP/1.1\r\nHost: evil.example\r\n\r\n', [400]],
    ['localhost', (u) => `GET /callback?good=1 HTTP/1.1\r\nHost: localhost:${u.port}\r\n\r\n`, [400]],
    ['another port', () => 'GET /callback?good=1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n', [400]],
    ['no host', () => 'GET /callback?good=1 HTTP/1.1\r\n\r\n', [400]],
    ['no host, HTTP/1.0', () => 'GET /callback?good=1 HTTP/1.0\r\n\r\n', [400]],
    [
      'two hosts',
      (u) => `GET /callback?good=1 HTTP/1.1\r\nHost: ${u.host}\r\nHost: evil.example\r\n\r\n`,
      [400],
    ],
    [
      'an absolute target',
      (u) => `GET http://evil.example/callback?good=1 HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`,
      [400],
    ],
    ['favicon', (u) => `GET /favicon.ico HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`, [404]],
    ['the root', (u) => `GET /?good=1 HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`, [404]],
    ['a longer path', (u) => `GET /callback/?good=1 HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`, [404]],
    ['a path with dots', (u) => `GET /x/../callback?good=1 HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`, [404]],
    ['an encoded path', (u) => `GET /%63allback?good=1 HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`, [404]],
    ['no query', (u) => `GET /callback HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`, [400]],
    ['HEAD', (u) => `HEAD /callback?good=1 HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`, [405]],
    ['POST of no form', (u) => post(u, '/callback', 'good=1', 'text/plain'), [415]],
    [
      'POST without a type',
      (u) => `POST /callback HTTP/1.1\r\nHost: ${u.host}\r\nContent-Length: 0\r\n\r\n`,
      [415],
    ],
    ['a form with a query beside it', (u) => post(u, '/callback?good=1', 'good=1'), [400]],
    ['a form to another path', (u) => post(u, '/other', 'good=1'), [404]],
    ['a form for another host', (u) => post(u, '/callback', 'good=1').replace(u.host, 'evil.example'), [400]],
    ['a large form', (u) => post(u, '/callback', `good=${'a'.repeat(9_000)}`), [413]],
    ['PUT', (u) => `PUT /callback?good=1 HTTP/1.1\r\nHost: ${u.host}\r\nContent-Length: 0\r\n\r\n`, [405]],
    [
      'a large form in chunks',
      (u) =>
        `POST /callback HTTP/1.1\r\nHost: ${u.host}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n2328\r\n${'a'.repeat(9_000)}\r\n0\r\n\r\n`,
      [413],
    ],
    ['OPTIONS', (u) => `OPTIONS /callback?good=1 HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`, [405]],
    [
      'prefetch',
      (u) => `GET /callback?good=1 HTTP/1.1\r\nHost: ${u.host}\r\nSec-Purpose: prefetch\r\n\r\n`,
      [503],
    ],
    [
      'a long query',
      (u) => `GET /callback?good=${'a'.repeat(9_000)} HTTP/1.1\r\nHost: ${u.host}\r\n\r\n`,
      [431],
    ],
    [
      'a large body',
      (u) => `GET /callback?good=1 HTTP/1.1\r\nHost: ${u.host}\r\nContent-Length: 9000\r\n\r\n`,
      [413],
    ],
    ['no HTTP', () => 'hello\r\n\r\n', [400]],
  ]
  test.each(cases)('%s', async (_, request, statuses) => {
    const url = await start()
    expect(statuses).toContain(statusOf(await raw(url, request(url))))
    expect(queries).toEqual([])
    expect(statusOf(await get(url, '/callback?good=1'))).toBe(200)
  })
})

test('a posted form is an answer, once; one with our field carries the fragment', async () => {
  const url = await start()
  const first = await raw(url, post(url, '/callback', 'claimscope_fragment=state%3Dwrong%26x%3D1'))
  expect(statusOf(first)).toBe(403)
  expect(statusOf(await raw(url, post(url, '/callback', 'good=1&state=a')))).toBe(200)
  expect(statusOf(await raw(url, post(url, '/callback', 'good=2')))).toBe(410)
  expect(queries).toEqual(['state=wrong&x=1', 'good=1&state=a'])
  expect(ways).toEqual(['fragment', 'form_post'])
})

test('an empty call gets a page that hands over its fragment to this address and nowhere else', async () => {
  const url = await start()
  const answer = await get(url, '/callback')
  expect(statusOf(answer)).toBe(400)
  expect(answer).toContain("form-action 'self'")
  expect(answer).toContain('claimscope_fragment')
  const other = await get(url, '/callback?x=1')
  expect(other).toContain("form-action 'none'")
  expect(other).not.toContain('claimscope_fragment')
})

test('localhost is listened on in both families under one port', async () => {
  const url = await start({ host: 'localhost' })
  expect(url.hostname).toBe('localhost')
  const answer = (host: string, query: string) =>
    raw(
      new URL(`http://${host}:${url.port}/`),
      `GET /callback?${query} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`,
    )
  const six = await answer('[::1]', 'x=6').catch((error: NodeJS.ErrnoException) => error.code)
  // A machine without IPv6 has nothing to listen on there.
  expect([403, 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ECONNREFUSED']).toContain(
    six?.startsWith('HTTP') ? statusOf(six) : six,
  )
  expect(statusOf(await answer('127.0.0.1', 'good=1'))).toBe(200)
  await server?.close()
  await expect(answer('127.0.0.1', 'good=1')).rejects.toThrow()
})

test('a callback that was not asked for gets 403 and the server waits on', async () => {
  const url = await start()
  expect(statusOf(await get(url, '/callback?state=wrong'))).toBe(403)
  expect(statusOf(await get(url, '/callback?good=1'))).toBe(200)
})

test('two connections at once: one is taken, the other is told so', async () => {
  const url = await start()
  const answers = await Promise.all([get(url, '/callback?good=1'), get(url, '/callback?good=2')])
  expect(answers.map(statusOf).sort()).toEqual([200, 410])
  expect(queries).toHaveLength(1)
})

test('a slow client is cut off and does not keep others waiting', async () => {
  const url = await start({}, 200)
  const slow = raw(url, `GET /callback?good=1 HTTP/1.1\r\nHost: ${url.host}\r\n`)
  expect(statusOf(await get(url, '/callback?x=1'))).toBe(403)
  // On a busy machine its silence may be noticed before the half request is: either way it is cut off.
  expect(await slow).toMatch(/^(HTTP\/1\.1 408 |$)/)
  expect(queries).toEqual(['x=1'])
})

test('idle connections that come back at once do not keep the callback out', async () => {
  const url = await start()
  const sockets = new Set<Socket>()
  let holding = true
  let opened = 0
  const hold = (): void => {
    const socket = connect(Number(url.port), url.hostname)
    sockets.add(socket)
    socket.on('connect', () => {
      opened++
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      if (holding) setImmediate(hold)
    })
  }
  for (let index = 0; index < 40; index++) hold()
  await expect.poll(() => opened).toBeGreaterThan(40)
  expect(statusOf(await get(url, '/callback?good=1'))).toBe(200)
  holding = false
  for (const socket of sockets) socket.destroy()
})

test('a connection that sends half a request is cut off within seconds', async () => {
  const url = await start()
  const begun = performance.now()
  expect(statusOf(await raw(url, `GET /callback?good=1 HTTP/1.1\r\nHost: ${url.host}\r\n`))).toBe(408)
  expect(performance.now() - begun).toBeLessThan(4_500)
})

test('a taken port is said before anything else happens', async () => {
  const url = await start()
  await expect(
    startLoopbackServer({
      settings: { ...settings, port: Number(url.port) },
      decide: () => ({ page: answerPage, final: true }),
    }),
  ).rejects.toMatchObject({ code: 'ERR_PORT_IN_USE' })
})

test('fallback ports are tried in order, and what could not be had is told', async () => {
  const first = await start()
  const taken = Number(first.port)
  const second = await startLoopbackServer({
    settings: { ...settings, host: 'localhost', port: 0 },
    decide: () => ({ page: answerPage, final: true }),
  })
  const alsoTaken = Number(new URL(second.redirectUri).port)
  second.abort()
  await second.close()
  const fallback = await startLoopbackServer({
    settings: { ...settings, port: taken, fallback_ports: [taken, alsoTaken] },
    decide: () => ({ page: answerPage, final: true }),
  })
  try {
    expect(fallback.redirectUri).toBe(`http://127.0.0.1:${alsoTaken}/callback`)
    expect(fallback.missed).toEqual([{ port: taken, reason: 'taken' }])
    // The other end compares the host with the port that is really listened on.
    expect(statusOf(await get(new URL(fallback.redirectUri), '/callback?good=1'))).toBe(200)
    expect(statusOf(await get(new URL(fallback.redirectUri), '/callback?good=1', first.host))).toBe(400)
    await expect(
      startLoopbackServer({
        settings: { ...settings, host: 'localhost', port: taken, fallback_ports: [alsoTaken] },
        decide: () => ({ page: answerPage, final: true }),
      }),
    ).rejects.toMatchObject({
      code: 'ERR_PORT_IN_USE',
      message: `ports ${taken} and ${alsoTaken} are taken by another program`,
    })
  } finally {
    fallback.abort()
    await fallback.close()
  }
})

test('a path of its own, and [::1] where the machine has it', async () => {
  const url = await start({ path: '/a/b-c' })
  expect(url.pathname).toBe('/a/b-c')
  expect(statusOf(await get(url, '/a/b-c?good=1'))).toBe(200)
  server?.abort()
  const six = await start({ host: '[::1]' }).catch((error: unknown) => error)
  if (six instanceof URL) expect(statusOf(await get(six, '/callback?good=1'))).toBe(200)
  else expect(six).toMatchObject({ code: 'ERR_INPUT' })
})

test('closing stops listening; aborting cuts the connections too', async () => {
  const url = await start({}, 5_000)
  const hanging = raw(url, 'GET /callback?good=1 HTTP/1.1\r\n').catch(() => '')
  server?.abort()
  expect(await hanging).toBe('')
  await server?.close()
  await expect(fetch(url)).rejects.toThrow()
})

describe('the page', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['"><img src=x onerror=a()>', '&quot;&gt;&lt;img src=x onerror=a()&gt;'],
    ['\u001b[31mred\u202Eevil\u0000', ' [31mred evil'.trim()],
  ])('escapes %j', (description, shown) => {
    const { body } = renderPage(providerErrorPage('access_denied', description))
    expect(body).toContain(shown)
    expect(body.match(/<script/g)).toHaveLength(1)
  })

  test('cuts a megabyte of text', () => {
    expect(renderPage(providerErrorPage('x', 'a'.repeat(1_000_000))).body.length).toBeLessThan(4_000)
  })

  test('claims no success and takes the code out of the address', () => {
    const { body } = renderPage(answerPage)
    expect(body).not.toMatch(/success|signed in/i)
    expect(body).toContain("history.replaceState(null,'',location.pathname)")
    expect(body).toContain('prefers-color-scheme:dark')
  })
})
