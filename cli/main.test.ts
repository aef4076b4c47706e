import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const token = `${btoa('{"alg":"none"}').replace(/=+$/, '')}.${btoa('{"iss":"a"}').replace(/=+$/, '')}.`

function run(
  argv: readonly string[],
  stdin = '',
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...argv])
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(stdin)
  })
}

describe('the program', () => {
  it('decodes from standard input', async () => {
    const { code, out } = await run(['decode', '--json'], `${token}\n`)
    expect([code, JSON.parse(out).format]).toEqual([0, 'unsecured'])
  })

  it('refuses an unsecured token with exit code 1', async () => {
    const line = JSON.stringify({ id: 1, token, secret: 'x' })
    const { code, out } = await run(['verify', '--batch'], line)
    expect([code, JSON.parse(out).code]).toEqual([1, 'UNSECURED'])
  })

  it.each([[['nothing']], [['__proto__']], [[]], [['verify', '--nothing']], [['decode', 'a', 'b']]])(
    'exits 2 for %j, with a sentence and no stack',
    async (argv) => {
      const { code, out, err } = await run(argv)
      expect(code).toBe(2)
      expect(out + err).toMatch(/claimscope/)
      expect(err).not.toMatch(/\n {4}at /)
    },
  )

  it('explains itself', async () => {
    for (const argv of [['--help'], ['decode', '--help'], ['verify', '-h']]) {
      const { code, out } = await run(argv)
      expect([code, out]).toEqual([0, expect.stringContaining('claimscope')])
    }
  })

  /** The exit code where nobody reads the stream from the start, or from its first bytes on. */
  const runUnread = (argv: readonly string[], stdin: string, leave: (child: ChildProcess) => void) =>
    new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, [main, ...argv])
      leave(child)
      child.on('close', resolve)
      child.stdin.on('error', () => undefined)
      child.stdin.end(stdin)
    })
  const many = `${JSON.stringify({ token })}\n`.repeat(3000)

  it.each<readonly [string, readonly string[], string, (child: ChildProcess) => void]>([
    ['nobody reads', ['verify', '--batch'], many, ({ stdout }) => stdout?.destroy()],
    ['nobody reads a short answer', ['decode'], 'a.b', ({ stdout }) => stdout?.destroy()],
    ['nobody reads a short answer to a good token', ['decode'], token, ({ stdout }) => stdout?.destroy()],
    [
      'the reader goes after the first line',
      ['verify', '--batch'],
      many,
      ({ stdout }) => stdout?.once('data', () => stdout.destroy()),
    ],
    ['nobody reads the errors', ['nothing'], '', ({ stderr }) => stderr?.destroy()],
  ])('exits 2 where the answer cannot be delivered: %s', async (_name, argv, stdin, leave) => {
    expect(await runUnread(argv, stdin, leave)).toBe(2)
  })

  it('keeps its exit code where only a message for people cannot be delivered', async () => {
    const missing = ['verify', token, '--key', 'no such file']
    expect(await runUnread(missing, '', ({ stderr }) => stderr?.destroy())).toBe(2)
  })
})
