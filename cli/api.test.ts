import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { apiCommand } from './api.ts'
import { keyCommand } from './key.ts'
import { callCommand } from './test-io.ts'

const marked = 'marked-access-token'
let api = ''
let status = 200
let challenge = ''
let seen: {
  readonly method: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}[] = []
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    seen.push({ method: request.method, headers: request.headers, body })
    if (challenge !== '') response.setHeader('www-authenticate', challenge)
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"orders":[]}')
  })
})
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`
})
beforeEach(() => {
  seen = []
  status = 200
  challenge = ''
})
afterAll(() => {
  server.close()
})

const call = (more: readonly string[] = [], files: Readonly<Record<string, string>> = {}) =>
  callCommand(apiCommand, ['--url', api, '--token-env', 'TOKEN', '--json', ...more], {
    env: { TOKEN: `${marked}\n` },
    readFile: async (path) => Buffer.from(files[path] ?? ''),
  })

test('the answer and exit code 0, without the token', async () => {
  const { code, out } = await call(
    ['--method', 'post', '--header', 'content-type: application/json', '--data-file', 'body.json'],
    { 'body.json': '{"a":1}' },
  )
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ ok: true, command: 'api', status: 200, answer: { orders: [] } })
  expect(seen[0]).toMatchObject({
    method: 'POST',
    body: '{"a":1}',
    headers: { authorization: `Bearer ${marked}` },
  })
  expect(out).not.toContain(marked)
})

test.each([
  [401, 'Bearer error="invalid_token"', 1, 'PROVIDER_ERROR'],
  [404, '', 1, 'OK'],
])('HTTP %s %s: exit code', async (answered, with_, code, error) => {
  status = answered
  challenge = with_
  const result = await call()
  expect(result.code).toBe(code)
  expect(JSON.parse(result.out)).toMatchObject({ code: error, status: answered })
})

test('with a DPoP proof of the given key', async () => {
  const { out: key } = await callCommand(keyCommand, ['generate', '--alg', 'ES256'])
  const { code } = await call(['--dpop', '--dpop-key-file', 'key.jwk'], { 'key.jwk': key })
  expect(code).toBe(0)
  expect(seen[0]?.headers.authorization).toBe(`DPoP ${marked}`)
  expect(decodeJwt(String(seen[0]?.headers.dpop))).toMatchObject({ htm: 'GET', htu: api })
})

test.each([
  [['--dpop'], '--dpop needs the key'],
  [['--method', 'TRACE'], '--method is one of'],
  [['--header', 'no colon'], '--header is NAME: VALUE'],
  [['--header', 'authorization: x'], 'set by the run itself'],
])('%s is refused', async (more, message) => {
  await expect(call(more)).rejects.toThrow(message)
  expect(seen).toEqual([])
})
