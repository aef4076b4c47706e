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
