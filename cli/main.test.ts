import { spawn } from 'node:child_process'
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
})
