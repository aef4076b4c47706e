import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron, type Page } from 'playwright'
import { type KeyStore, noKeyStore } from '../../scripts/key-store.ts'
import { launchArguments, readRuntime, root } from '../../scripts/runtime.ts'
import { catchOpenedLinks, type OpenedLinks } from './opened-links.ts'
import { ownDisplay } from './own-display.ts'

export type RunningApp = {
  readonly electron: ElectronApplication
  readonly window: Page
  readonly links: OpenedLinks
  readonly userData: string
  /** Everything the page complained about: console errors, content security policy, page errors. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

export type LaunchOptions = {
  /** Kept by the caller; absent: a fresh folder that goes with the app. */
  readonly userData?: string
  readonly keyStore?: KeyStore
  readonly colorScheme?: 'light' | 'dark'
  readonly args?: readonly string[]
  /** The vault takes a passphrase: the window is ready with its lock screen. */
  readonly isLocked?: boolean
}

/** The real window, with user data of its own. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const runtime = readRuntime()
  const folder = mkdtempSync(join(tmpdir(), 'claimscope-e2e-'))
  const userData = options.userData ?? join(folder, 'data')
  const keyStore = options.keyStore ?? noKeyStore
  const links = catchOpenedLinks(folder)
  const display = ownDisplay()
  const app = await electron.launch({
    executablePath: runtime.executable,
    args: launchArguments(runtime, [
      `--user-data-dir=${userData}`,
      // On macOS the tests must not ask for the person's own keychain.
      ...(process.platform === 'darwin' ? ['--use-mock-keychain'] : []),
      ...keyStore.args,
      ...(options.args ?? []),
    ]),
    cwd: root,
    env: {
      ...definedOnly(process.env),
      ...(display ? { DISPLAY: display } : {}),
      ...keyStore.env,
      ...links.env,
    },
    colorScheme: options.colorScheme ?? 'light',
  })
  const window = await app.firstWindow()
  window.setDefaultTimeout(10_000)
  await links.attach(app)
  const complaints: string[] = []
  window.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  window.on('pageerror', (error) => complaints.push(String(error)))
  if (options.isLocked) await window.getByRole('heading', { name: 'Claimscope is locked' }).waitFor()
  else await window.getByRole('navigation').waitFor()
  return {
    electron: app,
    window,
    links,
    userData,
    complaints,
    async close() {
      await inTime(app.close(), 20_000, () => app.process().kill('SIGKILL'))
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Pastes what is on the clipboard, as the Edit menu does: into the focused field, or the window as a whole. */
export async function pasteFromClipboard(app: RunningApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.paste())
}

/**
 * Pastes a text into the window as a whole, in one go: tests beside this one may have the same clipboard. What was just
 * copied comes out of the paste empty where the system says only in the middle of it that the clipboard changed hands
 * (Chromium compares its sequence number); so it is pasted until the text arrives.
 */
export async function pasteText(app: RunningApp, text: string): Promise<void> {
  await app.window.getByRole('navigation').click()
  for (let attempt = 0; attempt < 20; attempt += 1) {
    // The handlers of the app come first: what they could still read is what counts.
    const pasted = await app.window.evaluateHandle(() => {
      const arrived = new Promise<string>((resolve) => {
        const read = (event: ClipboardEvent) => resolve(event.clipboardData?.getData('text/plain') ?? '')
        window.addEventListener('paste', read, { once: true })
      })
      return { arrived }
    })
    await app.electron.evaluate(async ({ clipboard, BrowserWindow }, copied) => {
      // Copying it once more would change its hands once more.
      if ((await clipboard.readText()) !== copied) await clipboard.writeText(copied)
      BrowserWindow.getAllWindows()[0]?.webContents.paste()
    }, text)
    const read: unknown = await pasted.evaluate(({ arrived }) => arrived)
    if (read === text) return
  }
  throw new Error('what was copied never arrived')
}

export async function readClipboard(app: RunningApp): Promise<string> {
  return app.electron.evaluate(({ clipboard }) => clipboard.readText())
}

export async function goTo(window: Page, view: string): Promise<void> {
  await window.getByRole('navigation').getByRole('button', { name: view }).click()
}

/** An app that will not quit is ended and said, rather than left to the test's own time limit. */
async function inTime(closed: Promise<void>, limitMs: number, end: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      end()
      reject(new Error(`the app did not quit within ${limitMs / 1000} s`))
    }, limitMs)
  })
  try {
    await Promise.race([closed, late])
  } finally {
    clearTimeout(timer)
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
