import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer, userPassword } from '../e2e/support/scripted-issuer.ts'
import { ecKey } from '../electron/jose/test-tokens.ts'
import { makeLoopbackCertificate, readLoopbackFacts } from '../electron/net/loopback-certificate.ts'
import type { CliIo } from './io.ts'
import { runCommand } from './run.ts'
import { callCommand } from './test-io.ts'

let op: ScriptedIssuer
beforeAll(async () => {
  op = await startScriptedIssuer()
})
beforeEach(() => op.setFaults())
afterAll(() => op.close())

/** A browser without a window: follows the redirects to the end. */
const browser = `"${process.execPath}" -e "fetch(process.argv[1]).catch(()=>0)"`

const run = (argv: readonly string[], change: Partial<CliIo> = {}) =>
  callCommand(runCommand, argv, { env: { SCRIPTED_SECRET: op.clientSecret }, ...change })

const required = () => [
  '--issuer',
  op.issuer,
  '--client-id',
  op.clientId,
  '--client-secret-env',
  'SCRIPTED_SECRET',
]
const usual = () => [...required(), '--browser-command', browser, '--json', '--timeout', '5']

test('signs in and prints the tokens with every check', async () => {
  const { code, out } = await run([...usual(), '--scope', 'openid offline_access'])
  const value = JSON.parse(out)
  expect(code).toBe(0)
  expect(value).toMatchObject({ ok: true, code: 'OK', issuer: op.issuer })
  expect(Object.keys(value.tokens)).toEqual(['id_token', 'access_token', 'refresh_token'])
  expect(value.tokens.id_token).toMatch(/^eyJ/)
  expect(value.checks).toContainEqual(
    expect.objectContaining({
      id: 'signature',
      status: 'pass',
      expected: null,
      found: null,
      spec: 'RFC 7515 §5.2',
    }),
  )
  expect(value.steps.map(({ id }: { id: string }) => id)).toContain('jwks')
  expect(out).not.toContain(op.clientSecret)
  expect(JSON.stringify(value.steps)).not.toContain(value.tokens.access_token)
})

test('a taken port: the fallback is said on standard error and registered nowhere else', async () => {
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
  const { port } = blocker.address() as AddressInfo
  const free = createServer()
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
  const { port: fallback } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  const redirect = ['--redirect-uri', `http://127.0.0.1:${port}/callback`]
  const taken = await run([...usual(), ...redirect])
  const { code, out, err } = await run([...usual(), ...redirect, '--fallback-port', String(fallback)])
  blocker.close()
  expect(taken.code).toBe(2)
  expect(JSON.parse(taken.out)).toMatchObject({ ok: false, code: 'PORT_IN_USE' })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ redirect_uri: `http://127.0.0.1:${fallback}/callback` })
  expect(err).toContain(`port ${port} is taken by another program; ${fallback} instead`)
})

describe('an https redirect URI', () => {
  /** Trusts whatever certificate it is shown, as a person who goes on in spite of the warning. */
  const careless = `"${process.execPath}" -e "process.env.NODE_TLS_REJECT_UNAUTHORIZED=0;fetch(process.argv[1]).catch(()=>0)"`
  const https = () => [
    ...[...required(), '--browser-command', careless, '--json', '--timeout', '10'],
    ...['--redirect-uri', 'https://127.0.0.1/callback'],
  ]
  const files = async (): Promise<Partial<CliIo> & { fingerprint: string }> => {
    const made = await makeLoopbackCertificate()
    const contents: Record<string, string> = { 'a.crt': made.certificate, 'a.key': made.privateKey }
    return {
      readFile: async (path) => Buffer.from(contents[path] ?? ''),
      fingerprint: readLoopbackFacts(made.certificate).fingerprint,
    }
  }

  test('with a certificate that is made for the run; its fingerprint is on standard error', async () => {
    const { code, out, err } = await run(https())
    expect(code).toBe(0)
    expect(JSON.parse(out).redirect_uri).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/callback$/)
    expect(err).toMatch(/Certificate SHA-256: (?:[0-9A-F]{2}:){31}[0-9A-F]{2} \(the browser warns/)
    expect(out + err).not.toContain('PRIVATE KEY')
  })

  test('with one from files', async () => {
    const { fingerprint, ...io } = await files()
    const flags = ['--callback-tls-cert', 'a.crt', '--callback-tls-key', 'a.key']
    const { code, err } = await run([...https(), ...flags], io)
    expect(code).toBe(0)
    expect(err).toContain(fingerprint)
  })

  test.each<[string, readonly string[]]>([
    ['a certificate without its key', ['--callback-tls-cert', 'a.crt']],
    ['a key without its certificate', ['--callback-tls-key', 'a.key']],
    ['the files the wrong way round', ['--callback-tls-cert', 'a.key', '--callback-tls-key', 'a.crt']],
    [
      'a certificate for plain http',
      [
        ...['--callback-tls-cert', 'a.crt', '--callback-tls-key', 'a.key'],
        ...['--redirect-uri', 'http://127.0.0.1/callback'],
      ],
    ],
  ])('%s is refused', async (_, flags) => {
    await expect(run([...https(), ...flags], await files())).rejects.toMatchObject({ name: 'UsageError' })
  })
})

test.each([['client_secret_post'], ['client_secret_basic']])('authenticates with %s', async (method) => {
  expect((await run([...usual(), '--auth-method', method])).code).toBe(0)
})

test('a public client', async () => {
  const { code } = await run([
    '--issuer',
    op.issuer,
    '--client-id',
    op.publicClientId,
    '--browser-command',
    browser,
    '--json',
  ])
  expect(code).toBe(0)
})

test('a refused answer: its tokens stand under another name', async () => {
  op.setFaults({ idToken: { nonce: 'other' } })
  const { code, out } = await run(usual())
  const value = JSON.parse(out)
  expect(code).toBe(1)
  expect(value).toMatchObject({ ok: false, code: 'NONCE', tokens: {} })
  expect(value.untrusted_tokens.id_token).toMatch(/^eyJ/)
})

test.each<[string, Parameters<ScriptedIssuer['setFaults']>[0], string, number, string?]>([
  ['access_denied', { callback: { code: undefined, error: 'access_denied' } }, 'PROVIDER_ERROR', 1],
  ['another state', { callback: { state: 'wrong' } }, 'STATE', 1, '1'],
  ['another iss', { callback: { iss: 'https://evil.example' } }, 'ISSUER', 1],
  ['another metadata issuer', { metadata: { issuer: 'https://evil.example' } }, 'METADATA_ISSUER', 2],
  ['no answer', { fragment: true }, 'TIMEOUT', 2, '1'],
])('%s', async (_, faults, expected, exit, timeout) => {
  op.setFaults(faults)
  const argv = usual()
  const { code, out } = await run(timeout ? [...argv.slice(0, -1), timeout] : argv)
  expect([JSON.parse(out).ok, JSON.parse(out).code, code]).toEqual([false, expected, exit])
})

test('--no-browser prints the address to standard error', async () => {
  let answered = false
  const { code } = await run([...required(), '--no-browser', '--json'], {
    stderr: async (text) => {
      const url = /http\S+/.exec(text)?.[0] ?? ''
      answered = (await fetch(url)).ok
    },
  })
  expect([code, answered]).toEqual([0, true])
})

test.each([
  ['on this machine', []],
  ['elsewhere', ['--redirect-uri', 'https://staging.example/callback']],
])('--no-browser takes the pasted address from standard input: %s', async (_, redirect) => {
  let url = ''
  let said = ''
  const { code, out } = await run([...required(), '--no-browser', '--json', ...redirect], {
    stderr: async (text) => {
      said += text
      url ||= /http\S+/.exec(text)?.[0] ?? ''
    },
    readStdin: async function* () {
      while (url === '') await new Promise((resolve) => setImmediate(resolve))
      const answer = await fetch(url, { redirect: 'manual' })
      const location = answer.headers.get('location') ?? ''
      yield 'https://evil.example/?code=1\n'
      yield `${location.split('?')[0]}?code=stolen&state=another\n`
      yield `${location}\n`
    },
  })
  expect(code).toBe(0)
  expect(JSON.parse(out).ok).toBe(true)
  expect(said).toMatch(/Not taken: the address must begin with/)
  expect(said).toMatch(/Not taken: the answer does not carry this run’s state/)
})

test('for people: the outcome, the checks, the steps', async () => {
  const { code, out } = await run(usual().filter((word) => word !== '--json'))
  expect(code).toBe(0)
  expect(out).toMatch(/^Signed in, \d+ of \d+ checks passed\n/)
  expect(out).toContain('ID token signature')
  expect(out).not.toContain(op.clientSecret)
})

test.each([[true], [false]])('a secret that the provider repeats is not printed (json: %s)', async (json) => {
  const secret = "GOCSPX-Ab3_x.y~z!*'()"
  const echoing = await startScriptedIssuer({
    clientSecret: secret,
    faults: { answers: { token: 'echo_secrets' } },
  })
  const argv = [
    ...['--issuer', echoing.issuer, '--client-id', echoing.clientId, '--client-secret-env', 'ECHOED'],
    ...['--auth-method', 'client_secret_basic', '--browser-command', browser, '--timeout', '5'],
    ...(json ? ['--json'] : []),
  ]
  const { out, err } = await run(argv, { env: { ECHOED: secret } })
  await echoing.close()
  const sent = echoing.requests.find(({ path }) => path === '/token')?.headers.authorization ?? ''
  expect(sent).toMatch(/^Basic .{20}/)
  const pair = Buffer.from(sent.slice(6), 'base64').toString()
  for (const spelling of [secret, encodeURIComponent(secret), sent.slice(6), pair.split(':')[1] ?? '']) {
    expect(out + err).not.toContain(spelling)
  }
  expect(out).toContain('‹hidden, ')
})

test('a browser that cannot be started ends the run', async () => {
  const { code, out } = await run([...required(), '--browser-command', 'no-such-browser', '--json'])
  expect([JSON.parse(out).code, code]).toEqual(['BROWSER', 2])
})

test('a browser that gives up at once ends the run', async () => {
  const { code, out } = await run([
    ...required(),
    '--browser-command',
    `"${process.execPath}" -e "process.exit(3)"`,
    '--json',
  ])
  expect([JSON.parse(out).code, code]).toEqual(['BROWSER', 2])
})

test('Ctrl+C cancels', async () => {
  const cancel = new AbortController()
  const { code, out } = await run([...required(), '--no-browser', '--json'], {
    stderr: async () => cancel.abort(),
    signal: cancel.signal,
  })
  expect([JSON.parse(out).code, code]).toEqual(['CANCELLED', 2])
})

describe('usage', () => {
  test.each<[string, readonly string[]]>([
    ['no issuer', ['--client-id', 'a']],
    ['no client ID', ['--issuer', 'https://a.example']],
    [
      'a secret as an argument',
      ['--issuer', 'https://a.example', '--client-id', 'a', '--client-secret', 's'],
    ],
    [
      'a variable that is not set',
      ['--issuer', 'https://a.example', '--client-id', 'a', '--client-secret-env', 'NOPE'],
    ],
    ['an unknown method', ['--issuer', 'https://a.example', '--client-id', 'a', '--auth-method', 'magic']],
    [
      'a method without a secret',
      ['--issuer', 'https://a.example', '--client-id', 'a', '--auth-method', 'client_secret_post'],
    ],
    [
      'another host',
      ['--issuer', 'https://a.example', '--client-id', 'a', '--redirect-uri', 'http://localhost.example/cb'],
    ],
    [
      'a port out of range',
      ['--issuer', 'https://a.example', '--client-id', 'a', '--redirect-uri', 'http://127.0.0.1:99999/'],
    ],
    [
      'a fallback without a port',
      ['--issuer', 'https://a.example', '--client-id', 'a', '--fallback-port', '8001'],
    ],
    [
      'a fallback that is no port',
      [
        ...['--issuer', 'https://a.example', '--client-id', 'a', '--redirect-uri', 'http://127.0.0.1:8000/'],
        ...['--fallback-port', '0'],
      ],
    ],
    ['a timeout in words', ['--issuer', 'https://a.example', '--client-id', 'a', '--timeout', 'soon']],
    [
      'both browsers',
      ['--issuer', 'https://a.example', '--client-id', 'a', '--no-browser', '--browser-command', 'x'],
    ],
    [
      'a command that is not closed',
      ['--issuer', 'https://a.example', '--client-id', 'a', '--browser-command', '"x'],
    ],
    ['an unknown browser', ['--issuer', 'https://a.example', '--client-id', 'a', '--browser', 'clean:lynx']],
    ['a kind of no browser', ['--issuer', 'https://a.example', '--client-id', 'a', '--browser', 'command']],
    ['a parameter of the run', ['--issuer', 'https://a.example', '--client-id', 'a', '--param', 'state=x']],
    ['a positional', ['--issuer', 'https://a.example', '--client-id', 'a', 'x']],
  ])('%s', async (_, argv) => {
    await expect(run(argv)).rejects.toMatchObject({ name: 'UsageError' })
  })

  test('--help', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('--browser-command'),
    })
  })
})

describe('grants without a browser', () => {
  const machine = () => [...required(), '--json', '--grant-type']
  const form = () => Object.fromEntries(op.requests.findLast(({ path }) => path === '/token')?.form ?? [])
  const env = () => ({
    SCRIPTED_SECRET: op.clientSecret,
    WORD: userPassword,
    TOKEN: 'canary-handed',
    KEY: JSON.stringify(ecKey('P-256').privateKey.export({ format: 'jwk' })),
  })

  test.each<[string, readonly string[], Record<string, string>]>([
    ['client_credentials', ['--scope', 'orders'], { scope: 'orders' }],
    ['password', ['--username', 'ada', '--password-env', 'WORD'], { username: 'ada' }],
    ['refresh_token', ['--refresh-token-env', 'TOKEN'], { refresh_token: 'canary-handed' }],
    [
      'token-exchange',
      ['--subject-token-env', 'TOKEN', '--audience', 'a', '--requested-token-type', 'urn:x'],
      { subject_token: 'canary-handed', audience: 'a', requested_token_type: 'urn:x' },
    ],
    ['jwt-bearer', ['--signing-key-env', 'KEY', '--assertion-subject', 'ada'], {}],
    ['saml2-bearer', ['--assertion-env', 'TOKEN'], { assertion: 'canary-handed' }],
    ['urn:ietf:params:oauth:grant-type:saml2-bearer', ['--assertion-env', 'TOKEN'], {}],
  ])('%s', async (grant, flags, sent) => {
    const { code, out, err } = await run([...machine(), grant, ...flags], { env: env() })
    const refreshed = grant === 'refresh_token'
    // The scripted issuer knows no refresh token of this name: its refusal is the answer.
    expect(code).toBe(refreshed ? 1 : 0)
    expect(form()).toMatchObject(sent)
    expect(form().grant_type).toMatch(grant.replace(/^urn:.*:/, ''))
    expect(err).toBe('')
    for (const secret of [userPassword, 'canary-handed', op.clientSecret]) {
      expect(JSON.stringify(JSON.parse(out).steps)).not.toContain(secret)
    }
  })

  test('each way of client authentication', async () => {
    for (const method of ['client_secret_basic', 'client_secret_post', 'client_secret_jwt']) {
      const { code } = await run([...machine(), 'client_credentials', '--auth-method', method])
      expect([method, code]).toEqual([method, 0])
    }
    const keyed = [
      '--auth-method',
      'private_key_jwt',
      '--signing-key-env',
      'KEY',
      '--client-assertion-alg',
      'ES256',
    ]
    expect((await run([...machine(), 'client_credentials', ...keyed], { env: env() })).code).toBe(0)
  })

  test('a refusal is 1, no answer is 2', async () => {
    op.setFaults({ tokenError: { error: 'invalid_scope' } })
    const refused = await run([...machine(), 'client_credentials'])
    expect([refused.code, JSON.parse(refused.out).code]).toEqual([1, 'PROVIDER_ERROR'])
    op.setFaults({ answers: { token: 'reset' } })
    expect((await run([...machine(), 'client_credentials'])).code).toBe(2)
  })

  test('a device says its code on standard error, and the tokens follow', async () => {
    op.setFaults({ device: { interval: 0 } })
    const { code, out, err } = await run([...machine(), 'device_code'])
    expect(code).toBe(0)
    expect(err).toContain(`Open ${op.issuer}/enter and enter WDJB-MJHT`)
    expect(err + JSON.stringify(JSON.parse(out).steps)).not.toContain('canary')
  })

  test.each<[readonly string[], RegExp]>([
    [['password', '--username', 'ada'], /--password-env/],
    [['password', '--password-env', 'WORD'], /--username/],
    [['ciba', '--scope', 'openid'], /login_hint/],
    [['constructor'], /--grant-type is one of/],
    [['jwt-bearer'], /--assertion-env/],
    [['client_credentials', '--basic-credentials', 'x'], /--basic-credentials/],
    [['client_credentials', '--password-env', 'WORD', '--password-file', 'x'], /exclude each other/],
    [['client_credentials', '--auth-method', 'private_key_jwt'], /--signing-key-env/],
  ])('%s: wrong usage, and nothing is sent', async (flags, message) => {
    const before = op.requests.length
    await expect(run([...machine(), ...flags], { env: env() })).rejects.toThrow(message)
    expect(op.requests).toHaveLength(before)
  })
})

describe('a profile file', () => {
  const files = (profile: unknown): Partial<CliIo> => ({
    readFile: async (path) => {
      if (path === 'p.json') return Buffer.from(JSON.stringify(profile))
      if (path === 'secret.txt') return Buffer.from(`${op.clientSecret}\n`)
      throw new Error('no such file')
    },
  })
  const profile = () => ({
    issuer: op.issuer,
    client_id: op.clientId,
    grant_type: 'client_credentials',
    scope: 'orders',
    parameters: { resource: ['https://a.test', 'https://b.test'] },
    secrets: { client_secret: { file: 'secret.txt' } },
  })

  test('is enough, with a secret from a file', async () => {
    const { code } = await run(['--profile', 'p.json', '--json'], files(profile()))
    expect(code).toBe(0)
    const form = op.requests.findLast(({ path }) => path === '/token')?.form
    expect(form?.getAll('resource')).toEqual(['https://a.test', 'https://b.test'])
  })

  test('options go before it', async () => {
    await run(
      ['--profile', 'p.json', '--scope', 'stock', '--auth-method', 'client_secret_post'],
      files(profile()),
    )
    const form = op.requests.findLast(({ path }) => path === '/token')?.form
    expect(form?.get('scope')).toBe('stock')
    expect(form?.get('client_id')).toBe(op.clientId)
  })

  test('a secret that is not there is wrong usage', async () => {
    const absent = { ...profile(), secrets: { client_secret: { env: 'ABSENT' } } }
    await expect(run(['--profile', 'p.json'], files(absent))).rejects.toThrow(/no environment variable/)
  })
})
