import { describe, expect, it } from 'vitest'
import { noConnect } from '../electron/net/test-connection.ts'
import { type CliIo, UsageError } from './io.ts'
import { scanCommand } from './scan.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signature = 'c2VjcmV0LXNpZ25hdHVyZQ'
const token = `${encode({ alg: 'RS256' })}.${encode({ iss: 'https://a.test', big: 1, exp: 1000 })}.${signature}`
const big = `${encode({ alg: 'ES256' })}.${Buffer.from('{"n":12345678901234567890,\n"x":"\u202e"}').toString('base64url')}.${signature}`
const refresh = '8xLOxBtZp8kdj29dkjs92aBc'

function world(input: string, files: Readonly<Record<string, Uint8Array>> = {}) {
  const out: string[] = []
  const err: string[] = []
  const io: CliIo = {
    stdout: async (text) => void out.push(String(text)),
    stderr: async (text) => void err.push(text),
    readStdin: async function* () {
      for (let at = 0; at < input.length; at += 37) yield input.slice(at, at + 37)
    },
    readFile: async (path) => {
      const file = files[path]
      if (!file) throw Object.assign(new Error('no'), { code: 'ENOENT' })
      return file
    },
    env: {},
    now: () => 2_000_000,
    fetch: () => Promise.reject(new TypeError('no network here')),
    connect: noConnect,
    signal: new AbortController().signal,
  }
  return { io, out: () => out.join(''), err: () => err.join('') }
}

describe('scan', () => {
  it('prints one line a token, with its place and expiry', async () => {
    const { io, out, err } = world(`first line\n{"id_token":"${token}"}\n`)
    expect(await scanCommand([], io)).toBe(0)
    expect(out()).toBe(
      `line 2  offset 24-${24 + token.length}  JWT  RS256  https://a.test  expired 16 min ago  id_token inside other text\n`,
    )
    expect(err()).toContain('1 token found; nothing was verified.')
  })

  it('never prints a signature or an opaque value', async () => {
    const text = JSON.stringify({
      id_token: token,
      refresh_token: refresh,
      nested: Buffer.from(token).toString('base64'),
    })
    for (const options of [[], ['--json']]) {
      const { io, out, err } = world(text)
      expect(await scanCommand(['-', ...options], io)).toBe(0)
      expect(out().trim().split('\n')).toHaveLength(3)
      expect(out() + err()).not.toContain(signature)
      expect(out() + err()).not.toContain(refresh)
    }
  })

  it('keeps header and claims as written in JSON lines', async () => {
    const { io, out } = world(`a ${big} b`)
    await scanCommand(['--json'], io)
    expect(out()).toContain('12345678901234567890')
    expect(out()).not.toContain('\u202e')
    expect(out().trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(out())).toMatchObject({
      format: 'jws',
      offset: 2,
      end: 2 + big.length,
      verified: false,
      header: { alg: 'ES256' },
      claims: { x: '\u202e' },
      place: 'inside other text',
    })
  })

  it('reads a file, also one in UTF-16, and tells what was skipped', async () => {
    const text = `\ufeff${token} and ${token.slice(0, 60)}...`
    const { io, out, err } = world('', { log: new Uint8Array(Buffer.from(text, 'utf16le')) })
    expect(await scanCommand(['log'], io)).toBe(0)
    expect(out().trim().split('\n')).toHaveLength(1)
    expect(err()).toMatch(/skipped at \d+-\d+: It ends in an ellipsis/)
  })

  it('refuses what is too large, missing or more than one', async () => {
    const large = new Uint8Array(100_000_001)
    await expect(scanCommand(['large'], world('', { large }).io)).rejects.toThrow(/larger than 100 MB/)
    await expect(scanCommand(['none'], world('').io)).rejects.toThrow(UsageError)
    await expect(scanCommand(['a', 'b'], world('').io)).rejects.toThrow(UsageError)
  })

  it('finds nothing in nothing', async () => {
    const { io, out, err } = world('')
    expect(await scanCommand(['-'], io)).toBe(0)
    expect([out(), err()]).toEqual(['', '0 tokens found; nothing was verified.\n'])
  })
})
