import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StartedProvider, startProvider } from '../electron/provider/create-provider.ts'
import { logoutCommand } from './logout.ts'
import { callCommand } from './test-io.ts'

let provider: StartedProvider
beforeAll(async () => {
  provider = await startProvider({ port: 0 })
})
afterAll(() => provider.close())

const marked = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtYXJrZWQifQ.marked'
const call = (command: string, more: readonly string[] = []) =>
  callCommand(
    logoutCommand,
    [
      '--issuer',
      provider.issuer,
      '--client-id',
      'claimscope-public',
      '--id-token-env',
      'TOKEN',
      '--browser-command',
      `"${process.execPath}" -e "${command}"`,
      '--json',
      ...more,
    ],
    { env: { TOKEN: marked } },
  )

const comeBack = (query: string) =>
  `const u=new URL(process.argv[1]).searchParams;fetch(u.get('post_logout_redirect_uri')+${query})`

test('the browser comes back with the state', async () => {
  const { code, out } = await call(comeBack(`'?state='+u.get('state')`))
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    command: 'logout',
    checks: [
      { id: 'logout_state', status: 'pass' },
      { id: 'logout_session', status: 'not_checked' },
    ],
  })
  expect(code).toBe(0)
  expect(out).not.toContain(marked)
})

test('without it: exit code 1', async () => {
  const { code, out } = await call(comeBack(`''`))
  expect(JSON.parse(out).checks[0]).toMatchObject({ id: 'logout_state', status: 'fail', code: 'STATE' })
  expect(code).toBe(1)
})

test('not at all: exit code 2', async () => {
  const { code, out } = await call('0', ['--timeout', '0.5'])
  expect(JSON.parse(out).checks[0]).toMatchObject({ id: 'logout_state', status: 'not_checked' })
  expect(code).toBe(2)
})

test('the ID token is needed', async () => {
  const asked = callCommand(logoutCommand, ['--issuer', provider.issuer, '--client-id', 'claimscope-public'])
  await expect(asked).rejects.toThrow('give the ID token by --id-token-env or by --id-token-file')
})

test('a logout token is waited for: none came, or one that is refused', async () => {
  const port = await freePort()
  const none = await call(comeBack(`'?state='+u.get('state')`), [
    '--backchannel-port',
    String(port),
    '--timeout',
    '1',
  ])
  expect(none.code).toBe(2)
  expect(none.err).toContain(`http://127.0.0.1:${port}/backchannel-logout`)
  const post = `fetch('http://127.0.0.1:${port}/backchannel-logout',{method:'POST',body:new URLSearchParams({logout_token:'a.b.c'})})`
  const back = `fetch(u.get('post_logout_redirect_uri')+'?state='+u.get('state'))`
  const refused = await call(`const u=new URL(process.argv[1]).searchParams;${post}.then(()=>${back})`, [
    '--backchannel-port',
    String(port),
    '--timeout',
    '1',
  ])
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.out).steps).toContainEqual(
    expect.objectContaining({ id: 'backchannel_logout', status: 'failed' }),
  )
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
