import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StartedProvider, startProvider } from '../electron/provider/create-provider.ts'
import { discoverCommand } from './discover.ts'
import { callCommand } from './test-io.ts'

const call = (...argv: readonly string[]) => callCommand(discoverCommand, [...argv, '--json'])

let provider: StartedProvider
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
})
afterAll(() => provider.close())

test('the built-in provider is found by an address at its host', async () => {
  const { host } = new URL(provider.issuer)
  const { code, out } = await call('--webfinger', `ann@${host}`)
  const found = JSON.parse(out)
  expect(found).toMatchObject({
    ok: true,
    code: 'OK',
    issuers: [provider.issuer],
    resource: `http://ann@${host}/`,
  })
  expect(found.checks.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
    ['webfinger_subject', 'pass'],
    ['webfinger_issuer', 'pass'],
    ['webfinger_trust', 'not_checked'],
  ])
  expect(code).toBe(0)
})

test('a question without a resource is refused there, and one for another relation brings no link', async () => {
  const ask = (query: string) => fetch(`${provider.issuer}/.well-known/webfinger${query}`)
  expect((await ask('')).status).toBe(400)
  expect(await (await ask('?resource=acct%3Aann%40x&rel=avatar')).json()).toEqual({
    subject: 'acct:ann@x',
    links: [],
  })
})

test('what is not an address is no usage, and nothing is asked', async () => {
  await expect(call('--webfinger', 'http://example.com')).rejects.toThrow(/Only https/)
  await expect(call('--webfinger', 'ann@example.com', 'https://login.example')).rejects.toThrow(/no issuer/)
})

let server: Server
let answer: { status: number; body: string; location?: string } = { status: 200, body: '{}' }
let asked = 0
beforeAll(async () => {
  server = createServer((_, response) => {
    asked += 1
    response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

test.each<[string, typeof answer, string, number]>([
  ['no JSON', { status: 200, body: '<html>' }, 'NOT_JSON', 1],
  ['not found', { status: 404, body: '' }, 'HTTP_STATUS', 1],
  [
    'a redirect, which is not followed',
    { status: 302, body: '', location: 'https://evil.example/' },
    'REDIRECTED',
    1,
  ],
  ['no issuer in it', { status: 200, body: '{}' }, 'CLAIM_MISSING', 1],
])('an answer that is of no use: %s', async (_, given, code, exit) => {
  answer = given
  asked = 0
  const { port } = server.address() as AddressInfo
  const made = await call('--webfinger', `ann@127.0.0.1:${port}`)
  expect([JSON.parse(made.out).code, made.code, asked]).toEqual([code, exit, 1])
})
