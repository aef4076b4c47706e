import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const docs = readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'claimscope-examples-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const examples = [...docs.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block.split('\n').filter((line) => line !== ''),
)
const commands = [...docs.matchAll(/^\| `([a-z ]+?)(?= [^a-z]|`| [A-Z])/gm)].map(([, name = '']) => name)

describe.skipIf(process.platform === 'win32')('the examples of the documentation', () => {
  it('work one after the other, each message apart from each result', { timeout: 120_000 }, () => {
    expect(examples.length).toBeGreaterThan(10)
    for (const example of examples) {
      const line = example.replaceAll('npm run -s cli --', `'${process.execPath}' '${main}'`)
      const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' })
      expect([
        example,
        status,
        stderr.replace(/^This is a (?:private key|secret): .*\n|^Opened .*\n|^\d+ token found; .*\n/gm, ''),
      ]).toEqual([example, 0, ''])
      expect(stdout !== '' || example.includes('>'), example).toBe(true)
    }
  })

  it('are about every command that needs no provider', () => {
    const named = new Set(commands.map((name) => name.split(' ')[0] ?? ''))
    expect(named.size).toBe(19)
    const shown = new Set(
      examples.flatMap((line) => [...line.matchAll(/cli -- ([a-z]+)/g)].map(([, name]) => name)),
    )
    const needProvider = [
      'discover',
      'register',
      'userinfo',
      'introspect',
      'revoke',
      'logout',
      'refresh',
      'run',
      'api',
    ]
    expect([...named].filter((name) => !shown.has(name)).sort()).toEqual(needProvider.sort())
  })
})

it('every command of the documentation explains itself on standard output', {
  timeout: 120_000,
}, async () => {
  const answers = await Promise.all(
    commands.map(async (name) => ({
      name,
      ...(await run(process.execPath, [main, ...name.split(' '), '--help'])),
    })),
  )
  for (const { name, stdout, stderr } of answers) {
    expect([name, stderr]).toEqual([name, ''])
    expect(stdout).toMatch(new RegExp(`^claimscope ${name}\\b[\\s\\S]*\\n$`))
    expect(stdout).toMatch(/exit code/i)
  }
})
