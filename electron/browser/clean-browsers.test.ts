import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CleanBrowsers, createCleanBrowsers } from './clean-browsers.ts'
import { writeTestBrowser } from './test-browser-program.ts'

const url = 'https://login.example/authorize?client_id=a&state=b'

// The stand-in for a browser is a shell script.
describe.skipIf(process.platform === 'win32')('a clean browser', () => {
  let folder: string
  let profiles: string
  let browser: { readonly program: string; readonly log: string }
  let clean: CleanBrowsers
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'claimscope-clean-test-'))
    browser = writeTestBrowser(join(folder, 'bin'), 'chromium')
    profiles = mkdtempSync(join(folder, 'profiles-'))
    clean = createCleanBrowsers(profiles)
  })
  afterEach(async () => {
    await clean.closeAll()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = (runId: string) => clean.open(runId, { name: 'chromium', program: browser.program }, url, 20)
  const log = () => (existsSync(browser.log) ? readFileSync(browser.log, 'utf8').trim().split('\n') : [])
  const starts = () => log().filter((line) => line !== 'ready')
  const ready = (count: number) =>
    expect.poll(() => log().filter((line) => line === 'ready').length, { timeout: 20_000 }).toBe(count)
  const pidIn = (profile: string) => Number(readFileSync(join(profiles, profile, 'lock'), 'utf8'))
  const isRunning = (pid: number) => {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }

  test('has a profile that only this user may read, and goes with its folder when the run is over', async () => {
    await open('run')
    await ready(1)
    const [profile = ''] = readdirSync(profiles)
    expect(statSync(join(profiles, profile)).mode & 0o077).toBe(0)
    expect(JSON.parse(starts()[0] ?? '')).toEqual(
      expect.arrayContaining([`--user-data-dir=${join(profiles, profile)}`, url]),
    )
    const pid = pidIn(profile)
    await clean.close('run')
    expect(readdirSync(profiles)).toEqual([])
    expect(isRunning(pid)).toBe(false)
  })

  test('is the same one when the address is opened again, another one for another run', async () => {
    await open('run')
    await ready(1)
    await open('run')
    await expect.poll(() => starts().length, { timeout: 20_000 }).toBe(2)
    await open('other')
    await ready(2)
    expect(readdirSync(profiles)).toHaveLength(2)
    await clean.close('run')
    expect(readdirSync(profiles)).toHaveLength(1)
    await clean.closeAll()
    expect(readdirSync(profiles)).toEqual([])
  })

  test('leaves nothing where the person closes it, and is new afterwards', async () => {
    await open('run')
    await ready(1)
    const [profile = ''] = readdirSync(profiles)
    process.kill(pidIn(profile), 'SIGKILL')
    await expect.poll(() => readdirSync(profiles), { timeout: 20_000 }).toEqual([])
    await open('run')
    await ready(2)
    expect(readdirSync(profiles)).not.toContain(profile)
  })

  test('leaves nothing where it cannot be started', async () => {
    const missing = { name: 'chromium', program: join(folder, 'no-such') } as const
    await expect(clean.open('run', missing, url, 5_000)).rejects.toMatchObject({ code: 'ERR_BROWSER' })
    await expect.poll(() => readdirSync(profiles), { timeout: 20_000 }).toEqual([])
  })

  test('of an unknown run there is nothing to close', async () => {
    await clean.close('nobody')
    expect(starts()).toEqual([])
  })
})
