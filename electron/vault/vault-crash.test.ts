import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestFolder, openAt } from './test-vault.ts'

/** `VAULT_KILLS=500` for the long run. */
const kills = Number(process.env.VAULT_KILLS ?? 40)
const writer = join(import.meta.dirname, 'test-writer.ts')

let folder: ReturnType<typeof createTestFolder>
beforeEach(() => {
  folder = createTestFolder()
})
afterEach(() => {
  folder.remove()
})

type Ended = { readonly lines: readonly string[]; readonly exitCode: number | null; readonly errors: string }

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', writer, folder.directory, ...args])
}

function ended(child: ChildProcess, onLine: (line: string) => void = () => undefined): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let text = ''
    let errors = ''
    child.stderr?.on('data', (chunk) => {
      errors += chunk
    })
    child.stdout?.on('data', (chunk) => {
      text += chunk
      for (const line of String(chunk).trim().split('\n')) onLine(line)
    })
    child.on('error', reject)
    child.on('close', (exitCode) => {
      // A last line without its end was cut off by the kill.
      resolve({ lines: text.split('\n').slice(0, -1), exitCode, errors })
    })
  })
}

/** What must and what may be in the vault after the lines a writer printed. */
function expectedAfter(lines: readonly string[]) {
  const sure = new Set<string>()
  const open = new Set<string>()
  for (const line of lines) {
    const [word = '', name = ''] = line.split(' ')
    if (word === 'saved') sure.add(name)
    if (word === 'removing') {
      sure.delete(name)
      open.add(name)
    }
    if (word === 'removed') open.delete(name)
  }
  return { sure, open }
}

it(`loses nothing acknowledged in ${kills} kills`, { timeout: 60_000 + kills * 2_000 }, async () => {
  let acknowledged = 0
  let journals = 0
  for (let round = 0; round < kills; round += 1) {
    const child = start(`w${round}`)
    // Killed after so many lines and so many milliseconds: before, between and inside writes, and while
    // the vault is still being made or recovered.
    const afterLines = round % 7
    const delayMs = Math.random() * (afterLines === 0 ? 250 : 8)
    const kill = () => setTimeout(() => child.kill('SIGKILL'), delayMs)
    if (afterLines === 0) kill()
    let seen = 0
    const { lines, exitCode, errors } = await ended(child, () => {
      seen += 1
      if (seen === afterLines) kill()
    })
    expect(errors).toBe('')
    expect(exitCode).toBeNull()
    expect(lines.filter((line) => !/^(saved|removing|removed) /.test(line))).toEqual([])
    if (readdirSync(folder.root).includes('vault') && folder.names().includes('vault.db-journal'))
      journals += 1

    const vault = await openAt(folder.directory)
    expect(vault.status()).toEqual({ kind: 'sealed', backend: 'fake_store', notice: null })
    const { sure, open } = expectedAfter(lines)
    const mine = vault.profiles().filter((profile) => profile.name.startsWith(`w${round}-`))
    const names = new Set(mine.map((profile) => profile.name))
    for (const name of sure) expect(names).toContain(name)
    // Beyond what was acknowledged, only the one save that was under way.
    expect(mine.length).toBeLessThanOrEqual(sure.size + open.size + 1)
    for (const profile of mine) {
      expect(vault.secret(profile.id, 'client_secret')).toBe(profile.name.padEnd(40, '.'))
      vault.remove(profile.id)
    }
    acknowledged += sure.size
    vault.close()
    // SQLite leaves a journal that was not begun in earnest where it is until the next write.
    if (mine.length > 0) expect(folder.names()).toEqual(['vault.db'])
  }
  // The loop proves something only if writes were acknowledged and some kill fell inside one.
  expect(acknowledged).toBeGreaterThan(kills)
  if (kills >= 200) expect(journals).toBeGreaterThan(0)
})

it('two processes write at the same time, from the first moment, and neither loses anything', {
  timeout: 60_000,
}, async () => {
  const results = await Promise.all([ended(start('a', '60')), ended(start('b', '60'))])
  for (const { exitCode, errors, lines } of results) {
    expect({ exitCode, errors, failures: lines.filter((line) => line.startsWith('failed')) }).toEqual({
      exitCode: 0,
      errors: '',
      failures: [],
    })
  }
  const vault = await openAt(folder.directory)
  expect(vault.status()).toEqual({ kind: 'sealed', backend: 'fake_store', notice: null })
  const names = vault.profiles().map((profile) => profile.name)
  const kept = [...Array(60).keys()].filter((number) => number % 3 !== 2)
  expect(names.sort()).toEqual(['a', 'b'].flatMap((name) => kept.map((number) => `${name}-${number}`)).sort())
  vault.close()
  expect(folder.names()).toEqual(['vault.db'])
})

it.skipIf(process.platform === 'win32')(
  'a disk that takes no more: the write fails by its code, what was there stays',
  { timeout: 60_000 },
  async () => {
    // A limit on file size is a full disk that needs no mount. The signal that would end the process is ignored.
    const child = spawn('sh', [
      '-c',
      'trap "" XFSZ; ulimit -f 256; exec "$@"',
      'sh',
      process.execPath,
      '--no-warnings',
      writer,
      folder.directory,
      'full',
      '0',
      '9000',
    ])
    const { lines, exitCode } = await ended(child)
    expect(exitCode).toBe(4)
    expect(lines.at(-2)).toMatch(/^failed full-\d+ ERR_VAULT_WRITE nothing was saved: the disk /)
    const { sure } = expectedAfter(lines)
    expect(sure.size).toBeGreaterThan(3)
    expect(lines.at(-1)).toBe(`holds ${sure.size}`)
    const vault = await openAt(folder.directory)
    expect(vault.status()).toEqual({ kind: 'sealed', backend: 'fake_store', notice: null })
    expect(new Set(vault.profiles().map((profile) => profile.name))).toEqual(sure)
    vault.close()
    expect(statSync(folder.file).size).toBeGreaterThan(50_000)
  },
)
