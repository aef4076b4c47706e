import { describe, expect, it } from 'vitest'
import { jws, rsaKey } from '../electron/jose/test-tokens.ts'
import { noConnect } from '../electron/net/test-connection.ts'
import { type CliIo, UsageError } from './io.ts'
import { lintCommand } from './lint.ts'
import { maxJudged } from './lint-scan.ts'
import { version } from './version.ts'

const now = 1_800_000_000
const rsa = rsaKey()
const claims = {
  iss: 'https://issuer.test',
  sub: 'a',
  aud: 'api://x',
  iat: now - 10,
  exp: now + 600,
  jti: 'j',
}
const good = jws({ alg: 'RS256', kid: 'k1' }, claims, rsa.privateKey)
const noAudience = jws({ alg: 'RS256', kid: 'k1' }, { ...claims, aud: undefined }, rsa.privateKey)
const late = { ...claims, exp: now - 5 }
const expired = jws({ alg: 'RS256', kid: 'k1' }, late, rsa.privateKey)
const hostile = jws({ alg: 'RS256', kid: '\u001b[2J/../' }, late, rsa.privateKey)

function world(files: Readonly<Record<string, string>> = {}, stdin = '') {
  const out: string[] = []
  const err: string[] = []
  const io: CliIo = {
    stdout: async (text) => void out.push(String(text)),
    stderr: async (text) => void err.push(text),
    readStdin: async function* () {
      yield stdin
    },
    readFile: async (path) => {
      const file = files[path]
      if (file === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' })
      return Buffer.from(file)
    },
    env: {},
    now: () => now * 1000,
    fetch: () => Promise.reject(new Error('nothing is fetched')),
    connect: noConnect,
    signal: new AbortController().signal,
  }
  return { io, text: () => out.join(''), json: () => JSON.parse(out.join('')), err: () => err.join('') }
}

describe('lint', () => {
  it.each([
    ['0 for a good token', [good], 0],
    ['1 for an error', [expired], 1],
    ['0 for a warning', [noAudience], 0],
    ['1 for a warning that counts', [noAudience, '--fail-on', 'warning'], 1],
    ['0 for a good one at every level', [good, '--fail-on', 'warning'], 0],
    ['2 for opaque text', ['ghp_16C7e42F292c6912E7710c838347Ae178B4a'], 2],
  ])('exits with %s', async (_name, argv, code) => {
    expect(await lintCommand(argv as string[], world().io)).toBe(code)
  })

  it('prints text that says what was not run and that nothing was verified', async () => {
    const { io, text } = world({}, expired)
    await lintCommand([], io)
    expect(text()).toContain('JWT-C04  Expired  (payload.exp)')
    expect(text()).toContain('Not run')
    expect(text()).toContain('Nothing was verified')
    expect(text()).not.toContain('\u001b')
    const attack = world()
    await lintCommand([hostile], attack.io)
    expect(attack.text()).toContain('JWT-K05')
    expect(attack.text()).not.toContain('\u001b')
    expect(text()).not.toContain(expired.split('.')[2]?.slice(0, 12))
  })

  it('prints JSON, SARIF and JUnit', async () => {
    const json = world()
    await lintCommand([expired, '--format', 'json'], json.io)
    expect(json.json()).toMatchObject({
      summary: { error: 1 },
      findings: [{ rule: 'JWT-C04', path: 'payload.exp' }],
    })
    const sarif = world()
    await lintCommand([expired, '--format', 'sarif'], sarif.io)
    expect(sarif.json()).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleId: 'JWT-C04' }] }] })
    const junit = world()
    await lintCommand([expired, '--format', 'junit'], junit.io)
    expect(junit.text()).toContain('failures="1"')
  })

  it('takes a configuration: rules off with a reason, a policy', async () => {
    const files = {
      'lint.json': JSON.stringify({
        off: { 'JWT-C04': 'an old sample' },
        policy: { aud: 'api://y', alg: ['RS256'] },
      }),
    }
    const { io, json } = world(files)
    expect(await lintCommand([expired, '--format', 'json', '--config', 'lint.json'], io)).toBe(1)
    expect(json().findings.map(({ rule }: { rule: string }) => rule)).toEqual(['JWT-C10'])
    expect(json().suppressed).toMatchObject([{ rule: 'JWT-C04', reason: 'an old sample' }])
    expect(json().passed).toContain('JWT-A04')
  })

  it.each([
    ['no JSON', 'x'],
    ['an unknown rule', '{"off":{"JWT-X99":"why"}}'],
    ['no reason', '{"off":{"JWT-C04":" "}}'],
    ['an unknown name', '{"of":{}}'],
    ['a list', '[]'],
  ])('refuses a configuration with %s', async (_name, text) => {
    const { io } = world({ 'lint.json': text })
    await expect(lintCommand([good, '--config', 'lint.json'], io)).rejects.toThrow(UsageError)
  })

  it.each([
    [['--format', 'xml']],
    [['--fail-on', 'never']],
    [['--as', 'cookie']],
    [['--at', 'noon']],
    [['--skew', '-1']],
    [['--key', 'none.pem']],
    [['--secret-encoding', 'hex']],
  ])('refuses %j', async (argv) => {
    await expect(lintCommand([good, ...argv], world().io)).rejects.toThrow(UsageError)
  })

  it('runs the rules about keys where one is given', async () => {
    const { io, json } = world({ 'key.json': JSON.stringify({ ...rsa.jwk, alg: 'PS256' }) })
    expect(await lintCommand([good, '--key', 'key.json', '--format', 'json'], io)).toBe(1)
    expect(json().findings[0].rule).toBe('JWT-A05')
    expect(JSON.stringify(json())).not.toContain(rsa.jwk.n)
  })

  it('tries common secrets only when asked, and does not print the one it found', async () => {
    const token = jws({ alg: 'HS256' }, claims, 'supersecretkey')
    const quiet = world()
    await lintCommand([token, '--format', 'json'], quiet.io)
    expect(quiet.json().not_run.map(({ rule }: { rule: string }) => rule)).toContain('JWT-K08')
    const { io, json, err, text } = world()
    expect(await lintCommand([token, '--format', 'json', '--try-secrets'], io)).toBe(1)
    expect(json().findings.map(({ rule }: { rule: string }) => rule)).toContain('JWT-K08')
    expect(err() + text()).not.toContain('supersecretkey')
  })
})

describe('lint --scan', () => {
  const log = `GET /a\nAuthorization: Bearer ${good}\nand ${expired}\nrefresh_token=ghp_16C7e42F292c6912E7710c838347Ae178B4a`
  const files = { 'app log.txt': log }

  it('judges every token of a text in one report, and fails by level', async () => {
    const { io, json, err } = world(files)
    expect(await lintCommand(['--scan', 'app log.txt', '--format', 'json'], io)).toBe(1)
    expect(json()).toMatchObject({
      summary: { error: 1 },
      tokens: [
        { name: 'token-1', line: 2, findings: [] },
        { name: 'token-2', line: 3, findings: [{ rule: 'JWT-C04' }] },
      ],
      not_judged: 0,
    })
    expect(err()).toContain('2 tokens judged, 1 opaque')
    expect(JSON.stringify(json())).not.toContain(expired.split('.')[2]?.slice(0, 12))
  })
  it('takes standard input, and is content with good tokens', async () => {
    const { io, text } = world({}, `${good}\n${good}`)
    expect(await lintCommand(['--scan', '-'], io)).toBe(0)
    expect(text().match(/^token-\d/gm)).toHaveLength(2)
  })
  it('names places in SARIF and suites in JUnit', async () => {
    const sarif = world(files)
    await lintCommand(['--scan', 'app log.txt', '--format', 'sarif'], sarif.io)
    const [run] = sarif.json().runs
    expect(run.artifacts).toHaveLength(2)
    expect(run.tool.driver.semanticVersion).toBe(version)
    expect(run.results[0].locations[0]).toMatchObject({
      physicalLocation: {
        artifactLocation: { uri: 'app%20log.txt', index: 1 },
        region: { startLine: 3, charLength: expired.length },
      },
      logicalLocations: [{ fullyQualifiedName: 'token-2.payload.exp' }],
    })
    const junit = world(files)
    await lintCommand(['--scan', 'app log.txt', '--format', 'junit'], junit.io)
    expect(junit.text().match(/<testsuite /g)).toHaveLength(2)
    expect(junit.text()).toMatch(/^<testsuites [^>]*failures="1" errors="0"/m)
  })
  it('compares the tokens with each other', async () => {
    const twice = jws({ alg: 'RS512', kid: 'k1' }, claims, rsa.privateKey)
    const { io, json } = world({}, `${good} ${twice}`)
    await lintCommand(['--scan', '-', '--format', 'json', '--fail-on', 'warning'], io)
    expect(json().tokens[0].findings.map(({ rule }: { rule: string }) => rule)).toContain('JWT-A13')
  })
  it.each([
    ['no token', 'nothing here'],
    ['opaque values only', 'refresh_token=ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
  ])('does not pass a text with %s', async (_name, text) => {
    expect(await lintCommand(['--scan', '-'], world({}, text).io)).toBe(2)
  })
  it('does not pass what was found and not judged', async () => {
    const { io, err } = world({}, `${good}\n`.repeat(maxJudged + 1))
    expect(await lintCommand(['--scan', '-', '--format', 'junit'], io)).toBe(2)
    expect(err()).toContain('1 more NOT judged')
  })
  it.each([[['--scan', '-', good]], [['--scan', '-', '--try-secrets']], [['--scan', 'none.txt']]])(
    'refuses %j',
    async (argv) => {
      await expect(lintCommand(argv, world({}, good).io)).rejects.toThrow(UsageError)
    },
  )
})
