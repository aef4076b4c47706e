import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BrowserChoice } from '../../shared/profile/browser-choice.ts'
import { writeTestBrowser } from '../browser/test-browser-program.ts'
import { createBrowserOpener } from './browser-opener.ts'

const url = 'https://login.example/authorize?a=1&b=$(id)'

describe.skipIf(process.platform === 'win32')('a profile’s browser', () => {
  let folder: string
  let browser: { readonly program: string; readonly log: string }
  let asked: string[]
  let bySystem: string[]
  let answer: boolean
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'claimscope-opener-test-'))
    browser = writeTestBrowser(folder, 'browser')
    asked = []
    bySystem = []
    answer = true
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const opener = () =>
    createBrowserOpener({
      openSystem: async (address) => void bySystem.push(address),
      allowedHttpHosts: () => new Set(),
      confirmCommand: async (command) => {
        asked.push(command)
        return answer
      },
    })
  const use = (browser: BrowserChoice) => ({ runId: 'run', browser })
  const command = (text: string) => use({ kind: 'command', command: text })
  const started = () =>
    existsSync(browser.log)
      ? readFileSync(browser.log, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as string[])
      : []

  test('without a choice, and where the system’s is chosen, the system’s opens it', async () => {
    await opener().open(url)
    await opener().open(url, use({ kind: 'system' }))
    expect(bySystem).toEqual([url, url])
    expect(asked).toEqual([])
  })

  test('a command is asked for once, then started with the address as one argument', async () => {
    const { open } = opener()
    await open(url, command(`"${browser.program}" --app={url} -x`))
    await open(url, command(`"${browser.program}" --app={url} -x`))
    await expect.poll(started, { timeout: 20_000 }).toEqual([
      [`--app=${url}`, '-x'],
      [`--app=${url}`, '-x'],
    ])
    expect(asked).toHaveLength(1)
    await open(url, command(`"${browser.program}" other`))
    expect(asked).toHaveLength(2)
  })

  test('a command that the person does not want is not started, and is asked for again', async () => {
    answer = false
    const { open } = opener()
    await expect(open(url, command(browser.program))).rejects.toMatchObject({ code: 'ERR_BROWSER' })
    await expect(open(url, command(browser.program))).rejects.toMatchObject({ code: 'ERR_BROWSER' })
    expect(asked).toHaveLength(2)
    expect(started()).toEqual([])
  })

  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://login.example/',
    '--load-extension=/x',
    'https://a:b@login.example/',
    'dev.claimscope.app:/callback?code=1',
  ])('no program gets %s', async (address) => {
    await expect(opener().open(address, command(browser.program))).rejects.toMatchObject({
      code: 'ERR_URL_REFUSED',
    })
    await expect(opener().open(address, use({ kind: 'private', browser: null }))).rejects.toMatchObject({
      code: 'ERR_URL_REFUSED',
    })
    expect(asked).toEqual([])
    expect(started()).toEqual([])
  })

  test.each([
    ['/no/such/browser', /not installed/],
    ['sh -c "exit 3"', /exit code 3/],
  ])('%s is said', async (text, reason) => {
    await expect(opener().open(url, command(text))).rejects.toMatchObject({
      code: 'ERR_BROWSER',
      message: expect.stringMatching(reason),
    })
  })
})
