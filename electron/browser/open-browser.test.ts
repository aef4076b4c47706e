import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BrowserName } from '../../shared/profile/browser-choice.ts'
import { createCleanBrowsers } from './clean-browsers.ts'
import { openBrowser } from './open-browser.ts'
import { writeTestBrowser } from './test-browser-program.ts'

const url = 'https://login.example/?a=1'

describe.skipIf(process.platform === 'win32')('a private window', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'claimscope-private-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const open = (browser: BrowserName | null, programs: readonly string[]) =>
    openBrowser({ choice: { kind: 'private', browser }, runId: 'run' }, url, {
      clean: createCleanBrowsers(),
      patienceMs: 20_000,
      machine: { platform: 'linux', env: { PATH: folder }, isProgram: (path) => programs.includes(path) },
    })

  test.each<[BrowserName, string, readonly string[]]>([
    ['firefox', 'firefox', ['--private-window', url]],
    ['chromium', 'chromium', ['--incognito', url]],
    ['chrome', 'google-chrome', ['--incognito', url]],
    ['edge', 'microsoft-edge', ['--inprivate', url]],
    ['brave', 'brave-browser', ['--incognito', url]],
  ])('of %s', async (name, file, args) => {
    const { program, log } = writeTestBrowser(folder, file)
    await open(name, [program])
    expect(existsSync(log) && JSON.parse(readFileSync(log, 'utf8'))).toEqual(args)
  })

  test('of a browser that is not here is said, by its name', async () => {
    await expect(open('firefox', [])).rejects.toMatchObject({
      code: 'ERR_BROWSER',
      message: 'Firefox was not found on this machine; choose another browser',
    })
    await expect(open(null, [])).rejects.toMatchObject({
      message: 'none of the known browsers was found on this machine; choose another browser',
    })
  })
})
