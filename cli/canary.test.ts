import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { jws } from '../electron/jose/test-tokens.ts'
import { noConnect } from '../electron/net/test-connection.ts'
import { apiCommand } from './api.ts'
import { decodeCommand } from './decode.ts'
import { decryptCommand } from './decrypt.ts'
import { diffCommand } from './diff.ts'
import { discoverCommand } from './discover.ts'
import { encryptCommand } from './encrypt.ts'
import type { CliIo } from './io.ts'
import { keyCommand } from './key.ts'
import { lintCommand } from './lint.ts'
import { logoutCommand } from './logout.ts'
import { profileCommand } from './profile.ts'
import { registerCommand } from './register.ts'
import { refreshCommand, runCommand } from './run.ts'
import { scanCommand } from './scan.ts'
import { signCommand } from './sign.ts'
import { introspectCommand, revokeCommand, userinfoCommand } from './token-call.ts'
import { verifyCommand } from './verify.ts'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
const jwk = privateKey.export({ format: 'jwk' })
const secret = randomBytes(30).toString('base64url').replace(/^-+/, 'x')
const issued = jws({ alg: 'HS256' }, { iss: 'canary' }, 'k'.repeat(64))

/** What is given, and pieces of it that must come out nowhere. */
const canaries = {
  'a PEM': [pem, pem.split('\n').slice(1, -2)],
  'a PEM in one line': [pem.replaceAll('\n', '\\n'), pem.split('\n').slice(1, -2)],
  'a JWK': [JSON.stringify(jwk), [String(jwk.d)]],
  'a JWKS': [JSON.stringify({ keys: [jwk] }, null, 2), [String(jwk.d)]],
  'a secret': [secret, [secret]],
  'a secret like an option': [`-${secret}`, [secret]],
  'a secret like a long option': [`--${secret}`, [secret]],
  'a secret like a path': [`/${secret}`, [secret]],
  'a secret like an address': [`x${secret}://y`, [secret]],
  'a token': [issued, [issued.split('.')[2] ?? '']],
} as const satisfies Readonly<Record<string, readonly [string, readonly string[]]>>

type Command = (argv: readonly string[], io: CliIo) => Promise<number>
const keyOf =
  (name: string): Command =>
  (argv, io) =>
    keyCommand([name, ...argv], io)
const commands: Readonly<Record<string, Command>> = {
  decode: decodeCommand,
  verify: verifyCommand,
  sign: signCommand,
  lint: lintCommand,
  diff: diffCommand,
  decrypt: decryptCommand,
  encrypt: encryptCommand,
  scan: scanCommand,
  'key generate': keyOf('generate'),
  'key convert': keyOf('convert'),
  'key thumbprint': keyOf('thumbprint'),
  'key check': keyOf('check'),
  key: keyCommand,
  'profile check': (argv, io) => profileCommand(['check', ...argv], io),
  'profile import': (argv, io) => profileCommand(['import', ...argv], io),
  run: runCommand,
  refresh: refreshCommand,
  register: registerCommand,
  discover: discoverCommand,
  userinfo: userinfoCommand,
  introspect: introspectCommand,
  revoke: revokeCommand,
  logout: logoutCommand,
  api: apiCommand,
}
const token = jws({ alg: 'HS256' }, { iss: 'https://a.test' }, 'k'.repeat(64))
const files: Readonly<Record<string, string>> = {
  'k.jwk': JSON.stringify({ kty: 'oct', k: Buffer.from('k'.repeat(64)).toString('base64url') }),
  'ec.jwk': JSON.stringify(jwk),
  'c.json': '{"iss":"a"}',
}
const provider = ['--issuer', 'https://a.test', '--client-id', 'a', '--no-browser', '--timeout', '1']
/** What a command needs for an option to be looked at. */
const complete: Readonly<Record<string, readonly (readonly string[])[]>> = {
  verify: [[token], [token, '--key', 'k.jwk'], [token, '--key', 'k.jwk', '--as', 'id_token']],
  sign: [['c.json'], ['c.json', '--key', 'k.jwk']],
  lint: [[token]],
  decrypt: [[token], [token, '--key', 'k.jwk']],
  encrypt: [['c.json'], ['c.json', '--alg', 'A256GCMKW', '--key', 'k.jwk']],
  diff: [[token]],
  decode: [[token]],
  scan: [['c.json']],
  run: [provider, [...provider, '--grant-type', 'client_credentials']],
  refresh: [provider],
  register: [['--issuer', 'https://a.test']],
  userinfo: [provider],
  introspect: [provider],
  revoke: [provider],
  logout: [provider],
  api: [['--url', 'https://a.test', '--token-file', 'c.json']],
  'key generate': [['--kty', 'EC']],
  'key convert': [['ec.jwk'], ['ec.jwk', '--to', 'jwk']],
  'key thumbprint': [['ec.jwk']],
  'key check': [['ec.jwk']],
}
/** Their value is compared with the token, is a name in it, or is written into it: the result names it, as it was asked to. */
const named =
  /^--(?:alg|iss|aud|typ|cty|nonce|kid|claim|header|client-id|code|state|acr-values|scope|htm|htu|jkt|token-endpoint|kb-aud|kb-nonce|issuer|disclose|sd)$/

async function run(command: Command, argv: readonly string[]): Promise<string> {
  const out: string[] = []
  const io: CliIo = {
    stdout: async (text) => void out.push(Buffer.from(text as string).toString()),
    stderr: async (text) => void out.push(text),
    readStdin: async function* () {},
    readFile: async (path) => {
      const text = files[path]
      if (text === undefined)
        throw Object.assign(new Error(path), { code: path.length > 255 ? 'ENAMETOOLONG' : 'ENOENT' })
      return Buffer.from(text)
    },
    env: {},
    now: () => 1_800_000_000_000,
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    connect: noConnect,
    signal: new AbortController().signal,
  }
  try {
    await command(argv, io)
  } catch (error) {
    out.push(String((error as Error).message))
  }
  return out.join('\n')
}

test.each(Object.entries(commands))(
  '%s repeats no key, secret or token from a wrong place',
  async (name, command) => {
    const help = await run(command, ['--help'])
    const options = [...new Set(help.match(/--[a-z][\w-]*/g))].filter((option) => option !== '--help')
    const leaks: string[] = []
    for (const [what, [value, pieces]] of Object.entries(canaries)) {
      const calls: (readonly string[])[] = [
        ['-', value],
        [value, value],
        ['c.json', value],
        ['--', value, value],
      ]
      if (what !== 'a token' || !/^(?:decode|lint|verify|decrypt|diff)$/.test(name))
        calls.push([value], ['--', value])
      for (const option of options) {
        if (named.test(option) && /secret|token/.test(what)) continue
        for (const rest of [[], ...(complete[name] ?? [])]) {
          calls.push([...rest, option, value], [...rest, `${option}=${value}`])
          if (option === '--recipient') calls.push([...rest, option, `RSA-OAEP=${value}`])
        }
      }
      for (const argv of calls) {
        const output = await run(command, argv)
        if (name === 'decode' && argv.at(-1) === issued) continue
        if (pieces.some((piece) => output.includes(piece)))
          leaks.push(
            `${name} ${what}: ${argv.map((each) => each.slice(0, 24)).join(' ')} → ${output.slice(0, 160)}`,
          )
      }
    }
    expect(leaks).toEqual([])
  },
)
