import { execFile, spawnSync } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordedRequest } from '../oauth/run.ts'
import { createCurl } from './curl.ts'
import { quotePosix } from './posix-quote.ts'

const form = ['content-type', 'application/x-www-form-urlencoded'] as const
const hidden = '‹hidden, 43 characters›'
const request = (change: Partial<RecordedRequest>): RecordedRequest => ({
  method: 'POST',
  url: 'https://op.test/token',
  headers: [form],
  body: null,
  ...change,
})
const hasShell = spawnSync('sh', ['-c', 'exit 0']).status === 0
const hasCurl = spawnSync('curl', ['--version']).status === 0

const hostile = [
  ['quotes', `a'b"c'\\''d`],
  ['substitution', '$(touch /tmp/x) `id` $\u007bHOME} $HOME !! ; & | > <'],
  ['line ends', 'a\nb\r\nc'],
  ['a file', '@/etc/passwd'],
  ['an option', '--config /etc/x'],
  ['bidi and zero width', 'a\u202eb\u200bc'],
  ['controls', '\u0001\u001b[2J\u007f'],
  ['glob', '[1-3]{a,b}*?~'],
  ['trailing line end', 'a\n'],
] as const

describe.skipIf(!hasShell)('one word of the shell', () => {
  const said = (word: string) =>
    spawnSync('sh', ['-c', `printf %s ${word}; printf .`])
      .stdout.toString()
      .slice(0, -1)
  test.each(hostile)('%s is what it was', (_, text) => {
    expect(said(quotePosix(text))).toBe(text)
    expect(quotePosix(text)).not.toMatch(/[\u202e\u200b\u001b\u0001]/)
  })
  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        fc.pre(!text.includes('\0'))
        expect(said(quotePosix(text))).toBe(new TextDecoder().decode(new TextEncoder().encode(text)))
      }),
      { numRuns: 40 },
    )
  })
})

test('what was hidden becomes a variable by where it stands', () => {
  const command = createCurl(
    request({
      url: `https://op.test/token?id_token_hint=${hidden}&a=b`,
      headers: [form, ['authorization', `Basic ${hidden}`], ['cookie', hidden], ['content-length', '7']],
      body: `grant_type=authorization_code&code=${hidden}&client_secret=${hidden}&path=${hidden}&ld_preload=${hidden}`,
    }),
    "my'app:1",
  )
  expect(command).toBe(
    [
      '# Values in the address must be percent-encoded.',
      '# RFC 6749 §2.3.1: servers expect CLIENT_SECRET form-encoded here.',
      `curl --globoff --url 'https://op.test/token?''id_token_hint='"$ID_TOKEN_HINT"'&''a=b' \\`,
      `  --request 'POST' \\`,
      `  --header 'content-type: application/x-www-form-urlencoded' \\`,
      `  --user 'my%27app%3A1:'"$CLIENT_SECRET" \\`,
      `  --header 'cookie: '"$COOKIE" \\`,
      `  --data-urlencode 'grant_type=authorization_code' \\`,
      `  --data-urlencode 'code='"$CODE" \\`,
      `  --data-urlencode 'client_secret='"$CLIENT_SECRET" \\`,
      `  --data-urlencode 'path='"$HIDDEN_VALUE" \\`,
      `  --data-urlencode 'ld_preload='"$HIDDEN_VALUE"`,
      '',
    ].join('\n'),
  )
  const bearer = createCurl(request({ method: 'GET', headers: [['authorization', `Bearer ${hidden}`]] }), 'a')
  expect(bearer).toBe(
    `curl --globoff --url 'https://op.test/token' \\\n  --header 'authorization: Bearer '"$ACCESS_TOKEN"\n`,
  )
})

describe.skipIf(!hasShell || !hasCurl)('run by a shell', () => {
  let seen: { request: IncomingMessage; body: string } | null = null
  const server = createServer((incoming, answer) => {
    let body = ''
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    incoming.on('end', () => {
      seen = { request: incoming, body }
      answer.end('ok')
    })
  })
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const run = async (command: string, env: Record<string, string> = {}) => {
    seen = null
    const options = { env: { PATH: process.env.PATH ?? '', NO_PROXY: '*', ...env } }
    await promisify(execFile)('sh', ['-c', command.replace('curl ', 'curl --silent --disable ')], options)
    return seen as unknown as { request: IncomingMessage; body: string }
  }
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  test.each(hostile)('%s arrives as it was sent', async (_, text) => {
    const fields = new URLSearchParams([
      ['grant_type', 'x'],
      [text, text],
      ['', text],
      ['code', hidden],
    ])
    const query = new URLSearchParams({ q: text })
    const command = createCurl(
      request({
        url: `${origin()}/t?${query}`,
        headers: [form, ['x-empty', ''], ['x-text', text.replace(/[^\x20-\x7e]/g, '?')]],
        body: fields.toString(),
      }),
      text,
    )
    expect(spawnSync('sh', ['-n'], { input: command }).status).toBe(0)
    const { request: got, body } = await run(command, { CODE: 'a+b&c' })
    expect(got.url).toBe(`/t?${query}`)
    expect([...new URLSearchParams(body)]).toEqual(
      [...fields].map(([name, value]) => [name, value === hidden ? 'a+b&c' : value]),
    )
    expect(got.headers['x-empty']).toBe('')
    expect(got.headers['x-text']).toBe(text.replace(/[^\x20-\x7e]/g, '?').trim())
  })

  test('a body that is no form arrives as it is', async () => {
    const body = `{"a":"@'b'","c":"\u202e"}`
    const command = createCurl(
      request({ url: origin(), headers: [['content-type', 'application/json']], body }),
      'a',
    )
    expect((await run(command)).body).toBe(body)
  })
})
