import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type StartedProvider, startProvider } from '../electron/provider/create-provider.ts'
import { registerCommand } from './register.ts'
import { callCommand } from './test-io.ts'

let provider: StartedProvider
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
})
afterAll(() => provider.close())

const metadata = {
  client_name: 'nightly',
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['authorization_code', 'refresh_token'],
}

const call = (argv: readonly string[], file: unknown = metadata, env: Record<string, string> = {}) =>
  callCommand(registerCommand, [...argv, '--json'], {
    env,
    readFile: async () => new TextEncoder().encode(typeof file === 'string' ? file : JSON.stringify(file)),
  })

test('a client is registered, read, updated and deleted at a real provider', async () => {
  const made = await call(['--issuer', provider.issuer, '--metadata', 'client.json'])
  const registered = JSON.parse(made.out)
  expect(registered).toMatchObject({
    ok: true,
    command: 'register',
    status: 201,
    answer: { client_id: expect.any(String), client_secret: expect.any(String), client_name: 'nightly' },
  })
  expect(made.code).toBe(0)
  expect(registered.checks.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
    ['registration_status', 'pass'],
    ['registration_client_id', 'pass'],
    ['registration_secret_expiry', 'pass'],
    ['registration_management', 'pass'],
    ['registration_kept', 'pass'],
  ])
  const { client_id, client_secret, registration_client_uri, registration_access_token } = registered.answer
  // Printed once, as the answer; what was recorded holds neither.
  expect(JSON.stringify(registered.steps)).not.toContain(client_secret)
  expect(JSON.stringify(registered.steps)).not.toContain(registration_access_token)

  const there = [
    '--registration-client-uri',
    registration_client_uri,
    '--registration-access-token-env',
    'TOKEN',
  ]
  const read = await call(there, undefined, { TOKEN: registration_access_token })
  expect(JSON.parse(read.out)).toMatchObject({ ok: true, status: 200, answer: { client_id } })

  const changed = { ...metadata, client_id, client_secret, client_name: 'weekly' }
  const updated = await call([...there, '--metadata', 'client.json'], changed, {
    TOKEN: registration_access_token,
  })
  const update = JSON.parse(updated.out)
  expect(update).toMatchObject({ ok: true, status: 200, answer: { client_id, client_name: 'weekly' } })

  const token = update.answer.registration_access_token ?? registration_access_token
  const deleted = await call([...there, '--delete'], undefined, { TOKEN: token })
  expect([JSON.parse(deleted.out), deleted.code]).toMatchObject([{ ok: true, status: 204 }, 0])
  const gone = await call(there, undefined, { TOKEN: token })
  expect([JSON.parse(gone.out), gone.code]).toMatchObject([{ ok: false, status: 401 }, 1])
  expect(gone.out).not.toContain(token)
})

test('what the provider refuses is told in its own words', async () => {
  const { code, out } = await call(['--issuer', provider.issuer, '--metadata', 'client.json'], {
    ...metadata,
    redirect_uris: ['not an address'],
  })
  expect(JSON.parse(out)).toMatchObject({ ok: false, code: 'PROVIDER_ERROR', status: 400 })
  expect(out).toContain('invalid_redirect_uri')
  expect(code).toBe(1)
})

describe('a server that does otherwise', () => {
  let server: Server
  let issuer = ''
  const answers: { status: number; body: unknown } = { status: 201, body: {} }
  beforeAll(async () => {
    server = createServer((request, response) => {
      const isMetadata = request.url === '/.well-known/openid-configuration'
      const discovery = { issuer, registration_endpoint: `${issuer}/register` }
      response.writeHead(isMetadata ? 200 : answers.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(isMetadata ? discovery : answers.body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const register = () => call(['--issuer', issuer, '--metadata', 'client.json'])

  test('200 instead of 201 is a remark', async () => {
    Object.assign(answers, { status: 200, body: { ...metadata, client_id: 'c1' } })
    const { code, out } = await register()
    const { ok, checks } = JSON.parse(out)
    expect([ok, code]).toEqual([true, 0])
    expect(checks[0]).toMatchObject({ id: 'registration_status', status: 'fail', found: 'HTTP 200' })
  })

  test('an answer without client_id is refused', async () => {
    Object.assign(answers, { status: 201, body: metadata })
    const { code, out } = await register()
    expect([JSON.parse(out).code, code]).toEqual(['CLAIM_MISSING', 1])
  })

  test('no JSON', async () => {
    Object.assign(answers, { status: 201, body: 'welcome' })
    const { code, out } = await register()
    expect([JSON.parse(out).code, code]).toEqual(['MALFORMED', 1])
  })
})

const usage: readonly (readonly [string, readonly string[], unknown, RegExp])[] = [
  ['neither issuer nor address', ['--metadata', 'c.json'], metadata, /--issuer or --registration-client-uri/],
  ['no metadata', ['--issuer', 'https://op.example'], metadata, /--metadata is needed/],
  [
    'metadata is a list',
    ['--issuer', 'https://op.example', '--metadata', 'c.json'],
    [1],
    /not a JSON object/,
  ],
  ['metadata is no JSON', ['--issuer', 'https://op.example', '--metadata', 'c.json'], '{', /cannot be sent/],
  [
    'metadata with a private key',
    ['--issuer', 'https://op.example', '--metadata', 'c.json'],
    { jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'marked-private' }] } },
    /holds a private key/,
  ],
  ['no token', ['--registration-client-uri', 'https://op.example/c1'], metadata, /give the token by/],
]

test.each(usage)('wrong usage: %s', async (_, argv, file, message) => {
  await expect(call(argv, file)).rejects.toThrow(message)
})

test('plain http elsewhere than on this machine is refused before anything is sent', async () => {
  const { code, out } = await call(
    ['--registration-client-uri', 'http://op.example/c1', '--registration-access-token-env', 'TOKEN'],
    undefined,
    { TOKEN: 'marked-registration-token' },
  )
  expect([JSON.parse(out).code, code]).toEqual(['URL_REFUSED', 2])
  expect(out).not.toContain('marked-registration-token')
})
