import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../e2e/support/scripted-issuer.ts'
import { type StartedProvider, startProvider } from '../electron/provider/create-provider.ts'
import { discoverCommand } from './discover.ts'
import type { CliIo } from './io.ts'
import { refreshCommand, runCommand } from './run.ts'
import { callCommand } from './test-io.ts'
import { introspectCommand, revokeCommand, userinfoCommand } from './token-call.ts'

let op: ScriptedIssuer
let provider: StartedProvider
beforeAll(async () => {
  op = await startScriptedIssuer()
  provider = await startProvider({ port: 0 })
})
beforeEach(() => op.setFaults())
afterAll(async () => {
  await op.close()
  await provider.close()
})

type Command = (argv: readonly string[], io: CliIo) => Promise<number>

const call = (command: Command, argv: readonly string[], env: Record<string, string> = {}) =>
  callCommand(command, argv, { env: { SECRET: op.clientSecret, ...env } })

const scripted = () => [
  '--issuer',
  op.issuer,
  '--client-id',
  op.clientId,
  '--client-secret-env',
  'SECRET',
  '--json',
]
const browser = `"${process.execPath}" -e "fetch(process.argv[1]).catch(()=>0)"`
async function signIn(): Promise<Record<string, string>> {
  const { out } = await call(runCommand, [
    ...scripted(),
    '--browser-command',
    browser,
    '--scope',
    'openid offline_access',
  ])
  return JSON.parse(out).tokens
}

/** A token of the built-in provider, and how its client shows who it is. */
async function machine() {
  const env = {
    SECRET: provider.clients.find(({ client_id }) => client_id === 'claimscope-machine')?.client_secret ?? '',
  }
  const client = [
    '--issuer',
    provider.issuer,
    '--client-id',
    'claimscope-machine',
    '--client-secret-env',
    'SECRET',
  ]
  const argv = [...client, '--json']
  const { out } = await call(runCommand, [...argv, '--grant-type', 'client_credentials'], env)
  const token: string = JSON.parse(out).tokens.access_token
  return { argv, client, env: { ...env, TOKEN: token }, token }
}

test('userinfo answers for the token of a sign-in, and the token is not in the output', async () => {
  const { access_token = '' } = await signIn()
  const { code, out } = await call(userinfoCommand, [...scripted(), '--token-env', 'TOKEN'], {
    TOKEN: access_token,
  })
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    command: 'userinfo',
    status: 200,
    answer: { sub: expect.any(String) },
  })
  expect(code).toBe(0)
  expect(out).not.toContain(access_token)
})

test('a refused token: the provider’s words, exit code 1', async () => {
  const { code, out } = await call(
    userinfoCommand,
    ['--issuer', provider.issuer, '--client-id', 'claimscope-public', '--json', '--token-env', 'TOKEN'],
    { TOKEN: 'not-a-token-of-this-provider' },
  )
  expect(JSON.parse(out)).toMatchObject({ ok: false, status: 401 })
  expect(code).toBe(1)
  expect(out).not.toContain('not-a-token-of-this-provider')
})

test('a token is active, is revoked, and then is not', async () => {
  const { argv, client, env, token } = await machine()
  const before = await call(introspectCommand, [...argv, '--token-env', 'TOKEN'], env)
  expect(JSON.parse(before.out)).toMatchObject({
    ok: true,
    answer: { active: true, client_id: 'claimscope-machine' },
  })
  expect(before.code).toBe(0)
  const revoked = await call(revokeCommand, [...client, '--token-env', 'TOKEN'], env)
  expect(revoked).toMatchObject({ code: 0, out: expect.stringMatching(/^revoke: HTTP 200/) })
  const after = await call(introspectCommand, [...argv, '--token-env', 'TOKEN'], env)
  expect(JSON.parse(after.out)).toMatchObject({ ok: false, answer: { active: false } })
  expect(after.code).toBe(1)
  expect(before.out + revoked.out + after.out).not.toContain(token)
  expect(before.out + revoked.out + after.out).not.toContain(env.SECRET)
})

test('refresh is a run with that grant', async () => {
  const { refresh_token = '' } = await signIn()
  const { code, out } = await call(refreshCommand, [...scripted(), '--refresh-token-env', 'TOKEN'], {
    TOKEN: refresh_token,
  })
  const value = JSON.parse(out)
  expect(value).toMatchObject({ ok: true, tokens: { access_token: expect.any(String) } })
  // Whose nonce it is only the sign-in knew.
  expect(value.checks).toContainEqual(expect.objectContaining({ id: 'nonce', status: 'not_checked' }))
  expect(code).toBe(0)
})

describe('discover', () => {
  test('shows what is announced', async () => {
    const { code, out } = await call(discoverCommand, [provider.issuer, '--json'])
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      form: 'openid',
      metadata: { issuer: provider.issuer, token_endpoint: expect.stringContaining(provider.issuer) },
    })
    expect(code).toBe(0)
    const text = await call(discoverCommand, [provider.issuer])
    expect(text.out).toContain('  token_endpoint: ')
  })

  test('another issuer is refused, no answer is none', async () => {
    op.setFaults({ metadata: { issuer: 'https://evil.example' } })
    const wrong = await call(discoverCommand, [op.issuer, '--json'])
    expect(JSON.parse(wrong.out)).toMatchObject({ ok: false, code: 'METADATA_ISSUER' })
    expect(wrong.code).toBe(1)
    const none = await call(discoverCommand, ['http://127.0.0.1:9', '--json'])
    expect(JSON.parse(none.out)).toMatchObject({ ok: false, code: 'NETWORK' })
    expect(none.code).toBe(2)
  })
})

describe('usage', () => {
  test.each<[string, Command, readonly string[]]>([
    ['no token', userinfoCommand, []],
    ['two tokens', userinfoCommand, ['--token-env', 'A', '--token-file', 'b']],
    ['an empty variable', revokeCommand, ['--token-env', 'NOT_THERE']],
    ['another kind', introspectCommand, ['--token-env', 'TOKEN', '--token-type-hint', 'id_token']],
    ['a token as an argument', introspectCommand, ['eyJhbGciOiJub25lIn0.e30.']],
  ])('%s', async (_, command, argv) => {
    const env = { TOKEN: 'x' }
    await expect(call(command, [...scripted(), ...argv], env)).rejects.toMatchObject({ name: 'UsageError' })
  })
})
